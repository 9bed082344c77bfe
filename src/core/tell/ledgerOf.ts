import { readingOf } from '../detect/reading.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Millis, Uid } from '../model/refs.ts';
import type { Attempts } from '../track/attempts.ts';
import type { RaceState } from '../track/episode.ts';
import { encodeLedger, type NewLedger, type NewRow } from '../track/ledger.ts';
import type { Run } from '../track/run.ts';
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
    closed: container.closed,
    countedIn: container.countedIn,
    pods: rowsOf(track, container),
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
  const row = (uid: Uid, createdAt: Millis, attempts: Attempts | undefined): readonly NewRow[] =>
    attempts === undefined
      ? []
      : [
          {
            uid,
            createdAt,
            attempts,
            usual: container.active.usualOf(attempts.current),
            unheard: isUnheard(container, attempts.current),
          },
        ];
  // R9: a static pod between two of its mirrors has no pod to stand with, but its containers may run on.
  const mirrored = row(track.ownership.ref.uid, 0, track.mirrored.get(container.name));
  const living = [...track.pods.values()].flatMap(({ fact, attempts }) =>
    row(fact.uid, fact.createdAt, attempts.get(container.name)),
  );
  return [...mirrored, ...living];
}

/** Nothing that it said has been judged, by this life of the operator or an earlier one. */
function isUnheard({ history }: ContainerTrack, run: Run): boolean {
  return run.outcome === 'Failed' && readingOf(run) === undefined && history.entryOf(run)?.judged === false;
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
