import type { ApiAccess } from './apiAccess.ts';
import { startApiServer } from './apiServer.ts';
import { authority, createAuthority } from './certificates.ts';
import type { CniFolders } from './containerd.ts';
import { controllersReady, startControllers } from './controllers.ts';
import { type ControlPlaneOptions, createTokens, type Tokens } from './controlPlane.ts';
import { cniPlugins } from './debian.ts';
import { etcdReady, startEtcd } from './etcd.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { busybox, pause } from './labImages.ts';
import type { Layout } from './layout.ts';
import { createBridge, createRules, type Network, networkOf, writeCni } from './network.ts';
import { joinNode, nodeReady, prepareNode } from './node.ts';
import type { ClusterOptions } from './options.ts';
import { freePorts } from './ports.ts';
import { type ClusterRecord, writeRecord } from './record.ts';
import { type Report, step } from './report.ts';

interface Start {
  readonly layout: Layout;
  readonly options: ClusterOptions;
  readonly nodes: readonly string[];
  readonly report: Report;
}

// All come to their end before the first failure is told: what is still starting could not be cleaned up.
async function together(...works: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(works)) {
    if (result.status === 'rejected') throw result.reason;
  }
}

async function planControlPlane(
  start: Start,
  network: Network,
  address: string,
): Promise<ControlPlaneOptions> {
  const { options } = start;
  const [etcdPort = 0, etcdPeerPort = 0, apiPort = 0, controllerPort = 0, schedulerPort = 0] =
    await freePorts(5);
  return {
    address,
    etcdPort,
    etcdPeerPort,
    apiPort,
    controllerPort,
    schedulerPort,
    serviceCidr: network.serviceCidr,
    apiServiceAddress: network.apiServiceAddress,
    nodes: start.nodes,
    controllers: options.controllers ?? true,
    audit: options.audit ?? false,
    featureGates: options.featureGates ?? {},
    apiServerArgs: options.apiServerArgs ?? [],
    controllerManagerArgs: options.controllerManagerArgs ?? [],
    etcdArgs: options.etcdArgs ?? [],
  };
}

async function bringUpControlPlane(
  start: Start,
  plan: ControlPlaneOptions,
  tokens: Tokens,
  access: ApiAccess,
): Promise<void> {
  const { layout, options, report } = start;
  await step(report, 'etcd', async () => {
    await startEtcd(layout, plan);
    await etcdReady(layout, plan, options.signal);
  });
  await options.beforeApiServer?.(`http://127.0.0.1:${plan.etcdPort}`);
  await step(report, 'API server', () => startApiServer(layout, plan, access, options.signal));
  writeKubeconfig(layout, layout.kubeconfig, access.server, { user: 'lab-admin', token: tokens.admin });
  if (plan.controllers) await startControllers(layout, plan, tokens);
}

async function prepareNodes(start: Start, cni: CniFolders): Promise<void> {
  const { layout, nodes, options } = start;
  const images = [await pause(layout.root), await busybox()];
  for (const name of nodes) await prepareNode(layout, name, cni, images, options.signal);
}

async function joinNodes(start: Start, plan: ControlPlaneOptions, tokens: Tokens): Promise<void> {
  const { layout, options, nodes } = start;
  const server = `https://${plan.address}:${plan.apiPort}`;
  for (const name of nodes) {
    const [port = 0, healthPort = 0] = await freePorts(2);
    const own = options.kubelets?.[name];
    await joinNode(layout, name, {
      binary: own?.binary ?? 'kubelet',
      server,
      port,
      healthPort,
      address: plan.address,
      token: tokens.nodes[name] ?? '',
      featureGates: { ...options.kubeletFeatureGates, ...own?.featureGates },
    });
  }
}

async function withNodes(start: Start, network: Network): Promise<void> {
  const plugins = cniPlugins();
  if (plugins === undefined) throw new Error('there are no CNI plugins');
  const cni = writeCni(start.layout, network, plugins);
  await step(start.report, 'containerd and images', () => prepareNodes(start, cni));
}

/** Starts every part of a cluster and waits until it is of use. */
export async function bringUp(start: Start, record: ClusterRecord): Promise<ClusterRecord> {
  const { layout, nodes, options, report } = start;
  const network = nodes.length > 0 ? await createBridge(layout) : networkOf(0);
  const address = nodes.length > 0 ? network.hostAddress : '127.0.0.1';
  const plan = await planControlPlane(start, network, address);
  await createAuthority(layout);
  const tokens = createTokens(layout, nodes);
  const access = {
    server: `https://${address}:${plan.apiPort}`,
    token: tokens.admin,
    caFile: authority(layout).certificate,
  };
  if (nodes.length > 0) await createRules(layout, network, plan.apiPort);
  await together(
    bringUpControlPlane(start, plan, tokens, access),
    ...(nodes.length > 0 ? [withNodes(start, network)] : []),
  );
  options.signal?.throwIfAborted();
  await joinNodes(start, plan, tokens);
  await step(report, 'controllers and nodes', () =>
    together(
      ...(plan.controllers ? [controllersReady(layout, access, options.signal)] : []),
      ...nodes.map((name) => nodeReady(layout, name, access, options.signal)),
    ),
  );
  options.signal?.throwIfAborted();
  const etcdUrl = `http://127.0.0.1:${plan.etcdPort}`;
  const done = {
    ...record,
    phase: 'running' as const,
    serverUrl: access.server,
    etcdUrl,
    hostAddress: address,
    adminToken: tokens.admin,
  };
  writeRecord(layout, done);
  return done;
}
