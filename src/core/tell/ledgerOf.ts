import { readingOf } from '../detect/reading.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { PodFact } from '../model/facts.ts';
import type { Millis, Uid } from '../model/refs.ts';
import type { Attempts } from '../track/attempts.ts';
import type { RaceState } from '../track/episode.ts';
import { encodeLedger, type NewLedger, type NewRow } from '../track/ledger.ts';
import { isEnded, type Run } from '../track/run.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';

const WORDS_KEPT = 5;

/** What the next life of the operator must know of an init container to go on counting (R48), in so many characters. */
export function ledgerOf(
  track: WorkloadTrack,
  container: ContainerTrack,
  { countedUntil }: RaceState,
  room: number,
): string {
  const ledger: NewLedger = {
    closed: container.runCount.closed,
    countedIn: container.runCount.countedIn,
    pods: rowsOf(track, container),
    rowlessUntil: newestUnshown(track, container),
    successes: container.history.successes.rows(),
    rerunTimes: container.history.rerunTimes,
    racesUntil: countedUntil,
    surplusRaces: container.surplusRaces,
    words: wordsOf(track, container, countedUntil),
    timed: { sumSeconds: container.history.sumSeconds, count: container.history.timedRuns },
    durations: container.history.durations,
    sayings: container.sayings,
    resolvedAt: container.resolvedAt,
    revisions: track.revisions.record(),
  };
  return encodeLedger(ledger, room);
}

function rowsOf(track: WorkloadTrack, container: ContainerTrack): readonly NewRow[] {
  const { name, active } = container;
  const row = (uid: Uid, createdAt: Millis, attempts: Attempts | undefined, fact?: PodFact): NewRow[] => {
    if (attempts === undefined) return [];
    const usual = active.usualOf(attempts.current);
    return [{ uid, createdAt, attempts, usual, unheard: isUnheard(container, attempts.current, fact) }];
  };
  // R9: a static pod between two of its mirrors has no pod to stand with, but its containers may run on.
  const mirrored = row(track.ownership.ref.uid, 0, track.mirrored.get(name));
  const living = [...track.pods.values()].flatMap(({ fact, attempts }) =>
    row(fact.uid, fact.createdAt, attempts.get(name), fact),
  );
  return [...mirrored, ...living];
}

/** Pods that an earlier life of the operator has counted, and that have shown nothing since: the next one must know that, too. */
function newestUnshown({ pods }: WorkloadTrack, { name }: ContainerTrack): Millis | undefined {
  const unshown = [...pods.values()].filter((pod) => pod.unshown.has(name));
  return unshown.reduce<Millis | undefined>(
    (newest, { fact }) => Math.max(newest ?? 0, fact.createdAt),
    undefined,
  );
}

/** Of what its newest failed run said nothing has been judged, by this life of the operator or an earlier one. */
function isUnheard({ history, name }: ContainerTrack, current: Run, fact: PodFact | undefined): boolean {
  const last = fact?.init.find(({ spec }) => spec.name === name)?.status?.last?.id;
  const before = last === undefined ? undefined : history.entryOfId(last);
  const entry = isEnded(current) ? history.entryOf(current) : before;
  return entry?.judged === false && entry.run.outcome === 'Failed' && readingOf(entry.run) === undefined;
}

/**
 * What the last losers have said whose race is not counted yet; the finding itself does not show it. Of pods that are gone no
 * later life of the operator knows the runs again.
 */
function wordsOf(track: WorkloadTrack, container: ContainerTrack, racesUntil: Millis): NewLedger['words'] {
  const losers = container
    .unsettledRuns()
    .filter(
      ({ outcome, message, podUid }) => outcome === 'Failed' && message !== '' && track.pods.has(podUid),
    )
    .filter(({ startedAt }) => (startedAt ?? 0) > racesUntil)
    .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0) || (a.podUid < b.podUid ? -1 : 1));
  return losers.slice(-WORDS_KEPT).flatMap((run) => {
    const { podUid, startedAt } = run;
    const reading = readingOf(run);
    return reading === undefined || startedAt === undefined
      ? []
      : [[podUid, startedAt, reading.excerpt] as const];
  });
}
