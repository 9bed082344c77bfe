import type { Millis } from '../model/refs.ts';
import { hasFailed, isEnded, type Run } from './run.ts';

/** Failures in a row of one container in one pod and sandbox (R26). */
export interface Streak {
  readonly length: number;
  /** Ends of the first of them, oldest first, as far as they were seen. */
  readonly ends: readonly Millis[];
}

export const NO_STREAK: Streak = { length: 0, ends: [] };

const ENDS_KEPT = 10;
/** R29: a run that lasted longer than this ends a crash loop. */
const LONG_RUN: Millis = 600_000;

/** Takes what has become of the newest run; `before` is the same run as it was known before, if it was. */
export function withRun(streak: Streak, run: Run, before?: Run): Streak {
  if (!isEnded(run) || before?.outcome === run.outcome) return streak;
  if (!hasFailed(run)) return NO_STREAK;
  return withFailures(lasted(run) > LONG_RUN ? NO_STREAK : streak, 1, run.finishedAt ?? run.startedAt);
}

/** Adds failures of which only the end of one may be known. */
export function withFailures(streak: Streak, count: number, end: Millis | undefined): Streak {
  if (count === 0) return streak;
  const full = end === undefined || streak.ends.length >= ENDS_KEPT;
  return { length: streak.length + count, ends: full ? streak.ends : [...streak.ends, end] };
}

function lasted(run: Run): Millis {
  return run.startedAt === undefined || run.finishedAt === undefined ? 0 : run.finishedAt - run.startedAt;
}
