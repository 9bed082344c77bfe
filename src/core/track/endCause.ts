import type { PodFact } from '../model/facts.ts';
import type { Cause } from '../model/names.ts';

/** R21: why a pod ended, as the cause of the run that its replacement starts. */
export function endCause(pod: PodFact): Cause {
  return byDisruption(pod) ?? byReason(pod) ?? (pod.deletedAt === undefined ? byPhase(pod) : 'PodDeleted');
}

const BY_DISRUPTION: ReadonlyMap<string, Cause> = new Map([
  ['EvictionByEvictionAPI', 'Drain'],
  ['PreemptionByScheduler', 'Preemption'],
  ['PreemptionByKubeScheduler', 'Preemption'],
  ['DeletionByTaintManager', 'Taint'],
  ['DeletionByDeviceTaintManager', 'Taint'],
]);

/** C3: a condition that came after the pod had ended is not why it ended. */
function byDisruption(pod: PodFact): Cause | undefined {
  const target = pod.conditions.disruptionTarget;
  if (target?.status !== 'True' || pod.reason === 'DeadlineExceeded') return undefined;
  return BY_DISRUPTION.get(target.reason);
}

const BY_REASON: ReadonlyMap<string, Cause> = new Map([
  ['Evicted', 'NodePressure'],
  ['Preempting', 'Preemption'],
  ['Terminated', 'NodeReboot'],
]);

function byReason(pod: PodFact): Cause | undefined {
  return BY_REASON.get(pod.reason);
}

/** A pod whose init container must not be retried failed for good: its replacement is the retry (R27). */
function byPhase(pod: PodFact): Cause {
  return pod.phase === 'Failed' ? 'Retry' : 'Unknown';
}

/** The pod runs nothing any more, or is about to. */
export function isOver(pod: PodFact): boolean {
  return pod.deletedAt !== undefined || pod.phase === 'Failed' || pod.phase === 'Succeeded';
}
