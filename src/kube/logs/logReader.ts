import type { Clock } from '../../controller/ports.ts';
import type { Observation, PodFact } from '../../core/model/facts.ts';
import type { LastWords, UnheardRun } from '../../core/model/lastWords.ts';
import type { Logger } from '../../core/model/log.ts';
import type { Millis, Uid } from '../../core/model/refs.ts';
import { logTail } from '../../facts/logTail.ts';
import { pause } from '../reflect/pause.ts';
import { failureOfError } from '../transport/failure.ts';
import { type LogSource, readProvenLog } from './provenLog.ts';

/**
 * The first retry of a failed container begins within a second (R28): so soon after an end nobody knows whose log a read
 * would bring.
 */
const QUIET: Millis = 1000;
/** Between two reads: kubelets and the API server have other work, and a storm of failures says the same again and again. */
const INTERVAL: Millis = 250;
/** Runs that wait to be read; with more some are not read, and that is said. */
const WAITING_MAX = 500;
/** Reads that are remembered, so that none is done twice. */
const READ_MAX = 20_000;

interface Waiting {
  readonly run: UnheardRun;
  readonly since: Millis;
}

export interface LogReaderOptions extends LogSource {
  readonly clock: Clock;
  readonly log: Logger;
  readonly heard: (words: LastWords, at: Millis) => void;
}

/**
 * Reads the end of the logs of failed runs, each once and one after the other (R61). That a log cannot be had is normal: the
 * node may be down, or the next run has taken its place.
 */
export class LogReader {
  readonly #options: LogReaderOptions;
  /** By pod and container: of the runs of a container only the newest failed one has a log. */
  readonly #waiting = new Map<string, Waiting>();
  /** By {@link readOf}. */
  readonly #read = new Set<string>();
  #reading = false;
  #full = false;
  #refused = false;

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /** Takes what is seen of pods. */
  observe(observation: Observation): void {
    if (observation.type === 'gap' || observation.type === 'said' || observation.fact.kind !== 'Pod') return;
    if (observation.type === 'seen') this.#see(observation.fact);
    else this.#forget(observation.fact);
  }

  #see(pod: PodFact): void {
    const runs = new Map(this.#options.unheard(pod).map((run) => [run.container, run]));
    for (const { spec } of pod.init) this.#want(keyOf(pod.uid, spec.name), runs.get(spec.name));
  }

  #forget(pod: PodFact): void {
    for (const { spec } of pod.init) this.#waiting.delete(keyOf(pod.uid, spec.name));
  }

  /** Reads what is wanted until `signal` is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    this.#reading = true;
    this.#full &&= this.#waiting.size >= WAITING_MAX;
    if (this.#full) this.#sayFull();
    while (!signal.aborted) {
      await pause(clock, INTERVAL, signal);
      const [first] = this.#waiting;
      if (first === undefined) this.#full = false;
      if (first === undefined || signal.aborted) continue;
      const [key, waiting] = first;
      if (clock.now() - waiting.since >= QUIET) await this.#take(key, waiting, signal);
    }
  }

  #want(key: string, run: UnheardRun | undefined): void {
    const known = this.#waiting.get(key)?.run;
    if (known !== undefined && known.id === run?.id && known.previous === run.previous) return;
    this.#waiting.delete(key);
    if (run === undefined || this.#read.has(readOf(run))) return;
    if (this.#waiting.size >= WAITING_MAX && !this.#overflows()) return;
    this.#waiting.set(key, { run, since: this.#options.clock.now() });
  }

  /** Returns whether room was made. Of a standby the newest wait: the others are those that the leader has read, if it could. */
  #overflows(): boolean {
    const [oldest] = this.#waiting.keys();
    if (!this.#reading && oldest !== undefined) this.#waiting.delete(oldest);
    if (this.#reading && !this.#full) this.#sayFull();
    this.#full = true;
    return !this.#reading;
  }

  /** Said once until nothing waits any more. */
  #sayFull(): void {
    this.#options.log.warn('too many logs wait to be read: some failed runs are not heard', {
      waiting: WAITING_MAX,
    });
  }

  async #take(key: string, waiting: Waiting, signal: AbortSignal): Promise<void> {
    const { run } = waiting;
    const text = await this.#fetch(run, signal);
    // The next run has been seen to begin meanwhile: this one may be read as the previous one.
    if (this.#waiting.get(key) !== waiting) return;
    this.#waiting.delete(key);
    this.#remember(run);
    if (text === undefined) return;
    this.#remember({ ...run, previous: true });
    const { podUid, container, id } = run;
    const tail = logTail(text);
    if (tail !== '') this.#options.heard({ podUid, container, id, text: tail }, this.#options.clock.now());
  }

  async #fetch(run: UnheardRun, signal: AbortSignal): Promise<string | undefined> {
    try {
      const text = await readProvenLog(this.#options, run, signal);
      if (text === undefined) this.#options.log.debug('log not read', { reason: 'it may be of another run' });
      return text;
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  /** One refusal is said once: it needs somebody to act. */
  #failed(error: unknown): void {
    const { log } = this.#options;
    const { kind, what } = failureOfError('a log', error);
    if (kind !== 'forbidden') {
      log.debug('log not read', { reason: what });
      return;
    }
    if (this.#refused) return;
    this.#refused = true;
    log.warn('logs may not be read', {
      reason: what,
      cure: 'kubectl apply -k config/logs, or set logs to off',
    });
  }

  #remember(run: UnheardRun): void {
    this.#read.add(readOf(run));
    const [oldest] = this.#read;
    if (this.#read.size > READ_MAX && oldest !== undefined) this.#read.delete(oldest);
  }
}

function keyOf(pod: Uid, container: string): string {
  return `${pod}/${container}`;
}

/** A log that was not had as the newest one may still be had as the previous one. */
function readOf({ id, previous }: UnheardRun): string {
  return previous ? `${id} previous` : id;
}
