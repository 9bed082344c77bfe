import type { Cause, ConditionType, RaceLevel } from '../../src/core/model/names.ts';

/** What was done to a cluster in a scenario, beside what its containers have written down themselves. */
export interface Known {
  /** Reruns by cause, from the number of runs. */
  readonly causes?: (runs: number) => Partial<Record<Cause, number>>;
  readonly race?: RaceLevel;
  /** What has been true of races, locks and databases. */
  readonly conditions?: readonly ConditionType[];
}

/** A scenario of the node ring that is kept as a recording, for rings without a cluster. */
export interface Fixture {
  readonly scenario: string;
  readonly description: string;
  /** By init container; `''` is for any. */
  readonly known: Readonly<Record<string, Known>>;
}

/** All that are kept; see `hack/test --help`. */
export const FIXTURES: readonly Fixture[] = [
  {
    scenario: 'race',
    description: 'Alembic, which takes no lock: two Deployments migrate one database at once, and some fail',
    known: { migrate: { race: 'failed', conditions: ['Racing'] } },
  },
  {
    scenario: 'golang-migrate',
    description: 'golang-migrate with an advisory lock: three replicas wait for each other, and none fails',
    known: {},
  },
  {
    scenario: 'lock-taken',
    description:
      'golang-migrate with its lock in a table: two of three replicas find the lock of the third taken, and fail',
    known: {},
  },
  {
    scenario: 'orphan-lock',
    description:
      'golang-migrate is killed in mid-migration: its lock stays in a table, then its database is dirty; a person repairs both',
    known: { migrate: { conditions: ['StuckLock', 'HalfApplied'] } },
  },
  {
    scenario: 'logs',
    description: 'a run says only in its log that it found a database half migrated',
    known: { migrate: { conditions: ['HalfApplied'] } },
  },
  {
    scenario: 'drain',
    description: 'kubectl drain evicts a pod',
    known: { '': { causes: () => ({ Drain: 1 }) } },
  },
  {
    scenario: 'taint',
    description: 'a taint with effect NoExecute evicts a pod',
    known: { '': { causes: () => ({ Taint: 1 }) } },
  },
  {
    scenario: 'cron-job',
    description: 'a CronJob that runs each minute',
    known: { '': { causes: (runs) => ({ Schedule: runs - 1 }) } },
  },
  {
    scenario: 'restart-all',
    description: 'the exit of a main container restarts all containers of its pod',
    known: { '': { causes: () => ({ RestartAllContainers: 1 }) } },
  },
  {
    scenario: 'static-pod',
    description: 'a static pod whose mirror is deleted and comes back while its containers run on',
    known: {},
  },
];
