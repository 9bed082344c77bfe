import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that cannot be mistaken for a later one with the same id. */
export interface ProcessId {
  readonly pid: number;
  /** Clock ticks from boot to its start (field 22 of /proc/PID/stat). */
  readonly startTicks: string;
}

interface Stat extends ProcessId {
  readonly parent: number;
  readonly state: string;
  /** The last of them closes the files. */
  readonly threads: number;
}

/** Reads one line of /proc/PID/stat; the program's name may hold blanks and parentheses. */
export function parseStat(line: string): Stat | undefined {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [state, parent] = fields;
  const [threads, startTicks] = [fields[17], fields[19]];
  const pid = Number.parseInt(line, 10);
  if (state === undefined || startTicks === undefined || Number.isNaN(pid)) return undefined;
  return { pid, startTicks, state, parent: Number(parent), threads: Number(threads) };
}

function statOf(pid: number): Stat | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

function allStats(): Stat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat !== undefined);
}

/** This process. */
export function self(): ProcessId {
  const stat = statOf(process.pid);
  if (stat === undefined) throw new Error('/proc is not mounted');
  return { pid: stat.pid, startTicks: stat.startTicks };
}

/** Has this process ended, with all its threads? While one of them lives, so do its files: a port is still taken. */
export function hasEnded({ state, threads }: Pick<Stat, 'state' | 'threads'>): boolean {
  return state === 'X' || (state === 'Z' && threads <= 1);
}

/** Whether exactly this process runs (a zombie does not). */
export function isAlive(id: ProcessId): boolean {
  const stat = statOf(id.pid);
  return stat !== undefined && stat.startTicks === id.startTicks && !hasEnded(stat);
}

/** Sends a signal to exactly this process, if it still runs. */
export function signalProcess(id: ProcessId, signal: NodeJS.Signals): void {
  if (!isAlive(id)) return;
  try {
    process.kill(id.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function goneWithin(ids: readonly ProcessId[], milliseconds: number): Promise<boolean> {
  for (let waited = 0; ids.some(isAlive); waited += 20) {
    if (waited >= milliseconds) return false;
    await sleep(20);
  }
  return true;
}

/** Ends processes: the given signal, then after the patience SIGKILL. */
export async function endProcesses(
  ids: readonly ProcessId[],
  signal: NodeJS.Signals = 'SIGKILL',
  patience = 10_000,
): Promise<void> {
  for (const id of ids) signalProcess(id, signal);
  if (await goneWithin(ids, patience)) return;
  for (const id of ids) signalProcess(id, 'SIGKILL');
  if (await goneWithin(ids, 5_000)) return;
  throw new Error(
    `processes do not end: ${ids
      .filter(isAlive)
      .map((id) => id.pid)
      .join(' ')}`,
  );
}

/** Everything below these processes, nearest first. */
export function descendants(roots: readonly ProcessId[]): ProcessId[] {
  const stats = allStats();
  const found: ProcessId[] = [];
  let parents = new Set(roots.map((root) => root.pid));
  while (parents.size > 0) {
    const children = stats.filter((stat) => parents.has(stat.parent));
    found.push(...children);
    parents = new Set(children.map((child) => child.pid));
  }
  return found;
}

function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** containerd's shims that belong to the containerd on this socket. */
export function shimsOf(socket: string): ProcessId[] {
  return allStats().filter((stat) => {
    const words = commandLine(stat.pid);
    const address = words.indexOf('-address');
    return (words[0] ?? '').includes('containerd-shim') && address > 0 && words[address + 1] === socket;
  });
}

/** The running processes among these ids. */
export function identify(pids: readonly number[]): ProcessId[] {
  return pids.map(statOf).filter((stat) => stat !== undefined);
}
