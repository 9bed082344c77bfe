import type { Millis } from '../model/refs.ts';
import type { Interval } from './interval.ts';

/** What a later run may overlap with. */
interface Candidate {
  readonly pod: string;
  readonly end: Millis;
  readonly interval: Interval;
}

const KEPT = 4;

/**
 * The latest ends seen so far: of each node, where clocks agree; of all nodes; of those with a good clock. A few of each are
 * enough to find the longest overlap of a later run, so that the sweep stays linear where each run has a node of its own.
 * Pods are told apart, since one pod never races itself (S66).
 */
export class LatestEnds {
  readonly #byNode = new Map<string, readonly Candidate[]>();
  readonly #trusted: (node: string) => boolean;
  #anywhere: readonly Candidate[] = [];
  #onGoodClocks: readonly Candidate[] = [];

  constructor(trusted: (node: string) => boolean) {
    this.#trusted = trusted;
  }

  clear(): void {
    this.#byNode.clear();
    this.#anywhere = [];
    this.#onGoodClocks = [];
  }

  add(interval: Interval, end: Millis): void {
    const { node, podUid } = interval.run;
    const candidate = { pod: podUid, end, interval };
    this.#byNode.set(node, latest(this.#byNode.get(node) ?? [], candidate, 2));
    this.#anywhere = latest(this.#anywhere, candidate, KEPT);
    if (this.#trusted(node)) this.#onGoodClocks = latest(this.#onGoodClocks, candidate, KEPT);
  }

  /** The ends of other pods that this interval, which started no earlier, is to be held against. */
  candidates(interval: Interval): readonly Candidate[] {
    const { node, podUid } = interval.run;
    const near = this.#byNode.get(node) ?? [];
    const far = [...this.#anywhere, ...this.#onGoodClocks];
    return [...near, ...far].filter((one) => one.pod !== podUid);
  }
}

/** The latest few ends, one of each pod. */
function latest(known: readonly Candidate[], candidate: Candidate, count: number): readonly Candidate[] {
  const same = known.find((one) => one.pod === candidate.pod);
  if (same !== undefined && same.end >= candidate.end) return known;
  const others = known.filter((one) => one !== same);
  return [candidate, ...others].sort((a, b) => b.end - a.end).slice(0, count);
}
