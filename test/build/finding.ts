import { findingLabels, findingName } from '../../src/core/tell/identity.ts';
import type { Finding, FindingStatus, StoredFinding } from '../../src/core/model/finding.ts';

const STATUS: FindingStatus = {
  state: 'Quiet',
  severity: 'Red',
  category: 'Migration',
  sideEffecting: true,
  origin: 'Template',
  lock: 'None',
  confidencePercent: 90,
  confession: 'I change the database whenever a pod starts.',
  remedy: 'Run the migration in a Job before the rollout.',
  message: 'Succeeded once.',
  evidence: [],
  runs: {
    total: 1,
    running: 0,
    succeeded: 1,
    failed: 0,
    interrupted: 0,
    notExecuted: 0,
    unknown: 0,
    exact: true,
    exactSince: '2026-01-01T00:00:00Z',
  },
  reruns: { total: 0, byCause: [] },
  races: { potential: true, total: 0, possible: 0, observed: 0, failed: 0 },
  recentRuns: [],
  conditions: [],
  ledger: '1:',
};

export interface FindingOptions {
  readonly namespace?: string;
  readonly workload?: string;
  readonly workloadUid?: string;
  readonly container?: string;
  readonly status?: Partial<FindingStatus>;
}

/** A quiet finding of a Deployment's migration. */
export function finding(options: FindingOptions = {}): Finding {
  const { namespace = 'shop', workload = 'web', workloadUid = 'uid-web', container = 'migrate' } = options;
  return {
    namespace,
    name: findingName(workload, container, workloadUid),
    labels: findingLabels({ kind: 'Deployment', name: workload }, container, 'Migration'),
    owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: workload, uid: workloadUid },
    spec: {
      workloadRef: { group: 'apps', kind: 'Deployment', name: workload, uid: workloadUid },
      container,
    },
    status: { ...STATUS, ...options.status },
  };
}

/** The same as the API server has it, last written by us. */
export function stored(wanted: Finding, server: Partial<StoredFinding> = {}): StoredFinding {
  return {
    ...wanted,
    uid: `${wanted.name}-uid`,
    resourceVersion: '10',
    createdAt: Date.parse('2026-01-01T00:00:00Z'),
    hasConditions: wanted.status.conditions.length > 0,
    statusManager: 'confessor',
    ...server,
  };
}
