import type { Finding, RunRecord } from '../../../src/core/model/finding.ts';

const lost: RunRecord = {
  pod: 'web-7d9f4-abcde',
  podUID: '0b9e2c1e-0000-4000-8000-000000000001',
  revision: '7d9f4',
  node: 'node-1',
  startedAt: '2026-11-20T10:00:00Z',
  finishedAt: '2026-11-20T10:00:07Z',
  exitCode: 1,
  outcome: 'Failed',
};

const won: RunRecord = {
  ...lost,
  pod: 'web-7d9f4-fghij',
  podUID: '0b9e2c1e-0000-4000-8000-000000000002',
  exitCode: 0,
  outcome: 'Succeeded',
};

/** A failed race of a migration, with every field of the object set. */
export const sampleFinding: Finding = {
  namespace: 'default',
  name: 'web-migrate-3f9c2a1b',
  labels: {
    'confessor.dev/workload-kind': 'Deployment',
    'confessor.dev/workload': 'web',
    'confessor.dev/container': 'migrate',
    'confessor.dev/category': 'Migration',
  },
  owner: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'web',
    uid: '5e0c9a52-0000-4000-8000-00000000000a',
  },
  spec: {
    workloadRef: {
      group: 'apps',
      kind: 'Deployment',
      name: 'web',
      uid: '5e0c9a52-0000-4000-8000-00000000000a',
    },
    container: 'migrate',
  },
  status: {
    state: 'Racing',
    severity: 'Red',
    category: 'Migration',
    sideEffecting: true,
    origin: 'Template',
    tool: 'alembic',
    lock: 'None',
    confidencePercent: 97,
    confession: 'Every replica migrates the database before it starts.',
    remedy: 'Run the migration once per release, in a Job.',
    message: 'Two runs overlapped for 7 s on 2 pods; one failed.',
    evidence: [{ rule: 'migration-alembic', field: 'args[0]', excerpt: 'alembic upgrade head' }],
    runs: {
      total: 3,
      running: 0,
      succeeded: 2,
      failed: 1,
      interrupted: 0,
      notExecuted: 0,
      unknown: 0,
      exact: true,
      exactSince: '2026-11-20T09:00:00Z',
    },
    reruns: { total: 1, byCause: [{ cause: 'Retry', count: 1 }], lastAt: '2026-11-20T10:00:08Z' },
    races: {
      potential: true,
      total: 1,
      possible: 0,
      observed: 0,
      failed: 1,
      last: {
        level: 'failed',
        startedAt: '2026-11-20T10:00:00Z',
        endedAt: '2026-11-20T10:00:07Z',
        pods: ['web-7d9f4-abcde', 'web-7d9f4-fghij'],
        podCount: 2,
        overlapSeconds: 7,
        skewBoundSeconds: 2,
        runs: [lost, won],
      },
    },
    duration: { lastSeconds: 2, maxSeconds: 7 },
    lastRunAt: '2026-11-20T10:00:08Z',
    recentRuns: [
      { ...lost, startedAt: '2026-11-20T10:00:08Z', exitCode: 0, outcome: 'Succeeded', cause: 'Retry' },
      lost,
      won,
    ],
    accepted: { reason: 'We move it in March.', until: '2027-03-31T00:00:00Z', from: 'workload' },
    conditions: [
      {
        type: 'Racing',
        status: 'True',
        reason: 'RunFailed',
        message: 'One of two overlapping runs failed.',
        lastTransitionTime: '2026-11-20T10:00:07Z',
      },
    ],
    ledger: 'v1:e30=',
  },
};
