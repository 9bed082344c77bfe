import type { ContainerStatusFact, PodFact } from '../model/facts.ts';
import type { Cause } from '../model/names.ts';
import type { Attempts, Step } from './attempts.ts';
import {
  type Evidence,
  predecessor,
  predecessorVanished,
  type RealEnd,
  restartedWithAll,
} from './evidence.ts';
import { firstSightReruns, sandboxYoungerThanInit } from './firstSight.ts';
import { EMPTY_TALLY, hasFailed, plus, type Run, unshownOutcome } from './run.ts';
import { runOf, type Sighting } from './sighting.ts';
import { NO_STREAK, withFailures, withRun } from './streak.ts';

/** R5: opens the ledger of a container that is met for the first time. */
export function firstAttempts(evidence: Evidence, status: ContainerStatusFact, sighting: Sighting): Step {
  const inferred = firstSightReruns(evidence, sighting.pod);
  const last = predecessor(evidence, status);
  // A rerun that was too short to be seen running leaves the count as it was (R4): two ids are two runs.
  const total = Math.max(status.restartCount + 1, inferred || last !== undefined ? 2 : 1);
  const endedTogether = predecessorVanished(status) || hasRestartedAll(sighting.pod);
  const alike = last === undefined || hasFailed(endedRun(last, total - 1, sighting, undefined));
  const retried = !inferred && !sighting.resandboxed && alike && !endedTogether;
  const again = retried ? 'Retry' : inferredCause(status, sighting);
  const before =
    last === undefined ? [] : [endedRun(last, total - 1, sighting, total > 2 ? again : undefined)];
  // R7: in one epoch every earlier attempt of a container that got restarted has failed. C2: not the one a sandbox took along.
  const current = runOf(evidence, total, sighting, total === 1 ? undefined : again);
  const unseen = unshownOutcome(retried, [...before, current].slice(0, 1));
  const ended = before.reduce(
    (tally, run) => plus(tally, run.outcome),
    plus(EMPTY_TALLY, unseen, total - 1 - before.length),
  );
  const failures = retried ? total - 1 : 0;
  const attempts: Attempts = {
    ended,
    current,
    restartCount: status.restartCount,
    seen: [...before, current].flatMap((run) => run.id ?? []),
    exact: !inferred,
    streak: withRun(withFailures(NO_STREAK, failures, last?.finishedAt), current),
    writtenIn: undefined,
  };
  return { attempts, runs: [...before, current] };
}

/** V7: the condition is there from the beginning; it has moved where all containers were restarted, whoever saw that. */
function hasRestartedAll({ conditions, createdAt }: PodFact): boolean {
  return (conditions.allContainersRestarting?.at ?? createdAt) > createdAt;
}

/** What is left of the reason for a rerun that was not seen; Unknown rather than a guess. */
function inferredCause(status: ContainerStatusFact, { pod, resandboxed }: Sighting): Cause {
  if (restartedWithAll(status)) return 'RestartAllContainers';
  return resandboxed || sandboxYoungerThanInit(pod) ? 'SandboxRecreated' : 'Unknown';
}

function endedRun(end: RealEnd, sequence: number, sighting: Sighting, inPlace: Cause | undefined): Run {
  return runOf({ kind: 'ended', id: end.id, end }, sequence, sighting, inPlace);
}
