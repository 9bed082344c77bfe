import type { Clock } from '../../controller/ports.ts';
import type { Observation, PodFact } from '../../core/model/facts.ts';
import type { LastWords, UnheardRun } from '../../core/model/lastWords.ts';
import type { Logger } from '../../core/model/log.ts';
import type { ContainerId, Millis, Uid } from '../../core/model/refs.ts';
import { logTail } from '../../facts/logTail.ts';
import { objectPath, RESOURCES } from '../reflect/kinds.ts';
import { pause } from '../reflect/pause.ts';
import { failureOfError } from '../transport/failure.ts';
import type { KubeTransport } from '../transport/transport.ts';

/** What is read of a log at most: its last lines, and so much of them. */
const TAIL_LINES = 40;
const LIMIT_BYTES = 32_768;
/**
 * The first retry of a failed container begins within a second (R28): so soon after an end nobody knows whose log a read
 * would bring.
 */
const QUIET: Millis = 1000;
/** Between two reads: kubelets and the API server have other work, and a storm of failures says the same again and again. */
const INTERVAL: Millis = 250;
/** Runs that wait to be read; what comes while so many wait is not read. */
const WAITING_MAX = 500;
/** Read ids that are remembered, so that no log is read twice. */
const READ_MAX = 20_000;

interface Waiting {
  readonly run: UnheardRun;
  readonly since: Millis;
}

export interface LogReaderOptions {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  readonly log: Logger;
  /** The runs of a pod whose log may say what their status does not. */
  readonly unheard: (pod: PodFact) => readonly UnheardRun[];
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
  readonly #read = new Set<ContainerId>();
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
    while (!signal.aborted) {
      await pause(clock, INTERVAL, signal);
      const [first] = this.#waiting;
      if (first === undefined || signal.aborted) continue;
      const [key, waiting] = first;
      if (clock.now() - waiting.since >= QUIET) await this.#take(key, waiting, signal);
    }
  }

  #want(key: string, run: UnheardRun | undefined): void {
    const known = this.#waiting.get(key)?.run;
    if (known !== undefined && known.id === run?.id && known.previous === run.previous) return;
    this.#waiting.delete(key);
    if (run === undefined || this.#read.has(run.id) || this.#waiting.size >= WAITING_MAX) return;
    this.#waiting.set(key, { run, since: this.#options.clock.now() });
  }

  async #take(key: string, waiting: Waiting, signal: AbortSignal): Promise<void> {
    const { run } = waiting;
    const text = await this.#fetch(run, signal);
    // While it was read the next run may have begun: then nobody knows whose log it is, and it is read as the previous one.
    if (this.#waiting.get(key) !== waiting) return;
    this.#waiting.delete(key);
    this.#remember(run.id);
    const { podUid, container, id } = run;
    const tail = text === undefined ? '' : logTail(text);
    if (tail !== '') this.#options.heard({ podUid, container, id, text: tail }, this.#options.clock.now());
  }

  async #fetch({ namespace, pod, container, previous }: UnheardRun, signal: AbortSignal) {
    const query = { container, previous, tailLines: TAIL_LINES, limitBytes: LIMIT_BYTES };
    try {
      const answer = await this.#options.transport.request(
        'GET',
        objectPath(RESOURCES.Pod, namespace, pod, 'log'),
        { query, signal, accept: 'text/plain, */*' },
      );
      const chunks: Buffer[] = [];
      for await (const chunk of answer.body) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
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

  #remember(id: ContainerId): void {
    this.#read.add(id);
    const [oldest] = this.#read;
    if (this.#read.size > READ_MAX && oldest !== undefined) this.#read.delete(oldest);
  }
}

function keyOf(pod: Uid, container: string): string {
  return `${pod}/${container}`;
}
