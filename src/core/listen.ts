import type { Clocks } from './clocks.ts';
import { detectSaid } from './detectSaid.ts';
import type { LivingPods } from './livingPods.ts';
import type { Thresholds } from './model/thresholds.ts';
import type { Entry } from './track/history.ts';
import type { WorkloadTrack } from './track/workloadTrack.ts';

interface Surroundings {
  readonly thresholds: Thresholds;
  readonly clocks: Clocks;
  readonly living: LivingPods;
}

/** Judges what the ends of runs say that nobody has listened to yet. */
export function listenTo(
  track: WorkloadTrack,
  entries: Iterable<Entry>,
  { thresholds, clocks, living }: Surroundings,
): void {
  for (const entry of entries) {
    const container = track.containers.get(entry.run.container);
    const namespace = track.pods.get(entry.run.podUid)?.fact.namespace;
    if (container === undefined || namespace === undefined) continue;
    const pod = (host: string) => living.named(namespace, host);
    detectSaid(container, entry, { pod, isNode: (host) => clocks.knows(host) }, thresholds);
  }
}
