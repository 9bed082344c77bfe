import type { Millis, Uid } from '../model/refs.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Episode, Race } from '../track/episode.ts';
import type { Entrant, Part } from './meeting.ts';

/** What one init container has to do with runs that met. */
export interface Side {
  readonly container: ContainerTrack;
  readonly own: readonly Entrant[];
  /** Undefined where it was no race of its own, or is in the numbers already. */
  readonly episode: Episode | undefined;
}

export function sideOf(container: ContainerTrack, { entrants, episode }: Part): Side {
  const own = entrants.filter(({ party }) => party?.container === container);
  return side(container, own, episode);
}

/** Those of all that took part and are there still. */
export function sidesOf({ entrants, episode }: Part): readonly Side[] {
  const sides = new Map<ContainerTrack, Entrant[]>();
  for (const entrant of entrants) {
    if (entrant.party === undefined) continue;
    const own = sides.get(entrant.party.container) ?? [];
    sides.set(entrant.party.container, own);
    own.push(entrant);
  }
  return [...sides].map(([container, own]) => side(container, own, episode));
}

function side(container: ContainerTrack, own: readonly Entrant[], episode: Episode | undefined): Side {
  return { container, own, episode: isCounted(container, own) ? undefined : episode };
}

/** The race as a finding tells it. */
export function raceOf({ own, episode }: Side, { entrants }: Part): Race | undefined {
  if (episode === undefined || own.length === 0) return undefined;
  return { ...episode, ...rivalsOf(own, entrants) };
}

/** Up to when a run that began belongs to this episode; where one of its runs is active, all that are known do. */
export function lastOf({ endedAt, joinableUntil, runs }: Race): Millis {
  if (endedAt !== undefined) return joinableUntil;
  return runs.reduce((latest, run) => Math.max(latest, run.startedAt ?? 0), 0);
}

/** What an earlier life of the operator has counted, and what joins it, is in the numbers. */
function isCounted({ racesCountedUntil }: ContainerTrack, own: readonly Entrant[]): boolean {
  return own.some(({ run }) => (run.startedAt ?? 0) <= racesCountedUntil);
}

/** Which workloads took part, and a pod of each where there are several. */
function rivalsOf(own: readonly Entrant[], all: Iterable<Entrant>): Pick<Race, 'rivals' | 'lead'> {
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
