import type { FindingStatus, RunRecord } from '../model/finding.ts';
import { RACE_LEVELS } from '../model/names.ts';
import { millisOf } from '../model/time.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Ledger } from '../track/ledger.ts';
import type { LatestSuccess } from '../track/sayings.ts';

/** Puts what readers were told of an init container into a new track. */
export function recallStatus(status: FindingStatus, container: ContainerTrack): void {
  const { history } = container;
  container.origin = status.origin;
  container.wasSafe = !status.races.potential;
  container.restoredMessage = status.message;
  container.conditions.restore(status.conditions);
  container.restoredRuns = status.recentRuns;
  container.restoredRace = status.races.last;
  container.latestSuccess = latestSuccess(status.recentRuns);
  for (const level of RACE_LEVELS) container.settledRaces[level] = status.races[level];
  const last = status.races.last;
  if (last !== undefined) container.lastRaceAt[last.level] = Date.parse(last.endedAt ?? last.startedAt);
  for (const { cause, count } of status.reruns.byCause)
    history.reruns.set(cause, (history.reruns.get(cause) ?? 0) + count);
  history.lastRerunAt = millisOf(status.reruns.lastAt);
  history.lastRunAt = millisOf(status.lastRunAt);
  history.lastSeconds = status.duration?.lastSeconds;
  history.maxSeconds = status.duration?.maxSeconds ?? 0;
}

function latestSuccess(runs: readonly RunRecord[]): LatestSuccess | undefined {
  return runs
    .flatMap(({ outcome, ...run }) => {
      const [startedAt, finishedAt] = [millisOf(run.startedAt), millisOf(run.finishedAt)];
      const known = outcome === 'Succeeded' && startedAt !== undefined && finishedAt !== undefined;
      return known ? [{ startedAt, finishedAt, work: undefined }] : [];
    })
    .reduce<LatestSuccess | undefined>(
      (latest, one) => (latest === undefined || one.finishedAt > latest.finishedAt ? one : latest),
      undefined,
    );
}

/** The same for what only its ledger says. */
export function recallLedger(ledger: Ledger, container: ContainerTrack): void {
  const { history } = container;
  container.racesCountedUntil = ledger.racesUntil;
  container.surplusRaces = { ...ledger.surplusRaces };
  container.resolvedAt = ledger.resolvedAt;
  container.restoredWords = ledger.words;
  history.successes.restore(ledger.successes);
  history.rerunTimes = [...ledger.rerunTimes];
  history.sumSeconds = ledger.timed.sumSeconds;
  history.timedRuns = ledger.timed.count;
  history.durations = ledger.durations;
  container.sayings = ledger.sayings;
}
