import { z } from 'zod';
import { BOUNDS } from '../core/model/bounds.ts';
import type { FindingCondition, FindingSpec, FindingStatus } from '../core/model/finding.ts';
import { CATEGORY_MEANINGS } from '../core/model/meanings/categories.ts';
import { causeMeaning } from '../core/model/meanings/causes.ts';
import { STATE_MEANINGS } from '../core/model/meanings/conditions.ts';
import { listed } from '../core/model/meanings/meaning.ts';
import { OUTCOME_MEANINGS, RACE_LEVEL_MEANINGS } from '../core/model/meanings/runs.ts';
import { LOCK_MEANINGS, ORIGIN_MEANINGS, SEVERITY_MEANINGS } from '../core/model/meanings/verdicts.ts';
import { CATEGORIES, CAUSES, CONDITIONS, ORIGINS, SEVERITIES, STATES } from '../core/model/names.ts';
import { type Evidence, LOCKS } from '../core/model/verdict.ts';
import { count, flag, list, maybe, name, oneOf, percent, struct, text, time, word } from './fields.ts';
import { lastRaceSchema, runRecordSchema } from './runSchema.ts';

/** Identity only; the CRD makes it immutable. */
export const specSchema = z
  .object({
    workloadRef: struct(
      {
        group: name('API group of the workload; empty for the core group.'),
        kind: word('Kind of the workload, for example Deployment.'),
        name: name('Name of the workload.'),
        uid: word('UID of the workload; a new workload of the same name has a finding of its own.'),
      },
      'The workload whose Pods have this init container, in the namespace of this object.',
    ),
    container: word('Name of the init container.'),
  })
  .meta({
    'x-kubernetes-validations': [
      { rule: 'self == oldSelf', message: 'spec says whose finding this is and cannot be changed' },
    ],
  })
  .describe(
    'Which init container of which workload this finding is about. It cannot be changed.',
  ) satisfies z.ZodType<FindingSpec>;

const evidenceSchema = z
  .object({
    rule: word('Id of the rule that matched; `confessor explain ID` tells more.'),
    field: text(BOUNDS.field, 'The field that the rule read, for example args[0].'),
    excerpt: text(BOUNDS.excerpt, 'The text that matched, secrets removed, at most 160 characters.'),
  })
  .describe('One reason for the category.') satisfies z.ZodType<Evidence>;

const conditionSchema = z
  .object({
    type: oneOf(CONDITIONS, 'Name of the condition; `confessor explain NAME` tells more.'),
    status: oneOf(['True', 'False', 'Unknown'], 'Whether it holds now; Unknown when it cannot be told.'),
    reason: z
      .string()
      .min(1)
      .max(BOUNDS.conditionReason)
      .regex(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/)
      .describe('Why, in one CamelCase word.'),
    message: text(BOUNDS.sentence, 'Why, in one sentence.'),
    lastTransitionTime: time(
      'Time of the fact, or of the deadline, that last changed the status of this condition.',
    ),
  })
  .describe('One condition of this init container.') satisfies z.ZodType<FindingCondition>;

const runsSchema = struct(
  {
    total: count(
      'Number of runs ever counted, the running ones too: the sum of the other six numbers. It never falls.',
    ),
    running: count(`Number of runs with the outcome Running. ${OUTCOME_MEANINGS.Running.means}`),
    succeeded: count(`Number of runs with the outcome Succeeded. ${OUTCOME_MEANINGS.Succeeded.means}`),
    failed: count(`Number of runs with the outcome Failed. ${OUTCOME_MEANINGS.Failed.means}`),
    interrupted: count(`Number of runs with the outcome Interrupted. ${OUTCOME_MEANINGS.Interrupted.means}`),
    notExecuted: count(`Number of runs with the outcome NotExecuted. ${OUTCOME_MEANINGS.NotExecuted.means}`),
    unknown: count(`Number of runs with the outcome Unknown. ${OUTCOME_MEANINGS.Unknown.means}`),
    exact: flag(
      'True: total is the true number of runs since exactSince. False: it is the least that there have been.',
    ),
    exactSince: maybe(time('Since when the numbers are exact; absent if they never were.')),
  },
  'How often this init container has run, over all Pods of the workload.',
);

const rerunsSchema = struct(
  {
    total: count(
      'Number of runs that began after the same work had succeeded before for this workload. It never falls.',
    ),
    byCause: list(
      z
        .object({
          cause: oneOf(CAUSES, `Why the work ran again. ${listed(CAUSES, causeMeaning)}`),
          count: count('Number of reruns with this cause.'),
        })
        .describe('The reruns of one cause.'),
      CAUSES.length,
      'The reruns by their cause; causes that never occurred are left out.',
    ),
    lastAt: maybe(time('When the last rerun began; absent if there was none.')),
  },
  'Runs of work that had already succeeded: side effects that happened again.',
);

const racesSchema = struct(
  {
    potential: flag(
      'True: the workload can run this side effect in several Pods at once. It is a property of the spec and is not counted.',
    ),
    total: count(
      'Number of races ever counted. A race is counted once, when none of its runs is active any more.',
    ),
    possible: count(`Number of races of the level possible. ${RACE_LEVEL_MEANINGS.possible.means}`),
    observed: count(`Number of races of the level observed. ${RACE_LEVEL_MEANINGS.observed.means}`),
    failed: count(`Number of races of the level failed. ${RACE_LEVEL_MEANINGS.failed.means}`),
    last: maybe(lastRaceSchema),
  },
  'Runs of the same side effect that overlapped in time.',
);

const acceptedSchema = struct(
  {
    reason: text(BOUNDS.acceptReason, 'The reason that was given.'),
    until: maybe(time('When the acceptance ends; absent if it never does.')),
    from: word('Where it was accepted: settings, namespace, workload or template.'),
  },
  'Somebody accepted this finding: it stays visible and raises no alert. Absent if nobody did.',
);

const durationSchema = struct(
  {
    lastSeconds: count('Duration of the last ended run, in seconds.'),
    maxSeconds: count('Longest duration of a run seen so far, in seconds.'),
  },
  'How long runs take; absent until one has ended.',
);

/** What is known about the init container. Times are times of facts or deadlines, never of the evaluation. */
export const statusSchema = z
  .object({
    state: oneOf(
      STATES,
      `The worst condition that is True and not accepted; Quiet if there is none; Resolved once the init container is gone. ${listed(STATES, (word) => STATE_MEANINGS[word])}`,
    ),
    severity: oneOf(
      SEVERITIES,
      `Whether an init container is the right place for this work. ${listed(SEVERITIES, (word) => SEVERITY_MEANINGS[word])}`,
    ),
    category: oneOf(
      CATEGORIES,
      `What kind of work this init container does, told from its spec alone. ${listed(CATEGORIES, (word) => CATEGORY_MEANINGS[word])}`,
    ),
    sideEffecting: flag("True: a further run can change something outside of the Pod's own file systems."),
    origin: oneOf(
      ORIGINS,
      `Where the init container comes from. ${listed(ORIGINS, (word) => ORIGIN_MEANINGS[word])}`,
    ),
    tool: maybe(word('The tool that does the work, for example alembic; absent if none was recognised.')),
    lock: oneOf(LOCKS, `Whether that tool takes a lock. ${listed(LOCKS, (word) => LOCK_MEANINGS[word])}`),
    confidencePercent: percent('How sure the category is, in percent.'),
    confession: text(BOUNDS.sentence, 'What this init container confesses, in one sentence.'),
    remedy: text(BOUNDS.sentence, 'What to do instead, in one sentence.'),
    message: text(BOUNDS.sentence, 'What happened last, in one line.'),
    evidence: list(
      evidenceSchema,
      BOUNDS.evidence,
      'Why the category is what it is: the strongest reasons, at most 5.',
    ),
    runs: runsSchema,
    reruns: rerunsSchema,
    races: racesSchema,
    duration: maybe(durationSchema),
    lastRunAt: maybe(time('When the last run began; absent if none was seen.')),
    recentRuns: list(runRecordSchema, BOUNDS.recentRuns, 'The last runs, newest first, at most 10.'),
    accepted: maybe(acceptedSchema),
    // R54: a map by type, so that each condition is merged by itself.
    conditions: z
      .array(conditionSchema)
      .max(CONDITIONS.length)
      .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] })
      .describe('What is or was wrong: each condition is listed once it has been True.'),
    ledger: text(
      BOUNDS.ledger,
      'What the operator needs to count on exactly after a restart. Not for reading.',
    ),
  })
  .describe(
    'What is known about this init container. Only the operator writes it.',
  ) satisfies z.ZodType<FindingStatus>;

/** The object as users see it; `metadata` is the server's. */
export const findingSchema = z
  .object({
    spec: specSchema,
    status: maybe(statusSchema),
  })
  .describe(
    'What is known about one init container of one workload: what it does, how often it ran, ran again and raced, and what is wrong.',
  );
