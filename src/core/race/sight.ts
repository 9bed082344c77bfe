import { groupRuns, type RaceOptions } from '../detect/race.ts';
import type { Run } from '../track/run.ts';
import type { Clocks } from './clocks.ts';
import type { Sight } from './field.ts';
import type { Entrant } from './meeting.ts';

/** Tells who met by what is known of the nodes, and of those who take part. */
export function sightBy(clocks: Clocks): Sight {
  return {
    groupsOf: (entrants) => groupRuns([...entrants.keys()], optionsFor(entrants, clocks)),
    version: () => clocks.version,
  };
}

function optionsFor(entrants: ReadonlyMap<Run, Entrant>, clocks: Clocks): RaceOptions {
  const verdicts = [...entrants.values()].flatMap(({ party }) => party?.container.verdict ?? []);
  return {
    skew: clocks.bound,
    trusted: (node) => clocks.trusted(node),
    fresh: (run) => clocks.fresh(run.node) && entrants.get(run)?.party?.track.pods.has(run.podUid) === true,
    locks: verdicts.length > 0 && verdicts.every(({ lock }) => lock === 'Locks'),
    unknown: verdicts.every(({ sideEffecting }) => !sideEffecting),
  };
}
