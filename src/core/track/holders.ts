import type { Millis } from '../model/refs.ts';
import { isEnded, type Run, runKey } from './run.ts';

const KEPT = 256;
/** Who ended so long before the newest holds nothing that anybody asks for now. */
const KEPT_FOR: Millis = 600_000;
/** Clocks of nodes differ, and times have whole seconds: a run that ended so shortly before may have held the lock. */
const NEAR: Millis = 3000;

/**
 * Runs that may have held a lock: they did not themselves fail because it was taken. Of those that have ended the newest are
 * kept, so that thousands that ask cost no more than each a few looks.
 */
export class Holders {
  readonly #active = new Map<string, Run>();
  readonly #ended = new Map<string, Run>();
  #newestEnd: Millis = Number.NEGATIVE_INFINITY;
  /** The latest end of those that were let go. */
  #forgottenUntil: Millis = Number.NEGATIVE_INFINITY;

  /** Takes a new or changed run. @param foundTaken it failed since another one held the lock */
  see(run: Run, foundTaken: boolean): void {
    const key = runKey(run);
    this.#active.delete(key);
    this.#ended.delete(key);
    if (foundTaken || run.startedAt === undefined) return;
    if (isEnded(run)) this.#end(key, run);
    else this.#active.set(key, run);
  }

  /** May another pod have held the lock during this run? Whoever was let go may, and so may one of very many. */
  mayHold(run: Run): boolean {
    const start = run.startedAt ?? run.finishedAt ?? 0;
    if (this.#active.size > KEPT || this.#forgottenUntil + NEAR >= start) return true;
    for (const runs of [this.#active, this.#ended])
      for (const other of runs.values()) if (met(run, start, other)) return true;
    return false;
  }

  #end(key: string, run: Run): void {
    this.#ended.set(key, run);
    this.#newestEnd = Math.max(this.#newestEnd, endOf(run));
    for (const [oldest, one] of this.#ended) {
      if (this.#ended.size <= KEPT && endOf(one) >= this.#newestEnd - KEPT_FOR) return;
      this.#ended.delete(oldest);
      this.#forgottenUntil = Math.max(this.#forgottenUntil, endOf(one));
    }
  }
}

function met(run: Run, start: Millis, other: Run): boolean {
  const end = run.finishedAt ?? start;
  if (other.podUid === run.podUid || (other.startedAt ?? 0) > end + NEAR) return false;
  return endOf(other) + NEAR >= start;
}

function endOf(run: Run): Millis {
  return isEnded(run) ? (run.finishedAt ?? run.startedAt ?? 0) : Number.POSITIVE_INFINITY;
}
