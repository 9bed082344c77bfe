import { type Cause, type Outcome, OUTCOMES } from '../model/names.ts';
import type { ContainerId, Millis, Uid, Version, WorkId } from '../model/refs.ts';

/** One container instance of a regular init container (R1), as far as it was seen. */
export interface Run {
  /** Undefined for a run that restartCount proves but no status ever showed. */
  readonly id: ContainerId | undefined;
  /** Position among the attempts of this container in this pod, from 1. */
  readonly sequence: number;
  readonly container: string;
  readonly pod: string;
  readonly podUid: Uid;
  readonly node: string;
  readonly revision: string;
  readonly work: WorkId;
  readonly databaseWork: WorkId | undefined;
  /** Sandbox epoch in which it was first seen (R11). */
  readonly epoch: Millis | undefined;
  /** Boot id of its node when it was first seen; '' when not known. */
  readonly bootId: string;
  /** Node's clock, whole seconds; undefined when unobserved or never started. */
  readonly startedAt: Millis | undefined;
  /** Undefined while running, and where the true end is not known (C1). */
  readonly finishedAt: Millis | undefined;
  readonly exitCode: number | undefined;
  readonly message: string;
  readonly outcome: Outcome;
  /** Why it started after an earlier run in the same pod (R10); undefined for the pod's first run. */
  readonly inPlace: Cause | undefined;
  /** The version of its pod that first showed its end. */
  readonly endShownIn: Version | undefined;
  /** A version in which its pod had no node yet: it began later than that was written. */
  readonly begunAfter: Version | undefined;
}

/** Key of a run within its workload. */
export function runKey(run: Run): string {
  return run.id ?? `${run.podUid}#${run.sequence}`;
}

/** Is it over, however it ended? */
export function isEnded(run: Run): boolean {
  return run.outcome !== 'Running';
}

/** The run as it stands where nobody will see how it ends. */
export function endedUnseen(run: Run): Run {
  return isEnded(run) ? run : { ...run, outcome: 'Unknown' };
}

/** Ended by itself, without success; a run that was cut off has not failed. */
export function hasFailed(run: Run): boolean {
  return run.outcome === 'Failed' || run.outcome === 'NotExecuted';
}

/**
 * How attempts ended that no status has shown, by the attempts beside them. What was executed is a lower bound for it.
 * @param retried whether they follow a failure in its own sandbox, so that they have failed as well (R3, R7)
 */
export function unshownOutcome(retried: boolean, beside: readonly Run[]): Outcome {
  if (!retried) return 'Unknown';
  // C5: the first retry comes at once; nothing proves that what stands beside a failed start was executed.
  return beside.some(({ outcome }) => outcome === 'NotExecuted') ? 'NotExecuted' : 'Failed';
}

/** Number of runs by outcome; they add up to the total. */
export type Tally = Readonly<Record<Outcome, number>>;

/** No run at all. */
export const EMPTY_TALLY: Tally = {
  Running: 0,
  Succeeded: 0,
  Failed: 0,
  Interrupted: 0,
  NotExecuted: 0,
  Unknown: 0,
};

/** The runs of both. */
export function addTallies(a: Tally, b: Tally): Tally {
  return {
    Running: a.Running + b.Running,
    Succeeded: a.Succeeded + b.Succeeded,
    Failed: a.Failed + b.Failed,
    Interrupted: a.Interrupted + b.Interrupted,
    NotExecuted: a.NotExecuted + b.NotExecuted,
    Unknown: a.Unknown + b.Unknown,
  };
}

/** A sum without so many runs as `part` has: of the same outcomes first, then of any, and none below 0. */
export function lessened(sum: Tally, part: Tally): Tally {
  const left = { ...sum };
  let others = 0;
  for (const outcome of OUTCOMES) {
    const taken = Math.min(left[outcome], part[outcome]);
    left[outcome] -= taken;
    others += part[outcome] - taken;
  }
  for (const outcome of OUTCOMES) {
    const taken = Math.min(left[outcome], others);
    left[outcome] -= taken;
    others -= taken;
  }
  return left;
}

/** Runs of any outcome. */
export function totalOf(tally: Tally): number {
  return Object.values(tally).reduce((sum, count) => sum + count, 0);
}

export function plus(tally: Tally, outcome: Outcome, count = 1): Tally {
  return count === 0 ? tally : { ...tally, [outcome]: tally[outcome] + count };
}
