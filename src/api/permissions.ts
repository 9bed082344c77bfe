import { GROUP, PLURAL } from './group.ts';

/** What the operator may do with one resource, and what for. */
export interface Permission {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  /** Only objects of these names. A request to make one names none, and a watch does by its field selector. */
  readonly names?: readonly string[];
  readonly why: string;
}

const READ = ['get', 'list', 'watch'] as const;

/**
 * Everything that the operator reads and writes in all namespaces: the source of the shipped role, which is
 * enough and nothing more.
 */
export const PERMISSIONS: readonly Permission[] = [
  {
    group: '',
    resource: 'pods',
    verbs: READ,
    why: 'Runs of init containers are told from the status of Pods.',
  },
  {
    group: '',
    resource: 'namespaces',
    verbs: READ,
    why: 'Their annotations may accept findings; metadata only.',
  },
  {
    group: '',
    resource: 'nodes',
    verbs: READ,
    why: 'A reboot and a lost Node explain runs; clocks are judged by Node.',
  },
  { group: 'apps', resource: 'deployments', verbs: READ, why: 'Workloads: template, replicas and rollout.' },
  { group: 'apps', resource: 'statefulsets', verbs: READ, why: 'Workloads: template, replicas and rollout.' },
  { group: 'apps', resource: 'daemonsets', verbs: READ, why: 'Workloads: template and rollout.' },
  {
    group: 'apps',
    resource: 'replicasets',
    verbs: READ,
    why: 'The step from a Pod to its Deployment; metadata only.',
  },
  { group: 'batch', resource: 'jobs', verbs: READ, why: 'Workloads: template, parallelism and retries.' },
  { group: 'batch', resource: 'cronjobs', verbs: READ, why: 'Workloads: template and schedule.' },
  {
    group: GROUP,
    resource: PLURAL,
    verbs: [...READ, 'create', 'patch', 'delete'],
    why: 'Findings are made, healed and removed.',
  },
  {
    group: GROUP,
    resource: `${PLURAL}/status`,
    verbs: ['patch'],
    why: 'What is known is written to their status.',
  },
];

/** What `logs: previous` needs beside, in a role of its own. */
export const LOG_PERMISSIONS: readonly Permission[] = [
  {
    group: '',
    resource: 'pods/log',
    verbs: ['get'],
    why: 'The last lines of a failed run may say what its status does not.',
  },
];

const LEASES = { group: 'coordination.k8s.io', resource: 'leases' } as const;

/** What it may do in its own namespace besides. */
export const OWN_PERMISSIONS: readonly Permission[] = [
  { ...LEASES, verbs: ['create'], why: 'The first replica ever makes the Lease.' },
  {
    ...LEASES,
    verbs: ['get', 'watch', 'update'],
    names: ['confessor'],
    why: 'One replica holds it and writes; the others watch it and stand by.',
  },
];

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The rules of the role: permissions of one group with the same verbs share one. */
export function policyRules(permissions: readonly Permission[] = PERMISSIONS): readonly Rule[] {
  const groups = Map.groupBy(permissions, ({ group, verbs, names }) => JSON.stringify([group, verbs, names]));
  return [...groups.values()].map((members) => ({
    apiGroups: [...new Set(members.map(({ group }) => group))],
    resources: members.map(({ resource }) => resource),
    ...(members[0]?.names === undefined ? {} : { resourceNames: [...members[0].names] }),
    verbs: [...(members[0]?.verbs ?? [])],
  }));
}
