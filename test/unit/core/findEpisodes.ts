import { groupRuns, type RaceOptions } from '../../../src/core/detect/race.ts';
import type { Episode } from '../../../src/core/track/episode.ts';
import type { Run } from '../../../src/core/track/run.ts';

/** The episodes among runs that could be one work. */
export function findEpisodes(runs: readonly Run[], options: RaceOptions): readonly Episode[] {
  return groupRuns(runs, options).flatMap(({ episode }) => (episode === undefined ? [] : [episode]));
}
