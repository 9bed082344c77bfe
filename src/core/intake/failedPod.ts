import type { Millis } from '../model/refs.ts';
import type { PodTrack, WorkloadTrack } from '../track/workloadTrack.ts';

/** R27: a pod that failed for good on an init container goes into the loop by replacement, once. */
export function countFailedPod(track: WorkloadTrack, pod: PodTrack, at: Millis): void {
  if (pod.failed || pod.fact.phase !== 'Failed') return;
  for (const [name, attempts] of pod.attempts) {
    if (attempts.current.outcome !== 'Failed') continue;
    pod.failed = true;
    track.containers.get(name)?.podFailed(pod.fact.revision, attempts.current.finishedAt ?? at);
  }
}
