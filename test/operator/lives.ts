import { readFileSync, writeFileSync } from 'node:fs';
import type { Cluster } from '../../hack/lab/cluster.ts';
import { SERVICE_ACCOUNT } from './install.ts';
import { type RunningOperator, startOperator } from './operator.ts';
import { untilTrue } from './until.ts';

/** One life of a replica: a process, and the user as whom it came. */
export interface Life {
  readonly operator: RunningOperator;
  readonly user: string;
}

/** Starts replicas, each life of them under a user of its own, so that the audit log tells them apart. */
export class Lives {
  readonly #cluster: Cluster;
  readonly #prefix: string;
  #count = 0;

  constructor(cluster: Cluster, prefix: string) {
    this.#cluster = cluster;
    this.#prefix = prefix;
  }

  /** Waits until it is ready, be it as leader or standing by. `url` is another way to the API server. */
  async begin(url?: string): Promise<Life> {
    this.#count += 1;
    const name = `${this.#prefix}-${this.#count}`;
    await allow(this.#cluster, name);
    const kubeconfig = await this.#cluster.serviceAccountKubeconfig(SERVICE_ACCOUNT.namespace, name);
    if (url !== undefined) {
      const text = readFileSync(kubeconfig, 'utf8').replaceAll(this.#cluster.serverUrl, url);
      writeFileSync(kubeconfig, text);
    }
    const operator = await startOperator({ kubeconfig, settings: { 'leaderElection.enabled': 'true' } });
    return { operator, user: `system:serviceaccount:${SERVICE_ACCOUNT.namespace}:${name}` };
  }
}

/** Makes a service account with the rights of the shipped one. */
export async function allow(cluster: Cluster, name: string): Promise<void> {
  const { namespace } = SERVICE_ACCOUNT;
  const apiGroup = 'rbac.authorization.k8s.io';
  const apiVersion = `${apiGroup}/v1`;
  const subjects = [{ kind: 'ServiceAccount', namespace, name }];
  await cluster.apply([
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } },
    {
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup, kind: 'ClusterRole', name: SERVICE_ACCOUNT.name },
      subjects,
    },
    {
      apiVersion,
      kind: 'RoleBinding',
      metadata: { namespace, name },
      roleRef: { apiGroup, kind: 'Role', name: SERVICE_ACCOUNT.name },
      subjects,
    },
  ]);
}

async function leads({ operator }: Life): Promise<boolean> {
  return (await operator.metrics()).sum('confessor_leader') === 1;
}

export async function untilLeads(life: Life, seconds = 60): Promise<Life> {
  await untilTrue(`${life.user} leads`, () => leads(life), seconds).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${life.operator.output.slice(-10).join('\n')}`);
  });
  return life;
}
