import { deadlineOf, limitOf, type Pace, PACES } from '../detect/pace.ts';
import { paceMessage } from './message.ts';
import type { Millis } from '../model/refs.ts';
import type { Thresholds } from '../model/thresholds.ts';
import type { ActiveRun, EndedRun } from '../track/activeRuns.ts';
import type { Holding } from '../track/conditionSet.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Run } from '../track/run.ts';

/** What the ends of runs say for good; `at`, the time of the observation, is the end of a run whose end nobody saw. */
export function detectEndedPace(container: ContainerTrack, thresholds: Thresholds, at: Millis): void {
  const ended = container.active.takeEnded();
  for (const pace of PACES) {
    for (const one of ended) openIfLate(container, pace, one, thresholds, at);
    if (container.conditions.openSince(pace) === undefined) continue;
    const ends = ended.map(({ endedAt }) => endedAt ?? at);
    const closedAt = ends.length === 0 ? at : Math.max(...ends);
    const late = container.active.all().some((run) => deadlineOf(pace, run, thresholds) <= closedAt);
    if (!late) container.conditions.close(pace, closedAt, 'RunEnded', 'The run has ended.');
  }
}

function openIfLate(
  container: ContainerTrack,
  pace: Pace,
  { active, endedAt }: EndedRun,
  thresholds: Thresholds,
  at: Millis,
): void {
  if (deadlineOf(pace, active, thresholds) > (endedAt ?? at)) return;
  container.conditions.open(pace, holdingOf(container, pace, active, thresholds));
}

/**
 * What runs that go on make true by their deadlines, until their ends are seen; returns the next deadline.
 * @param believed whether a run may be believed to have been going on at that time (R32)
 */
export function foreseePace(
  container: ContainerTrack,
  thresholds: Thresholds,
  now: Millis,
  believed: (run: Run, at: Millis) => boolean,
): Millis | undefined {
  const runs = container.active.all();
  let next: Millis | undefined;
  for (const pace of PACES) {
    let first: ActiveRun | undefined;
    let firstAt = Number.POSITIVE_INFINITY;
    for (const active of runs) {
      const deadline = deadlineOf(pace, active, thresholds);
      if (!believed(active.run, deadline)) continue;
      if (deadline > now) next = Math.min(next ?? deadline, deadline);
      else if (deadline < firstAt) [first, firstAt] = [active, deadline];
    }
    const holding = first === undefined ? undefined : holdingOf(container, pace, first, thresholds);
    container.conditions.foresee(pace, holding);
  }
  return next;
}

function holdingOf(
  { verdict }: ContainerTrack,
  pace: Pace,
  active: ActiveRun,
  thresholds: Thresholds,
): Holding {
  const limit = limitOf(pace, active.usual, thresholds);
  const message = paceMessage(active.run.pod, pace, limit, verdict, active.usual);
  const reason = verdict.category === 'Wait' ? 'WaitsForLong' : 'RunsForLong';
  return { at: deadlineOf(pace, active, thresholds), reason, message };
}
