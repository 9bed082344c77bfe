import type { ContainerStatusFact, PodFact } from '../model/facts.ts';
import type { Outcome } from '../model/names.ts';
import { versionOf } from '../model/refs.ts';
import type { Attempts, KnownStep, Step } from './attempts.ts';
import {
  type Evidence,
  newestAttempt,
  predecessor,
  RESTARTING,
  restartedWithAll,
  vanished,
} from './evidence.ts';
import { firstAttempts } from './firstAttempts.ts';
import { nextAttempts } from './nextAttempts.ts';
import { wasKilled } from './outcome.ts';
import { isEnded, type Run } from './run.ts';
import { isNewEpoch, runOf, type Sighting } from './sighting.ts';
import { withRun } from './streak.ts';

/** R3: takes one status of one init container into its ledger. */
export function advance(attempts: Attempts | undefined, sighting: Sighting): Step {
  const status = sighting.init.status;
  const evidence = status === undefined ? undefined : newestAttempt(status);
  if (status === undefined) return { attempts, runs: [] };
  if (attempts === undefined) {
    return evidence === undefined ? { attempts, runs: [] } : firstAttempts(evidence, status, sighting);
  }
  if (evidence?.id !== attempts.current.id && isOlder(sighting.pod, attempts)) return { attempts, runs: [] };
  if (evidence === undefined) return lose(attempts, status, sighting);
  if (evidence.id === attempts.current.id) return refine(attempts, evidence, status.restartCount, sighting);
  // A status can be delayed; an id that was counted before is no news.
  if (attempts.seen.includes(evidence.id)) return { attempts, runs: [] };
  const settled = settle(attempts, evidence, status, sighting);
  const step = nextAttempts(settled.attempts, evidence, status, sighting);
  return { attempts: step.attempts, runs: [...settled.runs, ...step.runs] };
}

/** Beside a second operator the ledger may be ahead of the pods that are listed: what they still show is in it. */
function isOlder({ resourceVersion }: PodFact, { writtenIn }: Attempts): boolean {
  const version = versionOf(resourceVersion);
  return version !== undefined && writtenIn !== undefined && version < writtenIn;
}

/** The newest attempt, seen again: ends and times fill in (R3). */
function refine(attempts: Attempts, evidence: Evidence, restartCount: number, sighting: Sighting): KnownStep {
  const before = attempts.current;
  const current = refined(before, evidence, sighting);
  const kept = { ...attempts, restartCount: Math.max(attempts.restartCount, restartCount), current };
  if (isSame(before, current)) return { attempts: kept, runs: [] };
  return { attempts: { ...kept, streak: withRun(kept.streak, current, before) }, runs: [current] };
}

function refined(before: Run, evidence: Evidence, sighting: Sighting): Run {
  const epoch = before.epoch ?? sighting.epoch;
  const sameBoot = before.bootId === '' && epoch === sighting.epoch;
  const known = { ...before, epoch, bootId: sameBoot ? sighting.bootId : before.bootId };
  if (evidence.kind === 'running') {
    // An ended run does not start again under its own id: this status is older than what is known.
    return isEnded(before) ? known : { ...known, startedAt: evidence.startedAt ?? before.startedAt };
  }
  const seen = runOf(evidence, before.sequence, sighting, before.inPlace);
  // C2: an end that only the next sandbox tells of came with the end of its own.
  const cutOff = seen.outcome === 'Failed' && wasKilled(evidence.end) && isNewEpoch(before, sighting.epoch);
  // The outcome stays as first judged: a pod deleted later does not turn a failure into an interruption.
  const judged = isEnded(before) && before.outcome !== 'Unknown' && seen.exitCode === before.exitCode;
  return {
    ...seen,
    // The image may change in place while it runs (C10): the work is that of its beginning.
    work: before.work,
    epoch,
    bootId: known.bootId,
    // What its log said goes on from what the status says.
    message: before.message.startsWith(seen.message) ? before.message : seen.message,
    outcome: judged ? before.outcome : cutOff ? 'Interrupted' : seen.outcome,
    endShownIn: before.endShownIn ?? seen.endShownIn,
    begunAfter: before.begunAfter,
  };
}

/** The running container is gone without a word (C2, S18, V7). */
function lose(attempts: Attempts, status: ContainerStatusFact, sighting: Sighting): Step {
  const { current } = attempts;
  if (isEnded(current) || status.id === current.id || !vanished(status)) return { attempts, runs: [] };
  return withOutcome(attempts, lostOutcome(attempts, status, sighting));
}

/** Before a new id is counted, the run it follows gets its end: from lastState, or by what must have happened (R3). */
function settle(
  attempts: Attempts,
  evidence: Evidence,
  status: ContainerStatusFact,
  sighting: Sighting,
): KnownStep {
  const { current } = attempts;
  const last = predecessor(evidence, status);
  if (last !== undefined && last.id === current.id) {
    return refine(attempts, { kind: 'ended', id: last.id, end: last }, 0, sighting);
  }
  if (isEnded(current)) return { attempts, runs: [] };
  return withOutcome(attempts, unseenEnd(attempts, status, sighting));
}

/** In one sandbox a run is followed by another where it has failed; whether a lost sandbox took it along, only a status tells. */
function unseenEnd(attempts: Attempts, status: ContainerStatusFact, sighting: Sighting): Outcome {
  if (vanished(status)) return lostOutcome(attempts, status, sighting);
  return isNewEpoch(attempts.current, sighting.epoch) ? 'Unknown' : 'Failed';
}

function withOutcome(attempts: Attempts, outcome: Outcome): KnownStep {
  const current: Run = { ...attempts.current, outcome };
  const streak = withRun(attempts.streak, current, attempts.current);
  return { attempts: { ...attempts, current, streak }, runs: [current] };
}

function lostOutcome(attempts: Attempts, status: ContainerStatusFact, { pod, epoch }: Sighting): Outcome {
  // C2: the count goes on by one where a run vanishes; where it has by more, that one came later, and nobody saw it.
  if (status.restartCount > attempts.restartCount + 1) return 'Unknown';
  const sandboxGone = pod.conditions.sandboxReady?.status === 'False' || isNewEpoch(attempts.current, epoch);
  // V7: what had ended by itself has the same invented end. At first it keeps its id; what was killed has none.
  if (restartedWithAll(status)) return isRestarting(status) ? 'Interrupted' : 'Unknown';
  return sandboxGone ? 'Interrupted' : 'Unknown';
}

function isRestarting({ state, id }: ContainerStatusFact): boolean {
  return state.kind === 'waiting' && state.reason === RESTARTING && id === undefined;
}

function isSame(a: Run, b: Run): boolean {
  return (
    a.outcome === b.outcome &&
    a.startedAt === b.startedAt &&
    a.finishedAt === b.finishedAt &&
    a.exitCode === b.exitCode &&
    a.message === b.message &&
    a.epoch === b.epoch
  );
}
