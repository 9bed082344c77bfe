import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Binary, binaryPath } from './binaries.ts';
import { authority, issue } from './certificates.ts';
import { startComponent } from './components.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import type { Layout, NodeLayout } from './layout.ts';

/** What a kubelet is told. */
export interface KubeletOptions {
  readonly binary: Binary;
  readonly server: string;
  readonly token: string;
  readonly address: string;
  readonly port: number;
  readonly healthPort: number;
  readonly featureGates: Readonly<Record<string, boolean>>;
}

// What a small machine without systemd and without CAP_SYS_RESOURCE asks for.
const machineSettings = {
  failCgroupV1: false,
  cgroupDriver: 'cgroupfs',
  cgroupsPerQOS: false,
  enforceNodeAllocatable: [],
  failSwapOn: false,
  oomScoreAdj: 0,
  makeIPTablesUtilChains: false,
  evictionHard: {
    'memory.available': '20Mi',
    'nodefs.available': '1%',
    'nodefs.inodesFree': '1%',
    'imagefs.available': '1%',
  },
  imageGCHighThresholdPercent: 100,
};

function access(layout: Layout): object {
  return {
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: authority(layout).certificate },
    },
    authorization: { mode: 'Webhook' },
  };
}

async function configuration(layout: Layout, node: NodeLayout, options: KubeletOptions): Promise<object> {
  const serving = await issue(layout, {
    file: `${node.name}-serving`,
    commonName: `system:node:${node.name}`,
    organization: 'system:nodes',
    names: [`IP:${options.address}`, `DNS:${node.name}`],
  });
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: options.address,
    port: options.port,
    healthzBindAddress: '127.0.0.1',
    healthzPort: options.healthPort,
    readOnlyPort: 0,
    containerRuntimeEndpoint: `unix://${node.socket}`,
    tlsCertFile: serving.certificate,
    tlsPrivateKeyFile: serving.key,
    ...access(layout),
    ...machineSettings,
    podLogsDir: join(node.root, 'pod-logs'),
    volumePluginDir: join(node.root, 'volume-plugins'),
    staticPodPath: node.staticPods,
    fileCheckFrequency: '2s',
    featureGates: options.featureGates,
  };
}

/** Starts a node's kubelet inside the node's mount namespace. */
export async function startKubelet(
  layout: Layout,
  node: NodeLayout,
  enter: readonly string[],
  options: KubeletOptions,
): Promise<void> {
  const kubeconfig = join(node.root, 'kubelet.kubeconfig');
  const config = join(node.root, 'kubelet.json');
  for (const folder of ['kubelet', 'pod-logs', 'volume-plugins'].map((name) => join(node.root, name)))
    mkdirSync(folder, { recursive: true });
  mkdirSync(node.staticPods, { recursive: true });
  writeKubeconfig(layout, kubeconfig, options.server, {
    user: `system:node:${node.name}`,
    token: options.token,
  });
  writeFileSync(config, JSON.stringify(await configuration(layout, node, options), null, 2));
  const command = [
    ...enter,
    binaryPath(options.binary),
    `--config=${config}`,
    `--kubeconfig=${kubeconfig}`,
    `--root-dir=${join(node.root, 'kubelet')}`,
    `--cert-dir=${join(node.root, 'kubelet-pki')}`,
    `--hostname-override=${node.name}`,
    `--node-ip=${options.address}`,
  ];
  await startComponent(layout, { name: `${node.name}-kubelet`, command });
}
