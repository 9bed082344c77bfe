import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Layout } from './layout.ts';
import { endProcesses, isAlive, type ProcessId, parseStat, signalProcess } from './processes.ts';

const specSchema = z.object({
  name: z.string(),
  command: z.array(z.string()),
  env: z.record(z.string(), z.string()).optional(),
  stopSignal: z.enum(['SIGTERM', 'SIGQUIT', 'SIGKILL', 'SIGINT']).optional(),
});

/** A long-running program of the cluster. */
export type ComponentSpec = z.infer<typeof specSchema>;

// The process writes its own id and start time before it becomes the component:
// there is no moment in which it runs and is not on record.
const recordThenBecome = 'read -r line < /proc/$$/stat && printf "%s\\n" "$line" > "$0" || exit 1; exec "$@"';

const pidFile = (layout: Layout, name: string) => join(layout.pids, name);

/** The log of a component. */
export function logFile(layout: Layout, name: string): string {
  return join(layout.logs, `${name}.log`);
}

/** Starts a component, detached from this process and on record. */
export async function startComponent(layout: Layout, spec: ComponentSpec): Promise<void> {
  for (const folder of [layout.pids, layout.specs, layout.logs]) mkdirSync(folder, { recursive: true });
  rmSync(pidFile(layout, spec.name), { force: true });
  writeFileSync(join(layout.specs, spec.name), JSON.stringify(spec), { mode: 0o600 });
  const log = openSync(logFile(layout, spec.name), 'a', 0o600);
  const child = spawn('/bin/sh', ['-c', recordThenBecome, pidFile(layout, spec.name), ...spec.command], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...spec.env },
  });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  for (let turn = 0; componentProcess(layout, spec.name) === undefined; turn += 1) {
    if (turn > 500 || child.exitCode !== null) throw new ComponentFailure(layout, spec.name, 'did not start');
    await sleep(5);
  }
}

/** The process a component was last started as. */
export function componentProcess(layout: Layout, name: string): ProcessId | undefined {
  try {
    const stat = parseStat(readFileSync(pidFile(layout, name), 'utf8'));
    return stat === undefined ? undefined : { pid: stat.pid, startTicks: stat.startTicks };
  } catch {
    return undefined;
  }
}

/** Whether the component's process runs. */
export function componentRuns(layout: Layout, name: string): boolean {
  const id = componentProcess(layout, name);
  return id !== undefined && isAlive(id);
}

/** Every component that was ever started here. */
export function components(layout: Layout): string[] {
  try {
    return readdirSync(layout.pids).sort();
  } catch {
    return [];
  }
}

/** How the component was started. */
export function specOf(layout: Layout, name: string): ComponentSpec {
  return specSchema.parse(JSON.parse(readFileSync(join(layout.specs, name), 'utf8')));
}

function stopSignalOf(layout: Layout, name: string): NodeJS.Signals {
  try {
    return specOf(layout, name).stopSignal ?? 'SIGKILL';
  } catch {
    return 'SIGKILL';
  }
}

/** Ends a component by its own stop signal, or by another one. */
export async function stopComponent(
  layout: Layout,
  name: string,
  signal: NodeJS.Signals = stopSignalOf(layout, name),
): Promise<void> {
  const id = componentProcess(layout, name);
  if (id === undefined) return;
  signalProcess(id, 'SIGCONT');
  await endProcesses([id], signal);
}

/** Starts an ended component again as it was. */
export async function restartComponent(layout: Layout, name: string): Promise<void> {
  await stopComponent(layout, name);
  await startComponent(layout, specOf(layout, name));
}

/** The last lines of a component's log; a Go panic from its first line on. */
export function lastLines(layout: Layout, name: string, count = 25): string {
  try {
    const lines = readFileSync(logFile(layout, name), 'utf8').trimEnd().split('\n').slice(-200);
    const panic = lines.findIndex((line) => line.startsWith('panic: '));
    return (panic < 0 ? lines.slice(-count) : lines.slice(panic, panic + count)).join('\n');
  } catch {
    return '(no log)';
  }
}

/** A component that ended or did not become ready, with what it said last. */
export class ComponentFailure extends Error {
  constructor(layout: Layout, name: string, what: string) {
    super(`${name} ${what}. Its last lines:\n${lastLines(layout, name)}`);
    this.name = 'ComponentFailure';
  }
}

/** Waits until a component's check is true; fails when the component ends before or time runs out. */
export async function untilReady(
  layout: Layout,
  name: string,
  check: () => Promise<boolean> | boolean,
  signal?: AbortSignal,
  patience = 120_000,
): Promise<void> {
  for (const until = Date.now() + patience; !(await check()); ) {
    signal?.throwIfAborted();
    if (!componentRuns(layout, name)) throw new ComponentFailure(layout, name, 'ended');
    if (Date.now() > until)
      throw new ComponentFailure(layout, name, `was not ready after ${patience / 1000} s`);
    await sleep(100);
  }
}
