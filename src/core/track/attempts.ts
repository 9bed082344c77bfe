import type { ContainerId, Version } from '../model/refs.ts';
import { plus, type Run, type Tally } from './run.ts';
import type { Streak } from './streak.ts';

/** The ledger of one init container in one pod (R3): what has been counted, and by which ids. */
export interface Attempts {
  /** Attempts by outcome, the current one not included while it may still change. */
  readonly ended: Tally;
  readonly current: Run;
  readonly restartCount: number;
  /** The newest ids, so that a delayed status is not taken for a new attempt. */
  readonly seen: readonly ContainerId[];
  /** False when a rerun was inferred (R5), or attempts may have been missed. */
  readonly exact: boolean;
  /** Failures in a row within one epoch (R26). */
  readonly streak: Streak;
  /** Read back from a ledger that follows from this version of a pod: an older one tells nothing that is not in it. */
  readonly writtenIn: Version | undefined;
}

/** `runs` are new or have changed, oldest first. */
export interface Step {
  readonly attempts: Attempts | undefined;
  readonly runs: readonly Run[];
}

/** A step of a container that has had an attempt. */
export interface KnownStep extends Step {
  readonly attempts: Attempts;
}

/** Total attempts by outcome. */
export function tallyOfAttempts(attempts: Attempts): Tally {
  return plus(attempts.ended, attempts.current.outcome);
}
