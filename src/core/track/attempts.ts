import type { ContainerStatusFact, InitFact, PodFact } from '../model/facts.ts';
import type { Outcome } from '../model/names.ts';
import type { ContainerId, Millis } from '../model/refs.ts';
import { type Evidence, newestAttempt, type RealEnd, realEnd, vanished } from './evidence.ts';
import { firstSightReruns } from './firstSight.ts';
import { inPlaceCause } from './inPlaceCause.ts';
import { diedWithNode, outcomeOf } from './outcome.ts';
import { EMPTY_TALLY, isEnded, plus, type Run, type Tally } from './run.ts';

/** The ledger of one init container in one pod (R3): what has been counted, and by which ids. */
export interface Attempts {
  /** Attempts by outcome, the current one not included while it may still change. */
  readonly ended: Tally;
  readonly current: Run;
  readonly restartCount: number;
  /** The newest ids, so that a delayed status is not taken for a new attempt. */
  readonly seen: readonly ContainerId[];
  /** False when a rerun was inferred (R5) or the runtime lost its records. */
  readonly exact: boolean;
  /** Ends of the failures in a row within one epoch, oldest first, at most {@link STREAK_KEPT}. */
  readonly streak: readonly Millis[];
  readonly streakLength: number;
}

/** Where the observation was made. */
export interface Sighting {
  readonly init: InitFact;
  readonly pod: PodFact;
  readonly epoch: Millis | undefined;
  /** Boot id of the pod's node now, '' when not known. */
  readonly bootId: string;
}

/** `runs` are new or have changed, oldest first. */
export interface Step {
  readonly attempts: Attempts | undefined;
  readonly runs: readonly Run[];
}

const IDS_KEPT = 8;
const STREAK_KEPT = 10;
/** R29: a run that lasted longer than this ends a crash loop. */
const LONG_RUN: Millis = 600_000;

/** R3: takes one status of one init container into its ledger. */
export function advance(attempts: Attempts | undefined, sighting: Sighting): Step {
  const status = sighting.init.status;
  if (status === undefined) return { attempts, runs: [] };
  const evidence = newestAttempt(status);
  if (attempts === undefined) return evidence === undefined ? idle : first(evidence, status, sighting);
  if (evidence === undefined) return lose(attempts, status, sighting);
  if (evidence.id === attempts.current.id) return refine(attempts, evidence, status, sighting);
  // A status can be delayed; an id that was counted before is no news.
  if (attempts.seen.includes(evidence.id)) return { attempts, runs: [] };
  return next(attempts, evidence, status, sighting);
}

const idle: Step = { attempts: undefined, runs: [] };

/** Total attempts by outcome. */
export function tallyOfAttempts(attempts: Attempts): Tally {
  return plus(attempts.ended, attempts.current.outcome);
}

function first(evidence: Evidence, status: ContainerStatusFact, sighting: Sighting): Step {
  const inferred = firstSightReruns(evidence, sighting.pod);
  const total = Math.max(status.restartCount + 1, inferred ? 2 : 1);
  const last = predecessor(evidence, status);
  const known = last === undefined ? 0 : Math.min(1, total - 1);
  const unseen = total - 1 - known;
  // R7: in one epoch every earlier attempt of a container that got restarted has failed.
  let ended = plus(EMPTY_TALLY, inferred ? 'Unknown' : 'Failed', unseen);
  const runs: Run[] = [];
  if (last !== undefined && known === 1) {
    const run = runOf({ kind: 'ended', id: last.id, end: last }, total - 1, sighting, undefined);
    ended = plus(ended, run.outcome);
    runs.push(run);
  }
  const inPlace = total === 1 ? undefined : inferred ? 'SandboxRecreated' : 'Retry';
  const current = runOf(evidence, total, sighting, inPlace);
  runs.push(current);
  const failuresBefore = ended.Failed + ended.NotExecuted;
  const base: Attempts = {
    ended,
    current,
    restartCount: status.restartCount,
    seen: last === undefined ? [evidence.id] : [last.id, evidence.id],
    exact: !inferred,
    streak: inferred || last?.finishedAt === undefined ? [] : [last.finishedAt],
    streakLength: inferred ? 0 : failuresBefore,
  };
  return { attempts: withStreak(base, undefined), runs };
}

function refine(
  attempts: Attempts,
  evidence: Evidence,
  status: ContainerStatusFact,
  sighting: Sighting,
): Step {
  const before = attempts.current;
  const current = refinedRun(before, evidence, sighting);
  const kept = { ...attempts, restartCount: Math.max(attempts.restartCount, status.restartCount), current };
  if (sameRun(before, current)) return { attempts: kept, runs: [] };
  return { attempts: withStreak(kept, before), runs: [current] };
}

function refinedRun(before: Run, evidence: Evidence, sighting: Sighting): Run {
  const epoch = before.epoch ?? sighting.epoch;
  if (evidence.kind === 'running') {
    // An ended run does not start again under its own id: this status is older than what is known.
    if (isEnded(before)) return { ...before, epoch };
    return { ...before, epoch, startedAt: evidence.startedAt ?? before.startedAt };
  }
  const seen = runOf(evidence, before.sequence, sighting, before.inPlace);
  // The outcome stays as first judged: a pod deleted later does not turn a failure into an interruption.
  const judged = isEnded(before) && before.outcome !== 'Unknown' && seen.exitCode === before.exitCode;
  return { ...seen, epoch, bootId: before.bootId, outcome: judged ? before.outcome : seen.outcome };
}

/** The running container is gone without a word (C2, S18, V7). */
function lose(attempts: Attempts, status: ContainerStatusFact, sighting: Sighting): Step {
  const { current } = attempts;
  if (isEnded(current) || status.id === current.id || !vanished(status)) return { attempts, runs: [] };
  const lost: Run = { ...current, outcome: lostOutcome(attempts, status, sighting) };
  return { attempts: withStreak({ ...attempts, current: lost }, current), runs: [lost] };
}

function lostOutcome(attempts: Attempts, status: ContainerStatusFact, sighting: Sighting): Outcome {
  const sandboxGone =
    sighting.pod.conditions.sandboxReady?.status === 'False' || newEpoch(attempts, sighting.epoch);
  const restarted = status.last?.reason === 'RestartingAllContainers';
  return sandboxGone || restarted ? 'Interrupted' : 'Unknown';
}

function next(attempts: Attempts, evidence: Evidence, status: ContainerStatusFact, sighting: Sighting): Step {
  const last = predecessor(evidence, status);
  const settled = settle(attempts, last, status, sighting);
  const unseenLast = last !== undefined && !settled.attempts.seen.includes(last.id) ? last : undefined;
  // R3: ids prove attempts, and so does a restart count that rose with the id; it may fall (C1 of §2).
  const byCount = Math.max(1, status.restartCount - settled.attempts.restartCount);
  const delta = Math.max(byCount, unseenLast === undefined ? 1 : 2);
  const unobserved = delta - 1 - (unseenLast === undefined ? 0 : 1);
  const sameEpoch = !newEpoch(settled.attempts, sighting.epoch);
  const runs: Run[] = [...settled.runs];

  let ended = plus(settled.attempts.ended, settled.attempts.current.outcome);
  ended = plus(ended, sameEpoch ? 'Failed' : 'Unknown', unobserved);
  let previous = settled.attempts.current;
  let sequence = previous.sequence + unobserved;
  if (unseenLast !== undefined) {
    sequence += 1;
    previous = successor(previous, { kind: 'ended', id: unseenLast.id, end: unseenLast }, sequence, sighting);
    ended = plus(ended, previous.outcome);
    runs.push(previous);
  }
  const current = successor(previous, evidence, sequence + 1, sighting, unobserved > 0 && sameEpoch);
  runs.push(current);
  const seen = [...settled.attempts.seen, ...(unseenLast === undefined ? [] : [unseenLast.id]), evidence.id];
  const carried = sameEpoch ? settled.attempts : { streak: [], streakLength: 0 };
  const failedBetween = sameEpoch
    ? unobserved + (previous === settled.attempts.current ? 0 : failure(previous))
    : 0;
  const base: Attempts = {
    ended,
    current,
    restartCount: status.restartCount,
    seen: seen.slice(-IDS_KEPT),
    exact: settled.attempts.exact && (sameEpoch || unobserved === 0),
    streak: addEnd(carried.streak, failedBetween > 0 ? last?.finishedAt : undefined),
    streakLength: carried.streakLength + failedBetween,
  };
  return { attempts: withStreak(base, undefined), runs };
}

function failure(run: Run): number {
  return run.outcome === 'Failed' || run.outcome === 'NotExecuted' ? 1 : 0;
}

/** Before a new id is counted, the run it follows gets its end: from lastState, or by what must have happened (R3). */
function settle(
  attempts: Attempts,
  last: RealEnd | undefined,
  status: ContainerStatusFact,
  sighting: Sighting,
): { readonly attempts: Attempts; readonly runs: readonly Run[] } {
  const { current } = attempts;
  if (last !== undefined && last.id === current.id) {
    const step = refine(
      attempts,
      { kind: 'ended', id: last.id, end: last },
      { ...status, restartCount: 0 },
      sighting,
    );
    return { attempts: step.attempts ?? attempts, runs: step.runs };
  }
  if (isEnded(current)) return { attempts, runs: [] };
  const outcome =
    newEpoch(attempts, sighting.epoch) || vanished(status)
      ? lostOutcome(attempts, status, sighting)
      : 'Failed';
  const ended: Run = { ...current, outcome };
  return { attempts: withStreak({ ...attempts, current: ended }, current), runs: [ended] };
}

function successor(
  previous: Run,
  evidence: Evidence,
  sequence: number,
  sighting: Sighting,
  afterUnseenFailure = false,
): Run {
  const { pod, epoch, bootId } = sighting;
  const cause = afterUnseenFailure ? 'Retry' : inPlaceCause({ previous, pod, epoch, bootId });
  return runOf(evidence, sequence, sighting, cause);
}

/** STICKY kubelets keep the previous run in lastState; it is never the evidence itself. */
function predecessor(evidence: Evidence, status: ContainerStatusFact): RealEnd | undefined {
  const last = realEnd(status.last);
  return last === undefined || last.id === evidence.id ? undefined : last;
}

function newEpoch(attempts: Attempts, epoch: Millis | undefined): boolean {
  const before = attempts.current.epoch;
  return before !== undefined && epoch !== undefined && before !== epoch;
}

function runOf(evidence: Evidence, sequence: number, sighting: Sighting, inPlace: Run['inPlace']): Run {
  const { init, pod, epoch, bootId } = sighting;
  const end = evidence.kind === 'ended' ? evidence.end : undefined;
  const executed = end === undefined || end.startedAt > 0;
  return {
    id: evidence.id,
    sequence,
    container: init.spec.name,
    pod: pod.name,
    podUid: pod.uid,
    node: pod.node,
    revision: pod.revision,
    work: init.spec.work,
    epoch,
    bootId,
    startedAt: executed
      ? evidence.kind === 'running'
        ? evidence.startedAt
        : evidence.end.startedAt
      : undefined,
    finishedAt: end === undefined || diedWithNode(end) || !executed ? undefined : end.finishedAt,
    exitCode: end?.exitCode,
    message: end?.message ?? '',
    outcome: end === undefined ? 'Running' : outcomeOf(end, pod),
    inPlace,
  };
}

function sameRun(a: Run, b: Run): boolean {
  return (
    a.outcome === b.outcome &&
    a.startedAt === b.startedAt &&
    a.finishedAt === b.finishedAt &&
    a.exitCode === b.exitCode &&
    a.message === b.message &&
    a.epoch === b.epoch
  );
}

/** R26: keeps the failures in a row up to date when the current run has ended or its outcome was corrected. */
function withStreak(attempts: Attempts, before: Run | undefined): Attempts {
  const { current } = attempts;
  if (!isEnded(current) || (before !== undefined && before.outcome === current.outcome)) return attempts;
  if (failure(current) === 0) return { ...attempts, streak: [], streakLength: 0 };
  const endedAt = current.finishedAt ?? current.startedAt;
  const long = duration(current) > LONG_RUN;
  return {
    ...attempts,
    streak: addEnd(long ? [] : attempts.streak, endedAt),
    streakLength: long ? 1 : attempts.streakLength + 1,
  };
}

function addEnd(streak: readonly Millis[], end: Millis | undefined): readonly Millis[] {
  return end === undefined || streak.length >= STREAK_KEPT ? streak : [...streak, end];
}

function duration(run: Run): Millis {
  return run.startedAt === undefined || run.finishedAt === undefined ? 0 : run.finishedAt - run.startedAt;
}
