import { readFileSync } from 'node:fs';
import { after, before } from 'mocha';
import type { Cluster } from '../../hack/lab/cluster.ts';
import { startCluster } from '../../hack/lab/lifecycle.ts';
import type { ClusterOptions } from '../../hack/lab/options.ts';

/** Where a cluster's name begins, so that hack/test finds what a killed run leaves. */
const PREFIX = process.env['CONFESSOR_CLUSTER_PREFIX'] ?? 'ring';
const CRD = new URL('../../crds/initcontainerfindings.yaml', import.meta.url);
const START_MS = 20 * 60_000;

/**
 * Gives a ring a control plane of its own: etcd and an API server, without controllers or nodes, and with our kind
 * installed. What it returns gives that cluster, while tests run.
 */
export function ownControlPlane(options: Pick<ClusterOptions, 'apiServerArgs'> = {}): () => Cluster {
  let running: Cluster | undefined;

  before('a control plane', async function () {
    this.timeout(START_MS);
    running = await startCluster({
      ...options,
      name: `${PREFIX}-${process.pid}`,
      audit: true,
      nodes: 0,
      controllers: false,
      report: () => undefined,
    });
    await running.apply(readFileSync(CRD, 'utf8'));
    await running.kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s');
  });

  after('its end', async function () {
    this.timeout(60_000);
    await running?.stop();
    running = undefined;
  });

  return () => {
    if (running === undefined) throw new Error('the cluster is there only while tests run');
    return running;
  };
}
