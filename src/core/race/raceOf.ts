import type { Entrant, Meeting, Announcement } from './field.ts';
import type { Uid } from '../model/refs.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Race } from '../track/episode.ts';

/** A meeting as the finding of one of its init containers sees it; undefined where it is none of its races. */
export function raceOf(container: ContainerTrack, { entrants, found }: Meeting): Race | undefined {
  if (found?.episode === undefined) return undefined;
  const own = ownOf(container, entrants);
  // What an earlier life of the operator has counted, and what joins it, is in the numbers.
  if (own.some(({ run }) => (run.startedAt ?? 0) <= container.racesCountedUntil)) return undefined;
  return own.length === 0 ? undefined : { ...found.episode, ...sidesOf(own, entrants) };
}

function ownOf(container: ContainerTrack, entrants: Iterable<Entrant>): readonly Entrant[] {
  return [...entrants].filter(({ party }) => party?.container === container);
}

/** Which workloads took part, and a pod of each where there are several. */
function sidesOf(own: readonly Entrant[], all: Iterable<Entrant>): Pick<Race, 'rivals' | 'lead'> {
  const [home] = own.map(({ workload }) => workload.uid);
  const first = new Map<Uid, { readonly name: string; readonly pod: string }>();
  for (const { workload, run } of all) {
    const known = first.get(workload.uid);
    if (known !== undefined && known.pod <= run.pod) continue;
    first.set(workload.uid, { name: `${workload.kind} ${workload.name}`, pod: run.pod });
  }
  if (first.size < 2) return { rivals: [], lead: [] };
  const others = [...first].flatMap(([key, side]) => (key === home ? [] : [side]));
  others.sort((a, b) => (a.name < b.name ? -1 : 1));
  const mine = [...first].flatMap(([key, { pod }]) => (key === home ? [pod] : []));
  return { rivals: others.map(({ name }) => name), lead: [...mine, ...others.map(({ pod }) => pod)] };
}

/** An episode counts once it is over, and goes on to when a late run joins it. */
export function tell(container: ContainerTrack, { entrants }: Meeting, { level, endedAt }: Race): void {
  if (level === undefined) return;
  const own = ownOf(container, entrants);
  const before = own.find(({ told }) => told !== undefined)?.told;
  if (before === undefined && endedAt === undefined) return;
  const told = before ?? { level, settled: false };
  told.level = level;
  for (const entrant of own) entrant.told ??= told;
}

/** The episodes that readers of one finding were told of and that have runs in this meeting. */
export function toldOf(container: ContainerTrack, { entrants }: Meeting): ReadonlySet<Announcement> {
  return new Set(ownOf(container, entrants).flatMap(({ told }) => told ?? []));
}
