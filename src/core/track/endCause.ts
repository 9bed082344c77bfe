import type { PodFact } from '../model/facts.ts';
import type { Cause } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';

/**
 * R21: why a pod ended, as the cause of the run that its replacement starts. The pod is in the version that first showed its
 * end; where that was missed, what came after the end is still told from it (C3).
 */
export function endCause(pod: PodFact): Cause {
  return byReason(pod) ?? byFailure(pod) ?? byDisruption(pod) ?? byDeletion(pod);
}

/** Words of the kubelet, written with the terminal phase. */
const BY_REASON: ReadonlyMap<string, Cause> = new Map([
  ['Evicted', 'NodePressure'],
  ['Preempting', 'Preemption'],
  ['Terminated', 'NodeReboot'],
  ['DeadlineExceeded', 'Retry'],
]);

function byReason(pod: PodFact): Cause | undefined {
  return BY_REASON.get(pod.reason);
}

/** R27: a pod whose container must not be retried fails for good: its replacement is the retry. */
function byFailure(pod: PodFact): Cause | undefined {
  if (pod.phase !== 'Failed') return undefined;
  const ends = [...pod.init.filter(({ spec }) => !spec.sidecar).map(({ status }) => status), ...pod.main]
    .flatMap((status) => (status?.state.kind === 'terminated' ? [status.state] : []))
    .filter(({ id }) => id !== undefined);
  const itself = ends.some(({ exitCode }) => exitCode !== 0) && ends.every((end) => !isCutOff(end, pod));
  return itself ? 'Retry' : undefined;
}

/** It ended when the pod had been asked to go already. */
function isCutOff(end: { readonly finishedAt: Millis | undefined }, pod: PodFact): boolean {
  const target = pod.conditions.disruptionTarget;
  const asked = [pod.deletedAt, target?.status === 'True' ? target.at : undefined];
  return asked.some((at) => at !== undefined && (end.finishedAt ?? at) >= at);
}

const BY_DISRUPTION: ReadonlyMap<string, Cause> = new Map([
  ['EvictionByEvictionAPI', 'Drain'],
  ['PreemptionByScheduler', 'Preemption'],
  ['PreemptionByKubeScheduler', 'Preemption'],
  ['DeletionByTaintManager', 'Taint'],
  ['DeletionByDeviceTaintManager', 'Taint'],
  ['DeletionByPodGC', 'PodDeleted'],
]);

/** The condition alone ends nothing: it can be called off (S40). */
function byDisruption(pod: PodFact): Cause | undefined {
  const target = pod.conditions.disruptionTarget;
  return target?.status === 'True' ? BY_DISRUPTION.get(target.reason) : undefined;
}

function byDeletion(pod: PodFact): Cause {
  return pod.deletedAt === undefined ? 'Unknown' : 'PodDeleted';
}

/** The pod runs nothing any more; its object may stay. */
export function hasEnded({ phase }: PodFact): boolean {
  return phase === 'Failed' || phase === 'Succeeded';
}

/** The pod runs nothing any more, or is about to. */
export function isOver(pod: PodFact): boolean {
  return pod.deletedAt !== undefined || hasEnded(pod);
}

/**
 * C8: the last word of a kubelet is a phase that ends. A pod whose object went without it (force-deleted, its node out of
 * reach) may go on unseen, and in a new sandbox do again what its init containers had done (R13, R38).
 */
export function mayGoOn(pod: PodFact): boolean {
  if (pod.mirror || pod.node === '') return false;
  if (!hasEnded(pod)) return true;
  return pod.init.some(({ spec, status }) => !spec.sidecar && status?.state.kind === 'running');
}
