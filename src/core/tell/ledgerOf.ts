import { readingOf } from '../detect/reading.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Millis } from '../model/refs.ts';
import type { RaceState } from '../track/episode.ts';
import { encodeLedger, type NewLedger } from '../track/ledger.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';

const WORDS_KEPT = 5;

/** What the next life of the operator must know of an init container to go on counting (R48), in so many characters. */
export function ledgerOf(
  track: WorkloadTrack,
  container: ContainerTrack,
  { countedUntil }: RaceState,
  room: number,
): string {
  // R9: a static pod between two of its mirrors has no pod to stand with, but its containers may run on.
  const between = track.mirrored.get(container.name);
  const mirrored =
    between === undefined ? [] : [{ uid: track.ownership.ref.uid, createdAt: 0, attempts: between }];
  const living = [...track.pods.values()]
    .sort((a, b) => a.fact.createdAt - b.fact.createdAt || (a.fact.uid < b.fact.uid ? -1 : 1))
    .flatMap((pod) => {
      const attempts = pod.attempts.get(container.name);
      return attempts === undefined ? [] : [{ uid: pod.fact.uid, createdAt: pod.fact.createdAt, attempts }];
    });
  const ledger: NewLedger = {
    closed: container.closed,
    countedIn: container.countedIn,
    pods: [...mirrored, ...living],
    successes: container.history.successes.rows(),
    rerunTimes: container.history.rerunTimes,
    racesUntil: countedUntil,
    words: wordsOf(container, countedUntil),
    timed: { sumSeconds: container.history.sumSeconds, count: container.history.timedRuns },
    durations: container.history.durations,
    sayings: container.sayings,
    resolvedAt: container.resolvedAt,
    revisions: track.revisions.record(),
  };
  return encodeLedger(ledger, room);
}

/** What the last losers have said whose race is not counted yet; the finding itself does not show it. */
function wordsOf(container: ContainerTrack, racesUntil: Millis): NewLedger['words'] {
  const losers = container
    .unsettledRuns()
    .filter(({ outcome, message }) => outcome === 'Failed' && message !== '')
    .filter(({ startedAt }) => (startedAt ?? 0) > racesUntil);
  return losers.slice(-WORDS_KEPT).flatMap((run) => {
    const { podUid, startedAt } = run;
    const reading = readingOf(run);
    return reading === undefined || startedAt === undefined
      ? []
      : [[podUid, startedAt, reading.excerpt] as const];
  });
}
