import { z } from 'zod';
import { BOUNDS } from '../core/model/bounds.ts';
import type { LastRace, RunRecord } from '../core/model/finding.ts';
import { listed } from '../core/model/meanings/meaning.ts';
import { OUTCOME_MEANINGS, RACE_LEVEL_MEANINGS } from '../core/model/meanings/runs.ts';
import { CAUSES, OUTCOMES, RACE_LEVELS } from '../core/model/names.ts';
import { count, exitStatus, list, maybe, name, oneOf, struct, time, word } from './fields.ts';

export const runRecordSchema = z
  .object({
    pod: name('Name of the Pod that ran it.'),
    podUID: word('UID of that Pod; names are reused, UIDs are not.'),
    revision: word(
      "The workload's revision that the Pod belongs to (pod-template-hash, rollouts-pod-template-hash or controller-revision-hash); empty if it has none.",
    ),
    node: name('Name of the Node it ran on; empty if the Pod was never placed.'),
    startedAt: maybe(
      time('When the run began, by the clock of its Node; absent if it never began or nobody saw it.'),
    ),
    finishedAt: maybe(
      time('When the run ended, by the clock of its Node; absent while it runs, or if nobody saw the end.'),
    ),
    exitCode: maybe(exitStatus('Exit code of the process; absent while it runs, or if nobody saw the end.')),
    outcome: oneOf(OUTCOMES, `How the run ended. ${listed(OUTCOMES, (word) => OUTCOME_MEANINGS[word])}`),
    cause: maybe(
      oneOf(
        CAUSES,
        'Why this run began; absent on the first one, and on replicas that start with it. The causes are those of reruns.',
      ),
    ),
  })
  .describe('One run: one container instance of this init container.') satisfies z.ZodType<RunRecord>;

export const lastRaceSchema = struct(
  {
    level: oneOf(
      RACE_LEVELS,
      `How certain and how bad it was. ${listed(RACE_LEVELS, (word) => RACE_LEVEL_MEANINGS[word])}`,
    ),
    startedAt: time('When the first of its runs began.'),
    endedAt: maybe(time('When the last of its runs ended; absent while one is active.')),
    pods: list(
      name('Name of a Pod.'),
      BOUNDS.racePods,
      'Names of the Pods that took part, at most 5; podCount has their number.',
    ),
    podCount: count('Number of Pods that took part.'),
    overlapSeconds: count('Longest time, in seconds, that two of its runs overlapped.'),
    skewBoundSeconds: count(
      'By how many seconds the clocks of the Nodes may differ, as assumed for this judgement.',
    ),
    runs: list(runRecordSchema, BOUNDS.raceRuns, 'The runs that overlapped, at most 10.'),
  },
  'The last race: one episode of runs of the same work that overlapped in time.',
) satisfies z.ZodType<LastRace>;
