import type { ConditionType, State } from '../names.ts';
import type { Meaning } from './meaning.ts';

export interface ConditionMeaning extends Meaning {
  /** When it is over: completes "It ends …". */
  readonly ends: string;
}

/** What is wrong with an init container, and what to do about it. */
export const CONDITION_MEANINGS: Readonly<Record<ConditionType, ConditionMeaning>> = {
  HalfApplied: {
    means: 'A run has said that it found a migration left in the middle.',
    detail: '',
    matters: 'It needs a person: restarting does not help.',
    steps: [
      '`kubectl describe initfindings` quotes the run. Stop the rollout, so that nothing else is tried on this database.',
      'Compare the schema with what the migration would do, put it right by hand, and tell the tool so (`migrate force`, `flyway repair`, `prisma migrate resolve` …).',
    ],
    ends: 'with the first success of a run that began later',
  },
  StuckLock: {
    means: 'A run found the lock of its migration taken, and nobody who could hold it was seen.',
    detail:
      'The holder it names is a pod that was seen and lives no more (reason `OrphanLock`); no other run was there, or the holder it names is no pod that is known to live, but may be a machine, or live in a cluster or namespace that nobody watches (`HolderUnseen`); or it has been so for longer than `stuck` (`HeldForLong`).',
    matters:
      'Each further run waits or fails until somebody releases the lock, and no pod of the workload starts.',
    steps: [
      "Make sure that nothing else migrates this database: a Job, another workload, somebody's terminal.",
      "Release the lock with the tool's own command (`liquibase release-locks`, `knex migrate:unlock` …), or end the database session that holds it.",
      'A migration that died with its lock may be half applied: look before the next run.',
    ],
    ends: 'with the first success, or when a pod that lives is seen to hold the lock',
  },
  Racing: {
    means: 'Several runs of the same side effect, in several pods, overlapped.',
    detail:
      'Reason `OverlapPossible`: within the error of the clocks; `OverlapObserved`: certainly; `SerialisedByLock`: certainly, and they ended one after the other, as where a lock lets one in at a time; `RaceFailed`: and one failed while another did not.',
    matters:
      'Each of them took itself for the only one: the database may be left with what neither would have made alone.',
    steps: [
      '`kubectl describe initfindings` shows under Races the pods, how long they overlapped, and whether one failed.',
      'Level `failed`: look at the database. A migration that failed half-way may have left its version table behind what is really there.',
      'Run the work once for each release, in a Job, instead of in each replica. Status.Remedy says how.',
    ],
    ends: 'a day after the last race (`race.hold`)',
  },
  CrashLooping: {
    means: 'The init container fails again and again.',
    detail:
      'Within a pod (reason `FailuresInARow`, from `crashLoop.failures` on), or in pods that replace each other (`PodReplacement`). `kubectl get pods` may show only `Init:Error`.',
    matters: 'Its pods do not start.',
    steps: [
      '`kubectl logs POD -c CONTAINER --previous` shows the last failure; the finding has the exit codes.',
      'If the cause is a release, `kubectl rollout undo` brings the earlier pods back.',
    ],
    ends: 'with the first success, or when the pods that failed are gone',
  },
  Stuck: {
    means: 'A run has been going on for longer than `stuck` (10 minutes), on a node that answers.',
    detail: '',
    matters: 'Its pod does not start.',
    steps: [
      '`kubectl logs POD -c CONTAINER` shows what it does now.',
      'Where the reason is `WaitsForLong`, look at what it waits for: the init container is only the messenger.',
    ],
    ends: 'with the run',
  },
  Blocked: {
    means: 'The init container cannot be started at all: its image or its configuration is not there.',
    detail: 'The reason is `ImageUnavailable` or `ConfigurationInvalid`; no run happens meanwhile.',
    matters: 'Its pods do not start, and nothing that the application could do would help.',
    steps: [
      "The finding's message has the kubelet's words: a name that is misspelt, a pull secret, a ConfigMap or Secret that is missing.",
    ],
    ends: 'when no pod waits for it any more',
  },
  Slow: {
    means:
      'A run has been taking longer than `slow.absolute` and more than `slow.factor` times as long as the last successful runs did.',
    detail: '',
    matters:
      'Pods come later than they used to: a rollout, a scale-up or the way out of an outage takes as much longer.',
    steps: ['`kubectl logs POD -c CONTAINER` shows what it does now; the finding names the usual time.'],
    ends: 'with the run',
  },
  Repeating: {
    means: 'Work that had succeeded ran again, for a reason that is not by design.',
    detail:
      'Once is enough where the work is a migration, a seed or an external call (`repeating.min`); of other work it takes more (`repeating.minOthers`).',
    matters: 'A side effect came back although nothing was released.',
    steps: [
      "The finding's Reruns name the causes: a rollout, a restart, a re-created sandbox, a drained node.",
      'If the work may not run twice, move it into a Job.',
    ],
    ends: 'when the last rerun is older than `repeating.window`',
  },
  AtRisk: {
    means: 'Side-effecting work without a known lock in a workload that starts several pods at once.',
    detail: 'It is told from the spec alone; nothing has happened yet.',
    matters: 'The next creation, scale-up or reboot of a node can make a race of it.',
    steps: [
      'Run the work once for each release, in a Job, instead of in each replica. Status.Remedy says how.',
      'Or let the tool take a lock, or keep the workload at one pod at a time: one replica, `strategy: Recreate`.',
    ],
    ends: 'when its pods cannot do this work at once any more',
  },
  AcceptanceInvalid: {
    means: 'An acceptance of this finding does not count: it has no reason, cannot be read, or has expired.',
    detail: '',
    matters: 'The finding raises alerts although somebody meant to accept it.',
    steps: ['Give the acceptance a reason and a date that lies ahead, or remove it.'],
    ends: 'when the acceptance is valid or gone',
  },
};

/** States in which nothing is wrong. */
const CALM: Readonly<Record<Exclude<State, ConditionType>, Meaning>> = {
  Quiet: {
    means: 'No condition is True that has not been accepted.',
    detail: '',
    matters: 'The finding stands for what the init container is and for what it has done so far.',
    steps: ['Nothing now; the remedy says what would be better in the long run.'],
  },
  Resolved: {
    means: 'Neither the template nor any living pod has the init container any more.',
    detail: 'The finding keeps its numbers, and goes after `findings.retain`.',
    matters: 'What was wrong can come back only with the init container.',
    steps: ['Nothing.'],
  },
};

/** Worst first, as the names are. */
export const STATE_MEANINGS: Readonly<Record<State, Meaning>> = { ...CONDITION_MEANINGS, ...CALM };
