import { foundTaken } from '../detect/reading.ts';
import type { PodFact } from '../model/facts.ts';
import { type Millis, type Uid, type Version, versionOf } from '../model/refs.ts';
import type { Races } from '../race/races.ts';
import { mayGoOn } from '../track/endCause.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';
import { timeOf } from './timeOf.ts';

/** R45: a deletion has a version of its own; what is only missed in a list shows the last one that was seen. */
export function versionOfLeaving(before: PodFact | undefined, last: PodFact): Version | undefined {
  return before?.resourceVersion === last.resourceVersion ? undefined : versionOf(last.resourceVersion);
}

interface Leaving {
  readonly fact: PodFact;
  /** The version in which it went, if that is known. */
  readonly left: Version | undefined;
  readonly races: Races;
  readonly at: Millis;
}

/**
 * Until when it may have done what nobody saw. Where its kubelet's last word is known, until that was written: two who watch
 * say the same. Otherwise at least until its object went, of which only the receipt tells (R38): its deletion is dated by the
 * request, and waits for as long as a node is out of reach.
 */
function hiddenUntil(fact: PodFact, received: Millis): Millis {
  return mayGoOn(fact) ? received : timeOf(fact, received);
}

/** A pod has gone: what its init containers did moves to the sums. Returns the workloads that this changes. */
export function closePod(track: WorkloadTrack, { fact, left, races, at }: Leaving): readonly Uid[] {
  const changed: Uid[] = [];
  const since = hiddenUntil(fact, at);
  for (const { container, tally, last, exact } of track.closePod(fact)) {
    const sums = track.containers.get(container);
    if (sums === undefined) continue;
    sums.runCount.close(tally, left);
    sums.take(last, { cause: last.inPlace }, false);
    sums.holders.see(last, foundTaken(last));
    changed.push(...races.take(track, last, at));
    if (!exact) sums.lose(since);
  }
  if (mayGoOn(fact)) for (const container of track.containers.values()) container.lose(since);
  // R9: the run of a static pod goes on, with nobody to say so.
  return fact.mirror ? [...changed, ...races.doubt(track)] : changed;
}
