import type { Fact } from '../../../src/core/model/facts.ts';
import type { Told } from './apiServer.ts';
import type { History } from './cluster.ts';

/** Events that came within so many seconds may as well have come in another order. */
const WINDOW = 3;

/** The same history with the pods of different workloads told in another order; each pod's own events stay in theirs. */
export function shuffled(history: History, picks: readonly number[]): History {
  const left = [...history.told];
  const told: Told[] = [];
  for (let turn = 0; left.length > 0; turn += 1) {
    const places = movable(left);
    const place = places[(picks[turn % picks.length] ?? 0) % places.length] ?? 0;
    const [one] = left.splice(place, 1);
    if (one !== undefined) told.push({ ...one, at: Math.max(one.at, told.at(-1)?.at ?? 0) });
  }
  return { ...history, told };
}

/** Places of what may come next: of each workload the first pod event, up to the first event of another kind. */
function movable(left: readonly Told[]): readonly number[] {
  const first = left[0]?.at ?? 0;
  const end = left.findIndex(({ at, fact }) => fact.kind !== 'Pod' || at - first > WINDOW);
  if (end === 0) return [0];
  const owners = new Set<string>();
  const places: number[] = [];
  for (const [place, { fact }] of left.slice(0, end < 0 ? left.length : end).entries()) {
    const owner = ownerOf(fact);
    if (!owners.has(owner)) places.push(place);
    owners.add(owner);
  }
  return places;
}

/** Pod names begin with their workload's. */
function ownerOf({ name }: Fact): string {
  return name.split('-').slice(0, 2).join('-');
}
