import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Episode } from '../track/episode.ts';
import type { Run } from '../track/run.ts';
import { findEpisodes, type RaceOptions } from './race.ts';

/** The episodes of one init container that are not counted for good yet, oldest first; only side-effecting work races. */
export function episodesOf(
  container: ContainerTrack,
  options: Omit<RaceOptions, 'locks'>,
): readonly Episode[] {
  if (!container.verdict.sideEffecting) return [];
  const byWork = new Map<string, Run[]>();
  for (const run of container.unsettledRuns()) {
    const runs = byWork.get(run.work);
    if (runs === undefined) byWork.set(run.work, [run]);
    else runs.push(run);
  }
  const locks = container.verdict.lock === 'Locks';
  return [...byWork.values()]
    .flatMap((runs) => findEpisodes(runs, { ...options, locks }))
    .sort((a, b) => a.startedAt - b.startedAt);
}
