import type { RaceLevel } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import type { Run } from './run.ts';

/** One episode: a maximal set of overlapping runs of the same work. */
export interface Episode {
  /** Undefined while nothing is certain, and where all failed alike: then it is no race. */
  readonly level: RaceLevel | undefined;
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
