import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly seconds?: number;
  /** Standard output is dropped; used where a step is only loud when it fails. */
  readonly quiet?: boolean;
}

/** Ends the whole process group, so that nothing a test started stays behind. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself.
  }
}

const GRACE_MS = 60_000;

/** Runs programs one after another, each in a process group of its own, and ends them when the user interrupts. */
export class Children {
  private current: ChildProcess | undefined;
  private readonly stopping = new AbortController();

  get interrupted(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Aborted by the first interruption. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  interrupt(): void {
    // The second Ctrl-C does not wait for clean-up any more.
    if (this.current) signalGroup(this.current, this.interrupted ? 'SIGKILL' : 'SIGINT');
    this.stopping.abort(new Error('interrupted'));
  }

  /** Resolves with the exit code; 1 where a signal or the time limit ended it, 127 where it could not be started. */
  async run(command: string, args: readonly string[], options: ChildOptions = {}): Promise<number> {
    const child = spawn(command, args, {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', options.quiet === true ? 'ignore' : 'inherit', 'inherit'],
      env: { ...process.env, ...options.env, PATH: toolPath() },
    });
    this.current = child;
    const limit = this.limit(child, options.seconds);
    const code = await new Promise<number>((done) => {
      child.once('error', () => done(127));
      child.once('exit', (exitCode) => done(exitCode ?? 1));
    });
    limit();
    signalGroup(child, 'SIGTERM');
    this.current = undefined;
    return code;
  }

  private limit(child: ChildProcess, seconds: number | undefined): () => void {
    if (seconds === undefined) return () => {};
    let kill: NodeJS.Timeout | undefined;
    const end = setTimeout(() => {
      process.stderr.write(`no end after ${seconds} s: stopping it\n`);
      signalGroup(child, 'SIGINT');
      kill = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
    }, seconds * 1000);
    return () => {
      clearTimeout(end);
      clearTimeout(kill);
    };
  }
}

/** The packages' own programs, and with them the Node of package.json, come first. */
function toolPath(): string {
  return `${ROOT}/node_modules/.bin${delimiter}${process.env['PATH'] ?? ''}`;
}
