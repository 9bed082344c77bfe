import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { freePort } from '../../hack/lab/ports.ts';
import { Exposition } from './exposition.ts';
import { untilTrue } from './until.ts';

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');

/** What an operator is started with. */
export interface OperatorStart {
  readonly kubeconfig: string;
  /** Settings by their flags' names: `{ 'findings.retain': '10s' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where Node.js answers questions about its memory (see heap.ts). */
  readonly inspectPort?: number;
}

const lineSchema = z.looseObject({ level: z.string(), message: z.string() });
/** A line of the operator's log. */
export type LogLine = z.infer<typeof lineSchema>;

/** How an operator ended: its exit code, or null and the signal; and how long that took from being asked. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly seconds: number;
}

const healthSchema = z.looseObject({ ok: z.boolean() });
/** What /livez or /readyz answers. */
export interface HealthAnswer {
  readonly status: number;
  readonly body: z.infer<typeof healthSchema>;
}

const running = new Set<RunningOperator>();

/** An operator that runs from the sources as a process of its own, and what it says. */
export class RunningOperator {
  readonly url: string;
  /** Lines of standard error and standard output, in order of their coming. */
  readonly output: string[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<Omit<Ending, 'seconds'>>;

  constructor({ kubeconfig, settings = {}, inspectPort }: OperatorStart, port: number) {
    this.url = `http://127.0.0.1:${port}`;
    const flags = Object.entries({ 'http.listen': `127.0.0.1:${port}`, ...settings }).flatMap(
      ([name, value]) => [`--${name}`, value],
    );
    const inspect = inspectPort === undefined ? [] : [`--inspect=127.0.0.1:${inspectPort}`];
    const args = [...inspect, MAIN, 'run', '--kubeconfig', kubeconfig, ...flags];
    this.#child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.output.push(line));
    }
    this.#ended = once(this.#child, 'close').then(([code, signal]) => {
      running.delete(this);
      return { code: code as number | null, signal: signal as NodeJS.Signals | null };
    });
    running.add(this);
  }

  /** Its log, without lines that are none. */
  get log(): readonly LogLine[] {
    return this.output.flatMap((line) => {
      const parsed = lineSchema.safeParse(parseJson(line));
      return parsed.success ? [parsed.data] : [];
    });
  }

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Waits until it ends by itself or by `signal`. */
  async end(signal?: NodeJS.Signals): Promise<Ending> {
    const asked = Date.now();
    if (signal !== undefined) this.#child.kill(signal);
    const how = await this.#ended;
    return { ...how, seconds: (Date.now() - asked) / 1000 };
  }

  /** SIGSTOP freezes it, SIGCONT thaws it. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async metrics(): Promise<Exposition> {
    return new Exposition(await (await fetch(`${this.url}/metrics`)).text());
  }

  async health(path: '/livez' | '/readyz'): Promise<HealthAnswer> {
    const answer = await fetch(`${this.url}${path}`);
    return { status: answer.status, body: healthSchema.parse(await answer.json()) };
  }

  async untilReady(seconds = 60): Promise<this> {
    await untilTrue(
      'the operator is ready',
      async () => {
        if (this.ended) return true;
        return (await this.health('/readyz')).status === 200;
      },
      seconds,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.output.slice(-20).join('\n')}`);
    });
    if (this.ended) throw new Error(`the operator ended:\n${this.output.join('\n')}`);
    return this;
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Starts an operator and does not wait for anything. */
export async function launchOperator(start: OperatorStart): Promise<RunningOperator> {
  return new RunningOperator(start, await freePort());
}

/** Starts an operator and waits until it is ready. */
export async function startOperator(start: OperatorStart): Promise<RunningOperator> {
  return (await launchOperator(start)).untilReady();
}

/** Ends whatever tests have left running. */
export async function endOperators(): Promise<void> {
  await Promise.all([...running].map((operator) => operator.end('SIGKILL')));
}
