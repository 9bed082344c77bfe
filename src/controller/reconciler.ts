import type { Engine } from '../core/engine.ts';
import type { Finding, StoredFinding } from '../core/model/finding.ts';
import type { Logger } from '../core/model/log.ts';
import type { Millis, Uid } from '../core/model/refs.ts';
import { differenceOf } from './difference.ts';
import type { Clock, ControllerMetrics, FindingSource, FindingWriter, WriteResult } from './ports.ts';
import type { RateLimiter } from './rateLimiter.ts';
import { Track, type WritePace } from './track.ts';

export interface ReconcilerOptions {
  readonly engine: Pick<Engine, 'evaluate'>;
  readonly findings: FindingSource;
  readonly writer: FindingWriter;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly pace: WritePace;
  /** The field manager that is us. */
  readonly manager: string;
  readonly log: Logger;
  readonly metrics: ControllerMetrics;
}

/** What is still to be done for a workload. */
export interface Outcome {
  /** Look again at this time although nothing is observed. */
  readonly againAt: Millis | undefined;
  /** Something could not be written: try again, after this long at least. */
  readonly retryAfter: Millis | undefined;
  /** The server would not have it; that somebody else was first (409) is everyday life. */
  readonly failed: boolean;
}

/** An empty outcome: all is as it should be. */
const SETTLED: Outcome = { againAt: undefined, retryAfter: undefined, failed: false };

/** Makes the findings of one workload what the engine says they should be: level-based, one write at most for each. */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #tracks = new Map<Uid, Map<string, Track>>();
  #draining = false;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** From now on nothing waits for its time: the process ends. */
  drain(): void {
    this.#draining = true;
  }

  async reconcile(workload: Uid): Promise<Outcome> {
    const { engine, findings, clock } = this.#options;
    const stored = new Map(findings.ofWorkload(workload).map((finding) => [keyOf(finding), finding]));
    const foreign = [...stored].flatMap(([key, seen]) => {
      const track = this.#track(workload, key);
      track.look(seen, clock.now());
      return track.isForeign(seen) ? [seen] : [];
    });
    const { findings: wanted, create, recheckAt } = engine.evaluate(workload, clock.now(), foreign);
    let outcome: Outcome = { ...SETTLED, againAt: recheckAt };
    for (const finding of wanted) {
      const key = keyOf(finding);
      const seen = stored.get(key);
      // A workload that may be gone gets no new object: the garbage collector would remove it again and again.
      if (seen !== undefined || create) outcome = both(outcome, await this.#settle(workload, finding, seen));
      stored.delete(key);
    }
    for (const unwanted of stored.values()) outcome = both(outcome, await this.#remove(workload, unwanted));
    this.#forgetOthers(workload, new Set([...wanted.map(keyOf), ...stored.keys()]));
    return outcome;
  }

  async #settle(workload: Uid, wanted: Finding, seen: StoredFinding | undefined): Promise<Outcome> {
    const { clock, manager } = this.#options;
    const track = this.#track(workload, keyOf(wanted));
    const now = clock.now();
    const lag = this.#lag(track, seen, now);
    if (lag !== undefined) return lag;
    const difference = seen === undefined ? 'now' : differenceOf(wanted, seen, manager);
    if (difference === 'none') {
      track.settled();
      return SETTLED;
    }
    const dueAt = track.dueAt(difference, now);
    if (dueAt > now && !this.#draining) return { ...SETTLED, againAt: dueAt };
    return await this.#write(track, wanted, seen);
  }

  async #write(track: Track, wanted: Finding, seen: StoredFinding | undefined): Promise<Outcome> {
    const { writer, limiter, metrics, clock } = this.#options;
    // A new object takes two requests: it and its status.
    await limiter.acquire(seen === undefined ? 2 : 1);
    const result = await writer.write(wanted, seen);
    metrics.wrote(seen === undefined ? 'create' : 'update', result.kind);
    if (result.kind === 'written') track.written(clock.now(), result.resourceVersion);
    if (result.kind === 'failed') track.unanswered(wanted.status);
    return this.#after(result, track, wanted);
  }

  async #remove(workload: Uid, seen: StoredFinding): Promise<Outcome> {
    const { writer, limiter, metrics, clock } = this.#options;
    const track = this.#track(workload, keyOf(seen));
    const now = clock.now();
    const lag = this.#lag(track, seen, now);
    if (lag !== undefined) return lag;
    if (track.notBefore > now && !this.#draining) return { ...SETTLED, againAt: track.notBefore };
    await limiter.acquire(1);
    const result = await writer.remove(seen);
    metrics.wrote('remove', result.kind);
    if (result.kind === 'written') track.removed(clock.now(), seen.uid);
    return this.#after(result, track, seen);
  }

  #after(
    result: WriteResult,
    track: Track,
    { namespace, name }: { namespace: string; name: string },
  ): Outcome {
    const { clock } = this.#options;
    switch (result.kind) {
      case 'written':
        return SETTLED;
      case 'gone':
        track.gone(clock.now());
        return SETTLED;
      case 'conflict':
        // Our reflector will show what was written in between; the queue's pause lets it.
        return { ...SETTLED, retryAfter: 0 };
      case 'failed':
        return this.#failed(track, result.retryAfter ?? 0, { namespace, name, reason: result.reason });
    }
  }

  /** It is tried again and again; that it fails is said once. The queue hears of the server's own wish only: a shutdown knows no other. */
  #failed(track: Track, asked: Millis, said: Readonly<Record<string, string>>): Outcome {
    if (track.failed(this.#options.clock.now(), asked)) this.#options.log.warn('finding not written', said);
    return { ...SETTLED, retryAfter: asked, failed: true };
  }

  /** Our reflector lags: look again then. While draining nothing is looked at later, so it is tried again. */
  #lag(track: Track, seen: StoredFinding | undefined, now: Millis): Outcome | undefined {
    const until = track.lagsUntil(seen, now);
    if (until === undefined) return undefined;
    return this.#draining ? { ...SETTLED, retryAfter: until - now } : { ...SETTLED, againAt: until };
  }

  /** What is neither wanted nor stored has gone for good. */
  #forgetOthers(workload: Uid, keys: ReadonlySet<string>): void {
    const tracks = this.#tracks.get(workload);
    for (const key of tracks?.keys() ?? []) if (!keys.has(key)) tracks?.delete(key);
    if (tracks?.size === 0) this.#tracks.delete(workload);
  }

  #track(workload: Uid, key: string): Track {
    let tracks = this.#tracks.get(workload);
    if (tracks === undefined) this.#tracks.set(workload, (tracks = new Map<string, Track>()));
    let track = tracks.get(key);
    const { pace, manager } = this.#options;
    if (track === undefined) tracks.set(key, (track = new Track(pace, manager)));
    return track;
  }
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function both(left: Outcome, right: Outcome): Outcome {
  return {
    againAt: pick(Math.min, left.againAt, right.againAt),
    retryAfter: pick(Math.max, left.retryAfter, right.retryAfter),
    failed: left.failed || right.failed,
  };
}

function pick(
  choose: (left: number, right: number) => number,
  left: number | undefined,
  right: number | undefined,
): number | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return choose(left, right);
}
