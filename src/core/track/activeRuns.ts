import type { Millis } from '../model/refs.ts';
import { isEnded, type Run, runKey } from './run.ts';

/** A run that was seen running. */
export interface ActiveRun {
  readonly run: Run;
  readonly startedAt: Millis;
  /** How many seconds its init container usually took when this run was first seen. */
  readonly usual: number | undefined;
  /** An earlier life of the operator has called it slow since then. */
  readonly slowSince: Millis | undefined;
}

/** What became of one of them. */
export interface EndedRun {
  readonly active: ActiveRun;
  /** Undefined where nobody has seen its end. */
  readonly endedAt: Millis | undefined;
}

/** The runs of one init container that are running, and those that have ended since they were last asked for. */
export class ActiveRuns {
  readonly #active = new Map<string, ActiveRun>();
  #ended: EndedRun[] = [];

  /** What is usual is taken when a run begins: a sibling that ends later must not move its deadline. */
  take(run: Run, usual: number | undefined, slowSince?: Millis): void {
    const key = runKey(run);
    const known = this.#active.get(key);
    if (!isEnded(run)) {
      const startedAt = run.startedAt ?? known?.startedAt;
      if (startedAt === undefined) return;
      const began = known ?? { usual, slowSince };
      this.#active.set(key, { usual: began.usual, slowSince: began.slowSince, run, startedAt });
      return;
    }
    if (known === undefined) return;
    this.#active.delete(key);
    this.#ended.push({ active: known, endedAt: run.finishedAt });
  }

  /** What was usual when this run was first seen running; null where nothing was, undefined where it does not run. */
  usualOf(run: Run): number | null | undefined {
    const active = this.#active.get(runKey(run));
    return active === undefined ? undefined : (active.usual ?? null);
  }

  all(): readonly ActiveRun[] {
    return [...this.#active.values()];
  }

  /** Hands out the runs that have ended, once. */
  takeEnded(): readonly EndedRun[] {
    if (this.#ended.length === 0) return this.#ended;
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }
}
