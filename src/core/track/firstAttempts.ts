import type { ContainerStatusFact } from '../model/facts.ts';
import type { Attempts, Step } from './attempts.ts';
import { type Evidence, predecessor, type RealEnd } from './evidence.ts';
import { firstSightReruns } from './firstSight.ts';
import { EMPTY_TALLY, plus, type Run } from './run.ts';
import { runOf, type Sighting } from './sighting.ts';
import { NO_STREAK, withFailures, withRun } from './streak.ts';

/** R5: opens the ledger of a container that is met for the first time. */
export function firstAttempts(evidence: Evidence, status: ContainerStatusFact, sighting: Sighting): Step {
  const inferred = firstSightReruns(evidence, sighting.pod);
  const total = Math.max(status.restartCount + 1, inferred ? 2 : 1);
  const last = total > 1 ? predecessor(evidence, status) : undefined;
  const before = last === undefined ? [] : [endedRun(last, total - 1, sighting)];
  // R7: in one epoch every earlier attempt of a container that got restarted has failed.
  const unseen = plus(EMPTY_TALLY, inferred ? 'Unknown' : 'Failed', total - 1 - before.length);
  const ended = before.reduce((tally, run) => plus(tally, run.outcome), unseen);
  const inPlace = total === 1 ? undefined : inferred ? 'SandboxRecreated' : 'Retry';
  const current = runOf(evidence, total, sighting, inPlace);
  const failures = inferred ? 0 : ended.Failed + ended.NotExecuted;
  const attempts: Attempts = {
    ended,
    current,
    restartCount: status.restartCount,
    seen: [...before, current].flatMap((run) => run.id ?? []),
    exact: !inferred,
    streak: withRun(withFailures(NO_STREAK, failures, last?.finishedAt), current),
  };
  return { attempts, runs: [...before, current] };
}

function endedRun(end: RealEnd, sequence: number, sighting: Sighting): Run {
  return runOf({ kind: 'ended', id: end.id, end }, sequence, sighting, undefined);
}
