import type { ContainerSpec } from '../model/facts.ts';
import type { FindingStatus, LastRace, RunRecord } from '../model/finding.ts';
import { RACE_LEVELS, type Cause, type Origin, type RaceLevel } from '../model/names.ts';
import type { Millis, Uid } from '../model/refs.ts';
import { millisOf } from '../model/time.ts';
import type { Verdict } from '../model/verdict.ts';
import { ActiveRuns } from './activeRuns.ts';
import { ConditionSet } from './conditionSet.ts';
import type { Race } from './episode.ts';
import { History } from './history.ts';
import { Holders } from './holders.ts';
import type { Beginning } from './podCause.ts';
import type { LatestSuccess, Sayings } from './sayings.ts';
import type { ClocksApart } from './successes.ts';
import type { Trouble } from './trouble.ts';
import type { Run } from './run.ts';
import { RunCount } from './runCount.ts';

/** For so long after its end a side-effecting run is kept, which evidence that comes late may make a rerun. */
const KEPT: Millis = 600_000;

/** All that is known of one init container of one workload. */
export class ContainerTrack {
  readonly name: string;
  readonly history: History;
  readonly conditions = new ConditionSet();
  readonly active = new ActiveRuns();
  readonly holders = new Holders();
  spec: ContainerSpec;
  verdict: Verdict;
  origin: Origin = 'Template';
  potentialRace = false;
  /** Its workload has been seen with a template by which its pods could not do this work at once. */
  wasSafe = false;
  readonly runCount = new RunCount();
  exact = true;
  exactSince: Millis | undefined;
  #doubted = false;
  /** The init container has left the workload. */
  resolvedAt: Millis | undefined;
  /** Failures of whole pods in a row, for loops that proceed by replacement (R27). */
  failedPods: { readonly revision: string; readonly ends: readonly Millis[] } = { revision: '', ends: [] };
  sayings: Sayings = { halfApplied: undefined, lockedSince: undefined };
  latestSuccess: LatestSuccess | undefined;
  /** Episodes counted for good, by level. */
  readonly settledRaces: Record<RaceLevel, number> = { possible: 0, observed: 0, failed: 0 };
  /** As many of them have turned out to be part of another one: so many that come later are not counted instead. */
  surplusRaces: Record<RaceLevel, number> = { possible: 0, observed: 0, failed: 0 };
  readonly lastRaceAt: Partial<Record<RaceLevel, Millis>> = {};
  /** End of the last episode that an earlier life of the operator has counted: what began before belongs to it. */
  racesCountedUntil: Millis = 0;
  /** End of the last settled episode: what the ledger says to the next life. */
  racesSettledUntil: Millis = 0;
  lastRace: Race | undefined;
  /** The last time that its runs waited for each other, where its tool takes a lock. */
  lastWait: Race | undefined;
  /** What an earlier life of the operator has written, shown until newer facts replace it. */
  restoredRace: LastRace | undefined;
  restoredRuns: readonly RunRecord[] = [];
  restoredMessage: string | undefined;
  /** Pod, start and the telling line of failed runs whose race was not over. */
  restoredWords: readonly (readonly [Uid, Millis, string])[] = [];

  /** Pods in which it loops or cannot start. */
  readonly troubles = new Map<Uid, Trouble>();

  constructor(spec: ContainerSpec, verdict: Verdict, apart: ClocksApart, onTimed: (seconds: number) => void) {
    this.name = spec.name;
    this.spec = spec;
    this.verdict = verdict;
    this.history = new History(apart, onTimed);
  }

  take(run: Run, beginning: Beginning, countable: boolean): void {
    this.active.take(run, this.history.usualSeconds());
    this.history.take(run, beginning, countable);
    if (run.outcome === 'Succeeded') this.#succeeded(run);
  }

  #succeeded({ startedAt, finishedAt, work }: Run): void {
    this.failedPods = { revision: '', ends: [] };
    if (startedAt === undefined || finishedAt === undefined) return;
    if (finishedAt >= (this.latestSuccess?.finishedAt ?? 0))
      this.latestSuccess = { startedAt, finishedAt, work };
  }

  /** The current run of a pod that an earlier life of the operator has counted: it may still end, or race. */
  adopt(run: Run, cause: Cause | undefined, usual: number | undefined, unheard: boolean): void {
    this.active.take(run, usual, this.conditions.openSince('Slow'));
    this.history.adopt(run, cause, unheard);
  }

  /** A pod of an earlier life of the operator is gone: what still ran in it has ended unseen. */
  endRestored(pod: Uid): void {
    this.restoredRuns = this.restoredRuns.map((run) =>
      run.podUID === pod && run.outcome === 'Running' ? { ...run, outcome: 'Unknown' } : run,
    );
  }

  /** A pod has failed for good on this container; counted once by its caller. */
  podFailed(revision: string, at: Millis): void {
    const before = this.failedPods.revision === revision ? this.failedPods.ends : [];
    this.failedPods = { revision, ends: [...before, at].slice(-10) };
  }

  /** Another operator writes this finding, too: its total stands, and what it has not seen whole is not whole. */
  heed({ total, exact, exactSince }: FindingStatus['runs']): void {
    this.runCount.heed(total);
    if (this.exact && !exact) this.lose(millisOf(exactSince) ?? 0);
  }

  /** Nothing was missed that is known of, but the birth of its workload is not known. */
  doubt(at: Millis): void {
    this.lose(at);
    this.#doubted = true;
  }

  /** Its workload turns out to have been watched from its birth on. */
  trust(born: Millis): void {
    if (!this.#doubted) return;
    this.#doubted = false;
    this.exact = true;
    this.exactSince = born;
  }

  lose(at: Millis): void {
    this.#doubted = false;
    this.exact = false;
    this.exactSince = Math.max(at, this.exactSince ?? 0);
  }

  /** Runs that may still be part of an episode that is not counted for good. */
  unsettledRuns(): readonly Run[] {
    const runs: Run[] = [];
    for (const { run, settled } of this.history.entries()) {
      if (!settled && (run.startedAt ?? 0) > this.racesCountedUntil) runs.push(run);
    }
    return runs;
  }

  /** Lets go of runs that nobody asks for any more. */
  prune(at: Millis): void {
    this.history.prune((entry) => this.verdict.sideEffecting && at - (entry.run.finishedAt ?? at) < KEPT);
  }

  /** What readers are told of as its last race, or as runs that waited for each other. */
  remember(race: Race): void {
    if (race.level === undefined) {
      if (race.waited && isNewer(race, this.lastWait)) this.lastWait = race;
      return;
    }
    this.lastRaceAt[race.level] = Math.max(this.lastRaceAt[race.level] ?? 0, race.endedAt ?? race.startedAt);
    if (isNewer(race, this.lastRace)) this.lastRace = race;
  }
}

function isNewer(race: Race, before: Race | undefined): boolean {
  return before === undefined || race.startedAt >= before.startedAt;
}

/** Races of any level. */
export function totalRaces(counts: Readonly<Record<RaceLevel, number>>): number {
  return RACE_LEVELS.reduce((sum, level) => sum + counts[level], 0);
}
