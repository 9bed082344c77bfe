import { z } from 'zod';
import type { Cluster } from '../../hack/lab/cluster.ts';
import type { Api } from '../operator/api.ts';
import { SERVICE_ACCOUNT } from '../operator/install.ts';
import { untilTrue } from '../operator/until.ts';

const APF = '/apis/flowcontrol.apiserver.k8s.io/v1';
const NAME = 'chaos';
/** Groups of everything that the operator reads and writes but for its Lease. */
const GROUPS_WITHOUT_LEASE = ['', 'apps', 'batch', 'confessor.dev', 'events.k8s.io'];

const headerSchema = z.object({ header: z.object({ revision: z.string() }) });

async function etcd(cluster: Cluster, path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${cluster.etcdUrl}/v3/kv/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`etcd ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** etcd forgets all that was before now: no watch can go on from an older version. */
export async function compact(cluster: Cluster): Promise<void> {
  const { header } = headerSchema.parse(
    await etcd(cluster, 'range', { key: Buffer.from('/').toString('base64') }),
  );
  await etcd(cluster, 'compaction', { revision: header.revision, physical: true });
}

/** Kills the API server and starts it again; ends when it answers. */
export async function killApiServer(cluster: Cluster): Promise<void> {
  cluster.signal('kube-apiserver', 'SIGKILL');
  await cluster.restartComponent('kube-apiserver');
  await untilTrue('the API server answers', async () => (await cluster.get('/readyz'))?.status === 200, 120);
}

/** From now on the API server has no seat for the operator, by its own priority and fairness; 429 is what it says. */
export async function throttle(api: Api, lease: 'with the Lease' | 'without the Lease'): Promise<void> {
  await api.make('POST', `${APF}/prioritylevelconfigurations`, {
    metadata: { name: NAME },
    spec: {
      type: 'Limited',
      limited: {
        nominalConcurrencyShares: 0,
        lendablePercent: 0,
        borrowingLimitPercent: 0,
        limitResponse: { type: 'Reject' },
      },
    },
  });
  const apiGroups = lease === 'with the Lease' ? ['*'] : GROUPS_WITHOUT_LEASE;
  await api.make('POST', `${APF}/flowschemas`, {
    metadata: { name: NAME },
    spec: {
      priorityLevelConfiguration: { name: NAME },
      // 1 is the server's own.
      matchingPrecedence: 2,
      rules: [
        {
          subjects: [
            { kind: 'Group', group: { name: `system:serviceaccounts:${SERVICE_ACCOUNT.namespace}` } },
          ],
          resourceRules: [
            { verbs: ['*'], apiGroups, resources: ['*'], clusterScope: true, namespaces: ['*'] },
          ],
        },
      ],
    },
  });
}

/** It has seats again. */
export async function relent(api: Api): Promise<void> {
  await api.ask('DELETE', `${APF}/flowschemas/${NAME}`);
  await api.ask('DELETE', `${APF}/prioritylevelconfigurations/${NAME}`);
}
