import type { Millis, Uid, Version, WorkId } from '../model/refs.ts';
import type { Run } from './run.ts';

/** By how much the clocks of two nodes may differ: 0 for a node and itself, infinite where nobody can say; '' is any node. */
export type ClocksApart = (nodeA: string, nodeB: string) => Millis;

/** The first success of a work: a later run of the same work is a rerun. */
interface FirstSuccess {
  readonly at: Millis;
  /** '' where an earlier life of the operator has seen it, and nothing tells on which node. */
  readonly node: string;
  readonly podUid: Uid | undefined;
  readonly sequence: number;
  /** The earliest version of a pod that showed a success of this work. */
  readonly shownIn: Version;
}

const WORKS_KEPT = 16;
/** Times of containers are cut to whole seconds. */
const TRUNCATION: Millis = 1000;
const NEVER: Version = Number.POSITIVE_INFINITY;

/** First successes by work, the newest works only. */
export class Successes {
  readonly #first = new Map<WorkId, FirstSuccess>();
  readonly #apart: ClocksApart;

  constructor(apart: ClocksApart) {
    this.#apart = apart;
  }

  restore(rows: readonly (readonly [WorkId, Millis])[]): void {
    for (const [work, at] of rows)
      this.#first.set(work, { at, node: '', podUid: undefined, sequence: 0, shownIn: NEVER });
  }

  /** What the next life can go by: not the time of a clock that tells nothing to others. */
  rows(): readonly (readonly [WorkId, Millis])[] {
    return [...this.#first]
      .filter(([, { node }]) => Number.isFinite(this.#apart(node, '')))
      .map(([work, { at }]) => [work, at] as const);
  }

  /** End of the first success of a work. */
  firstOf(work: WorkId): Millis | undefined {
    return this.#first.get(work)?.at;
  }

  /** Returns whether it tells more than what was known: a success that came earlier, or was on record earlier. */
  take(run: Run): boolean {
    if (run.outcome !== 'Succeeded') return false;
    const at = run.finishedAt ?? run.startedAt;
    if (at === undefined) return false;
    const known = this.#first.get(run.work);
    const shownIn = Math.min(run.endShownIn ?? NEVER, known?.shownIn ?? NEVER);
    const { node, podUid, sequence } = run;
    // As early as one that was only read back: that very success, of which now more is known.
    const earlier = known === undefined || at < known.at || (at === known.at && known.node === '');
    if (!earlier && shownIn === known.shownIn) return false;
    this.#first.set(run.work, earlier ? { at, node, podUid, sequence, shownIn } : { ...known, shownIn });
    const [oldest] = this.#first.keys();
    if (this.#first.size > WORKS_KEPT && oldest !== undefined) this.#first.delete(oldest);
    return true;
  }

  /**
   * Did the run certainly start after a success? Within a pod the order of attempts tells (S66). Across pods it did if its
   * pod had no node yet when the success was on record, else if the times leave no other order (R32).
   */
  precede(run: Run): boolean {
    const first = this.#first.get(run.work);
    // What was never executed repeats nothing (R2).
    if (first === undefined || run.outcome === 'NotExecuted') return false;
    if (first.podUid === run.podUid) return run.sequence > first.sequence;
    if (run.startedAt === undefined) return false;
    if (first.shownIn <= (run.begunAfter ?? 0)) return true;
    return run.startedAt - first.at >= TRUNCATION + this.#apart(first.node, run.node);
  }
}
