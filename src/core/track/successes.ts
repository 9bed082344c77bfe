import type { Millis, Uid, Version, WorkId } from '../model/refs.ts';
import type { Run } from './run.ts';

/** The first success of a work: a later run of the same work is a rerun. */
interface FirstSuccess {
  readonly at: Millis;
  readonly podUid: Uid | undefined;
  readonly sequence: number;
  readonly shownIn: Version | undefined;
}

const WORKS_KEPT = 16;

/** First successes by work, the newest works only. */
export class Successes {
  readonly #first = new Map<WorkId, FirstSuccess>();

  restore(rows: readonly (readonly [WorkId, Millis])[]): void {
    for (const [work, at] of rows)
      this.#first.set(work, { at, podUid: undefined, sequence: 0, shownIn: undefined });
  }

  rows(): readonly (readonly [WorkId, Millis])[] {
    return [...this.#first].map(([work, first]) => [work, first.at] as const);
  }

  /** End of the first success of a work. */
  firstOf(work: WorkId): Millis | undefined {
    return this.#first.get(work)?.at;
  }

  /** Returns whether an earlier success than the one known was learned. */
  take(run: Run): boolean {
    if (run.outcome !== 'Succeeded') return false;
    const at = run.finishedAt ?? run.startedAt;
    const known = this.#first.get(run.work);
    if (at === undefined || (known !== undefined && known.at <= at)) return false;
    this.#first.set(run.work, { at, podUid: run.podUid, sequence: run.sequence, shownIn: run.endShownIn });
    const [oldest] = this.#first.keys();
    if (this.#first.size > WORKS_KEPT && oldest !== undefined) this.#first.delete(oldest);
    return true;
  }

  /**
   * Did the run start after the first success? Within a pod the order of attempts tells (S66). Across pods times have
   * whole seconds: in the same second it did if its pod had no node yet when the success was on record.
   */
  precede(run: Run): boolean {
    const first = this.#first.get(run.work);
    // What was never executed repeats nothing (R2).
    if (first === undefined || run.outcome === 'NotExecuted') return false;
    if (first.podUid === run.podUid) return run.sequence > first.sequence;
    if (run.startedAt === undefined || run.startedAt < first.at) return false;
    return run.startedAt > first.at || (first.shownIn ?? Infinity) <= (run.begunAfter ?? 0);
  }
}
