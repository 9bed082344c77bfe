import type { ContainerStatusFact } from '../model/facts.ts';
import type { Attempts, KnownStep } from './attempts.ts';
import { mayBeCountedAnew, mayHaveHidden, type NewId } from './countedAnew.ts';
import { type Evidence, predecessor, type RealEnd } from './evidence.ts';
import { inPlaceCause } from './inPlaceCause.ts';
import { hasFailed, plus, type Run, unshownOutcome } from './run.ts';
import { isNewEpoch, runOf, type Sighting } from './sighting.ts';
import { NO_STREAK, type Streak, withFailures, withRun } from './streak.ts';

const IDS_KEPT = 8;

/** What a new id proves, beside itself. */
interface Passed {
  /** The attempt before it, where no status but this one has shown it. */
  readonly last: RealEnd | undefined;
  /** Attempts between that no status has shown. */
  readonly unobserved: number;
  /** They have failed: in one sandbox nothing else follows a failure but its retry (R3). */
  readonly retries: boolean;
  readonly sameEpoch: boolean;
  /** False where attempts may have passed that nothing proves. */
  readonly certain: boolean;
}

/** R3: a new id has appeared. The run that was current before has got its end by now. */
export function nextAttempts(
  attempts: Attempts,
  evidence: Evidence,
  status: ContainerStatusFact,
  sighting: Sighting,
): KnownStep {
  const passed = passedBy(attempts, evidence, status, sighting);
  const { last, unobserved, retries } = passed;
  const runs = runsOf(attempts.current, evidence, passed, sighting);
  const ended = [attempts.current, ...runs.slice(0, -1)].reduce(
    (tally, run) => plus(tally, run.outcome),
    plus(attempts.ended, unshownOutcome(retries, [attempts.current, ...runs.slice(0, 1)]), unobserved),
  );
  const [current = attempts.current] = runs.slice(-1);
  return {
    runs,
    attempts: {
      ended,
      current,
      restartCount: status.restartCount,
      seen: [...attempts.seen, ...(last === undefined ? [] : [last.id]), evidence.id].slice(-IDS_KEPT),
      exact: attempts.exact && passed.certain,
      streak: withRun(streakOf(attempts.streak, passed, runs), current),
      writtenIn: attempts.writtenIn,
    },
  };
}

/** Ids prove attempts, and so does a restart count that rose with the id; it may fall, too (§1, 2). */
function passedBy(
  attempts: Attempts,
  evidence: Evidence,
  status: ContainerStatusFact,
  sighting: Sighting,
): Passed {
  const before = predecessor(evidence, status);
  const last = before !== undefined && !attempts.seen.includes(before.id) ? before : undefined;
  const byIds = last === undefined ? 1 : 2;
  const byCount = status.restartCount - attempts.restartCount;
  const unobserved = Math.max(byCount, byIds) - byIds;
  const sameEpoch = !isNewEpoch(attempts.current, sighting.epoch);
  const retries = sameEpoch && hasFailed(attempts.current);
  const showsKnown = before !== last;
  const seen: NewId = { attempts, evidence, status, sighting, proved: byIds + unobserved, showsKnown };
  const missed = (!sameEpoch && unobserved > 0) || mayBeCountedAnew(seen) || mayHaveHidden(seen);
  return { last, unobserved, retries, sameEpoch, certain: !missed };
}

/** The runs that have become known, oldest first: the new one is the last. */
function runsOf(before: Run, evidence: Evidence, passed: Passed, sighting: Sighting): readonly Run[] {
  const { last, unobserved, retries } = passed;
  const sequence = before.sequence + unobserved + 1;
  if (last === undefined) {
    const retried = unobserved > 0 && retries;
    return [
      retried ? runOf(evidence, sequence, sighting, 'Retry') : follow(before, evidence, sequence, sighting),
    ];
  }
  const between = follow(before, { kind: 'ended', id: last.id, end: last }, sequence, sighting);
  return [between, follow(between, evidence, sequence + 1, sighting)];
}

function follow(previous: Run, evidence: Evidence, sequence: number, sighting: Sighting): Run {
  const { pod, epoch, bootId } = sighting;
  return runOf(evidence, sequence, sighting, inPlaceCause({ previous, pod, epoch, bootId }));
}

/** R26: attempts between that were not observed have failed, in the same sandbox. */
function streakOf(streak: Streak, passed: Passed, runs: readonly Run[]): Streak {
  if (!passed.sameEpoch) return NO_STREAK;
  const failures = runs.slice(0, -1).filter(hasFailed).length;
  return withFailures(streak, (passed.retries ? passed.unobserved : 0) + failures, passed.last?.finishedAt);
}
