import type { Clocks } from '../race/clocks.ts';
import { detectSaid } from '../conditions/detectSaid.ts';
import type { LivingPods } from '../conditions/livingPods.ts';
import type { Thresholds } from '../model/thresholds.ts';
import type { Races } from '../race/races.ts';
import { foundTaken } from '../detect/reading.ts';
import type { Run } from '../track/run.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';

interface Surroundings {
  readonly thresholds: Thresholds;
  readonly clocks: Clocks;
  readonly living: LivingPods;
  readonly races: Races;
}

/** Judges what the ends of runs say that nobody has listened to yet. */
export function listenTo(
  track: WorkloadTrack,
  runs: readonly Run[],
  { thresholds, clocks, living, races }: Surroundings,
): void {
  // Whoever may hold the lock is to be known before anybody is judged who found it taken.
  for (const run of runs) track.containers.get(run.container)?.holders.see(run, foundTaken(run));
  for (const run of runs) {
    const container = track.containers.get(run.container);
    const entry = container?.history.entryOf(run);
    const pod = track.pods.get(run.podUid)?.fact;
    if (container === undefined || entry === undefined || pod === undefined) continue;
    const bearer = (host: string) => living.bearer(host, pod);
    const isNode = (host: string) => clocks.knows(host);
    const mayHold = (run: Run) => container.holders.mayHold(run) || races.mayHold(container, run);
    detectSaid(container, entry, { bearer, isNode, mayHold }, thresholds);
  }
}

/** The same of all that there is, in the order of their ends: at the start, when everybody is known. */
export function listenToAll(track: WorkloadTrack, around: Surroundings): void {
  const entries = [...track.containers.values()].flatMap(({ history }) => [...history.entries()]);
  const runs = entries.map(({ run }) => run);
  listenTo(
    track,
    runs.toSorted((a, b) => (a.finishedAt ?? 0) - (b.finishedAt ?? 0)),
    around,
  );
}
