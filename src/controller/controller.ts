import type { Logger } from '../core/model/log.ts';
import type { Millis, Uid } from '../core/model/refs.ts';
import type { Clock, ControllerMetrics } from './ports.ts';
import type { Outcome, Reconciler } from './reconciler.ts';
import { WorkQueue } from './workQueue.ts';

/** Writes wait for the server most of the time; more than this would only queue there. */
const WORKERS = 4;
/** A deadline that has passed already must not make a loop without rest. */
const REST: Millis = 1_000;
/** After this much work in one go, probes and scrapes get their turn. */
const SLICE: Millis = 10;

export interface ControllerOptions {
  readonly reconciler: Pick<Reconciler, 'reconcile' | 'drain'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: ControllerMetrics;
}

/** Works on workloads whose findings may have to change. Keys come in, never objects. */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #queue: WorkQueue<Uid>;
  #workers: Promise<unknown> = Promise.resolve();
  #endedAt: Millis = 0;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#queue = new WorkQueue<Uid>(options.clock);
  }

  get depth(): number {
    return this.#queue.depth;
  }

  /** How long the oldest workload has been waiting. */
  age(): Millis {
    return this.#queue.age(this.#options.clock.now());
  }

  /** For how long work has been waiting without any of it coming to an end. */
  standstill(): Millis {
    return Math.min(this.age(), Math.max(0, this.#options.clock.now() - this.#endedAt));
  }

  /** A workload may have changed; with a delay, further changes within it cost nothing. */
  enqueue(workload: Uid, delay: Millis = 0): void {
    this.#queue.addAfter(workload, delay);
  }

  start(): void {
    this.#workers = Promise.all(Array.from({ length: WORKERS }, () => this.#work()));
  }

  /**
   * Last writes go out, for as long as `within` and until `hopeless`; resolves with whether all did. Nothing is begun after
   * that.
   */
  async stop(within: Millis, hopeless?: AbortSignal): Promise<boolean> {
    const { reconciler, clock } = this.#options;
    reconciler.drain();
    const drained = this.#queue.shutDown().then(() => this.#workers);
    return await new Promise((resolve) => {
      const giveUp = (): void => {
        this.#queue.abandon();
        resolve(false);
      };
      const cancel = clock.after(within, giveUp);
      if (hopeless?.aborted === true) giveUp();
      hopeless?.addEventListener('abort', giveUp, { once: true });
      void drained.then(() => {
        cancel();
        resolve(!this.#queue.undone);
      });
    });
  }

  async #work(): Promise<void> {
    const { clock } = this.#options;
    let rested = clock.now();
    for (let key = await this.#queue.get(); key !== undefined; key = await this.#queue.get()) {
      await this.#reconcile(key);
      this.#queue.done(key);
      this.#endedAt = clock.now();
      // Evaluations without a write never leave the turn of the event loop, and probes wait for theirs.
      if (this.#endedAt - rested < SLICE) continue;
      await new Promise((resolve) => setImmediate(resolve));
      rested = clock.now();
    }
  }

  async #reconcile(key: Uid): Promise<void> {
    const { reconciler, clock, log, metrics } = this.#options;
    const began = clock.now();
    try {
      const outcome = await reconciler.reconcile(key);
      const { againAt, retryAfter } = outcome;
      const now = clock.now();
      if (againAt !== undefined) this.#queue.addAfter(key, Math.max(REST, againAt - now));
      if (retryAfter === undefined) this.#queue.forget(key);
      else this.#queue.retry(key, retryAfter);
      metrics.reconciled(resultOf(outcome), now - began);
    } catch (error) {
      log.error('workload not evaluated', { workload: key, reason: String(error) });
      this.#queue.retry(key);
      metrics.reconciled('failed', clock.now() - began);
    }
  }
}

function resultOf({ againAt, retryAfter, failed }: Outcome): 'settled' | 'waiting' | 'failed' {
  if (failed) return 'failed';
  return againAt === undefined && retryAfter === undefined ? 'settled' : 'waiting';
}
