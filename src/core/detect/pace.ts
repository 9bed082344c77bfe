import type { Millis } from '../model/refs.ts';
import type { Thresholds } from '../model/thresholds.ts';
import type { ActiveRun } from '../track/activeRuns.ts';

/** Conditions that a run brings about by going on. */
export const PACES = ['Slow', 'Stuck'] as const;
export type Pace = (typeof PACES)[number];

/** How long a run may go on: a slow one takes longer than the limit and much longer than such runs usually do. */
export function limitOf(pace: Pace, usual: number | undefined, thresholds: Thresholds): Millis {
  if (pace === 'Stuck') return thresholds.stuck;
  return Math.max(thresholds.slowAbsolute, thresholds.slowFactor * (usual ?? 0) * 1000);
}

/** From when on a run that goes on is slow, or stuck (S60). */
export function deadlineOf(pace: Pace, active: ActiveRun, thresholds: Thresholds): Millis {
  const deadline = active.startedAt + limitOf(pace, active.usual, thresholds);
  return pace === 'Slow' ? Math.min(deadline, active.slowSince ?? deadline) : deadline;
}
