import type { RaceLevel } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import type { Run } from './run.ts';

/** One episode: a maximal set of overlapping runs of the same work. */
export interface Episode {
  /** Undefined while nothing is certain, and where all failed alike: then it is no race. */
  readonly level: RaceLevel | undefined;
  /** A lock let one run in at a time: the tool takes one, or starts and ends look like it (R34). */
  readonly waited: boolean;
  readonly runs: readonly Run[];
  readonly startedAt: Millis;
  /** Undefined while one of its runs is active. */
  readonly endedAt: Millis | undefined;
  /** What begins up to then belongs to it: a free retry goes on with the episode its loser was in. */
  readonly joinableUntil: Millis;
  /** Time of the fact that made it a race. */
  readonly certainAt: Millis;
  /** Longest certain overlap of two of its runs, in milliseconds. */
  readonly overlap: Millis;
  readonly skewBound: Millis;
}

/** An episode as one finding sees it. */
export interface Race extends Episode {
  /** Other workloads that did the same work on the same database, e.g. `Deployment worker`. */
  readonly rivals: readonly string[];
  /** One pod of each workload, the finding's own first. */
  readonly lead: readonly string[];
}

/** The races of one init container that are not settled yet, and all numbers so far. */
export interface RaceState {
  /** Oldest first. */
  readonly races: readonly Race[];
  /** Episodes that are over, by level; a count never falls. */
  readonly counts: Readonly<Record<RaceLevel, number>>;
  /** Up to when a run that began belongs to an episode that is in the counts: what the next life of the operator must know. */
  readonly countedUntil: Millis;
}
