import type { Millis } from '../model/refs.ts';
import { tallyOfAttempts } from '../track/attempts.ts';
import type { Run } from '../track/run.ts';
import type { PodTrack, WorkloadTrack } from '../track/workloadTrack.ts';

/** Takes a new or changed run to its init container; what an earlier life of the operator has counted counts no rerun again. */
export function takeRun(track: WorkloadTrack, pod: PodTrack, run: Run): void {
  const arrival = track.beginningOf(pod);
  const countable = !pod.counted.has(run.container);
  const beginning = run.inPlace === undefined ? arrival : { cause: run.inPlace };
  track.containers.get(run.container)?.take(run, beginning, countable);
}

/** A pod without a row tells by itself, at last, of runs that are in the numbers already; `at` is undefined at the start. */
export function rememberShown(track: WorkloadTrack, pod: PodTrack, at: Millis | undefined): void {
  pod.counted.clear();
  for (const name of pod.unshown) {
    const [attempts, container] = [pod.attempts.get(name), track.containers.get(name)];
    if (attempts === undefined || container === undefined) continue;
    pod.unshown.delete(name);
    container.runCount.countWithPod(tallyOfAttempts(attempts));
    // Whether such a run was in the numbers or is a new one, nothing tells: it does not count.
    if (at !== undefined) container.lose(at);
  }
}
