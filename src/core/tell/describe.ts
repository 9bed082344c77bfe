import { ledgerOf } from './ledgerOf.ts';
import type { FindingStatus, LastRace, RunRecord } from '../model/finding.ts';
import { CAUSES, CAUSES_BY_DESIGN, type Cause, type State } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import { timestamp } from '../model/time.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Race, RaceState } from '../track/episode.ts';
import { lastRunMessage, restoredMessage } from './lastRunMessage.ts';
import { podsOf, waitMessage } from '../conditions/message.ts';
import { type ContainerTrack, totalRaces } from '../track/containerTrack.ts';
import type { Entry, History } from '../track/history.ts';
import { fitting, ledgerRoom } from './room.ts';
import { type Run, totalOf } from '../track/run.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';

const RECENT_MAX = 10;
const RACE_PODS_MAX = 5;

/** The status of a finding as a reader sees it; integers only, and no time that is not the time of a fact. */
export function statusOf(track: WorkloadTrack, container: ContainerTrack, races: RaceState): FindingStatus {
  const visible = visibleOf(track, container, races);
  return { ...visible, ledger: ledgerOf(track, container, races, ledgerRoom(visible)) };
}

function visibleOf(
  track: WorkloadTrack,
  container: ContainerTrack,
  races: RaceState,
): Omit<FindingStatus, 'ledger'> {
  const { verdict, history, conditions } = container;
  const { counts } = races;
  const recent = recentRuns(container);
  const last =
    container.lastRace === undefined ? container.restoredRace : raceRecord(container.lastRace, history);
  return {
    state: stateOf(container),
    ...judgementOf(verdict),
    origin: container.origin,
    message: messageOf(container, recent),
    runs: runsOf(track, container),
    reruns: {
      total: [...history.reruns.values()].reduce((sum, count) => sum + count, 0),
      byCause: CAUSES.flatMap((cause) => {
        const count = history.reruns.get(cause);
        return count === undefined ? [] : [{ cause, count }];
      }),
      ...at('lastAt', history.lastRerunAt),
    },
    races: {
      potential: container.potentialRace,
      total: totalRaces(counts),
      ...counts,
      ...(last === undefined ? {} : { last }),
    },
    ...(history.lastSeconds === undefined
      ? {}
      : { duration: { lastSeconds: history.lastSeconds, maxSeconds: history.maxSeconds } }),
    ...at('lastRunAt', history.lastRunAt),
    recentRuns: fitting(recent),
    conditions: conditions.list(),
  };
}

function judgementOf(verdict: Verdict) {
  const { severity, category, sideEffecting, tool, lock, confidencePercent, confession, remedy, evidence } =
    verdict;
  const known = { severity, category, sideEffecting, lock, confidencePercent, confession, remedy };
  return { ...known, ...(tool === '' ? {} : { tool }), evidence: evidence.slice(0, 5) };
}

function stateOf(container: ContainerTrack): State {
  if (container.resolvedAt !== undefined) return 'Resolved';
  return container.conditions.worst() ?? 'Quiet';
}

function runsOf(track: WorkloadTrack, container: ContainerTrack): FindingStatus['runs'] {
  const tally = container.runCount.with(track.living(container.name));
  return {
    total: totalOf(tally),
    running: tally.Running,
    succeeded: tally.Succeeded,
    failed: tally.Failed,
    interrupted: tally.Interrupted,
    notExecuted: tally.NotExecuted,
    unknown: tally.Unknown,
    // True only where nothing can have been missed: no gap since the workload began, and no inferred run.
    exact: container.exact && track.showsAll(container.name),
    ...at('exactSince', container.exactSince),
  };
}

function messageOf(container: ContainerTrack, [newest]: readonly RunRecord[]): string {
  if (container.resolvedAt !== undefined)
    return 'InitContainerRemoved: neither the template nor any pod has it any more.';
  const [worst] = container.conditions.trueTypes().filter((type) => type !== 'AtRisk');
  if (worst !== undefined) return container.conditions.messageOf(worst) ?? '';
  const [entry] = container.history.recent();
  if (newest === undefined) return 'Has not run yet.';
  const isKnown = entry !== undefined && keyOf(runRecord(entry)) === keyOf(newest);
  const isMigration = container.verdict.category === 'Migration';
  if (!isKnown) return restoredMessage(newest, isMigration, container.restoredMessage);
  const { lastWait } = container;
  const waited = lastWait === undefined ? '' : ` ${waitMessage(lastWait, container.verdict.tool)}`;
  return lastRunMessage(entry, isMigration) + waited;
}

function recentRuns(container: ContainerTrack): readonly RunRecord[] {
  const now = container.history.recent().map(runRecord);
  const known = new Set(now.map(keyOf));
  const before = container.restoredRuns.filter((run) => !known.has(keyOf(run)));
  if (before.length === 0) return now;
  return [...now, ...before]
    .sort((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''))
    .slice(0, RECENT_MAX);
}

function keyOf({ podUID, startedAt = '' }: RunRecord): string {
  return `${podUID}@${startedAt}`;
}

function runRecord(entry: Entry): RunRecord {
  const { run } = entry;
  return recordOf(run, run.inPlace ?? causeToTell(entry));
}

/** What came by design is told where it repeats something: a replica that starts with the others does not. */
function causeToTell({ cause, rerun }: Entry): Cause | undefined {
  return cause === undefined || (!rerun && CAUSES_BY_DESIGN.has(cause)) ? undefined : cause;
}

function recordOf(run: Run, cause: RunRecord['cause']): RunRecord {
  return {
    pod: run.pod,
    podUID: run.podUid,
    revision: run.revision,
    node: run.node,
    ...at('startedAt', run.startedAt),
    ...at('finishedAt', run.finishedAt),
    ...(run.exitCode === undefined ? {} : { exitCode: run.exitCode }),
    outcome: run.outcome,
    ...(cause === undefined ? {} : { cause }),
  };
}

function raceRecord(race: Race, history: History): LastRace {
  const pods = podsOf(race);
  return {
    level: race.level ?? 'possible',
    startedAt: timestamp(race.startedAt),
    ...at('endedAt', race.endedAt),
    pods: pods.slice(0, RACE_PODS_MAX),
    podCount: pods.length,
    overlapSeconds: Math.round(race.overlap / 1000),
    skewBoundSeconds: Math.round(race.skewBound / 1000),
    runs: fitting(
      race.runs.slice(0, RECENT_MAX).map((run) => {
        const entry = history.entryOf(run);
        return entry === undefined ? recordOf(run, run.inPlace) : runRecord(entry);
      }),
    ),
  };
}

function at<K extends string>(key: K, time: Millis | undefined): { readonly [P in K]?: string } {
  const entry: { [P in K]?: string } = {};
  if (time !== undefined) entry[key] = timestamp(time);
  return entry;
}
