import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Binary, binaryPath, ensureBinaries } from './binaries.ts';
import { bringUp } from './bringUp.ts';
import { authority } from './certificates.ts';
import { demandCgroups } from './cgroups.ts';
import { cleanUp, hasTraces } from './cleanup.ts';
import { run } from './command.ts';
import {
  componentProcess,
  components,
  componentRuns,
  logFile,
  restartComponent,
  stopComponent,
} from './components.ts';
import { ctr, importImage, runningSandboxes } from './containerd.ts';
import { get } from './controlPlane.ts';
import { controlPlaneNeeds, ensurePackages, nodeNeeds } from './debian.ts';
import type { Image } from './image.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { type Layout, layoutOf, nodeLayout } from './layout.ts';
import { lockHolder, tryLock } from './lock.ts';
import { networkFailure } from './network.ts';
import { nodeReady, rebootNode } from './node.ts';
import { type ClusterOptions, wishOf } from './options.ts';
import { openPostgres, type Postgres, startPostgres } from './postgres.ts';
import { self, signalProcess } from './processes.ts';
import { type ClusterRecord, isWanted, readRecord, writeRecord } from './record.ts';
import { type Report, silent, step, toStderr } from './report.ts';

/** A running Kubernetes. */
export interface Cluster {
  readonly name: string;
  /** The folder of everything the cluster has. */
  readonly folder: string;
  /** Path of the administrator's kubeconfig file. */
  readonly kubeconfig: string;
  readonly serverUrl: string;
  readonly etcdUrl: string;
  readonly adminToken: string;
  /** The authority's certificate: its path and its PEM text. */
  readonly caFile: string;
  readonly ca: string;
  /** Where pods reach services of the host: the bridge's address (127.0.0.1 without nodes). */
  readonly hostAddress: string;
  readonly nodes: readonly string[];
  readonly auditLog: string;
  /** Runs kubectl as administrator and returns its standard output. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** Applies manifests: YAML text, or objects. */
  apply(manifests: string | readonly object[]): Promise<string>;
  /** GET of an API path as administrator. */
  get(path: string): Promise<{ readonly status: number; readonly body: string } | undefined>;
  /** Writes a kubeconfig file of a service account (which must exist) and returns its path. */
  serviceAccountKubeconfig(namespace: string, name: string): Promise<string>;
  /** Gives an image to every node. Pods use it with `imagePullPolicy: Never`. */
  importImage(image: Image): Promise<void>;
  /** Gives images in a docker-archive or OCI tar file to every node. */
  importArchive(file: string): Promise<void>;
  /** Starts a private PostgreSQL that pods reach at `host`:`port`. */
  startPostgres(name?: string): Promise<Postgres>;
  /** A PostgreSQL that was started before, by this process or another. */
  postgres(name?: string): Postgres;
  /** Kills the sandbox of a pod, so that the kubelet makes another and runs the init containers again. */
  killSandbox(podUid: string): Promise<string>;
  /** While on, no new sandbox gets a network. */
  failNetwork(on: boolean): void;
  /** Ends a node with all its containers and starts it with a new boot id. */
  reboot(node: string): Promise<void>;
  /** etcd, kube-apiserver, kube-controller-manager, kube-scheduler, NODE-kubelet, NODE-containerd, NODE-mounts, postgres … */
  components(): readonly { readonly name: string; readonly pid: number; readonly runs: boolean }[];
  /** Sends a signal to a component (SIGSTOP freezes, SIGCONT thaws). */
  signal(component: string, signal: NodeJS.Signals): void;
  stopComponent(component: string): Promise<void>;
  restartComponent(component: string): Promise<void>;
  /** Path of a component's log. */
  log(component: string): string;
  /** Takes the cluster away, with everything it has. */
  stop(): Promise<void>;
}

/** A cluster of that name is up and wanted. */
export class AlreadyUp extends Error {
  readonly sameWish: boolean;

  constructor(name: string, sameWish: boolean) {
    super(`the cluster "${name}" is up${sameWish ? '' : ', with other options'}`);
    this.name = 'AlreadyUp';
    this.sameWish = sameWish;
  }
}

async function exclusively<T>(layout: Layout, work: () => Promise<T>): Promise<T> {
  const held = await tryLock(layout.root);
  if (held === undefined) {
    throw new Error(
      `process ${await lockHolder(layout.root)} is starting or ending the cluster "${layout.name}"`,
    );
  }
  try {
    return await work();
  } finally {
    held.release();
  }
}

function binariesFor(options: ClusterOptions): Binary[] {
  const controllers: Binary[] = ['kube-controller-manager', 'kube-scheduler'];
  const node: Binary[] = ['kubelet'];
  return [
    'etcd',
    'kubectl',
    'kube-apiserver',
    ...((options.controllers ?? true) ? controllers : []),
    ...((options.nodes ?? 1) > 0 ? node : []),
  ];
}

async function demandMachine(options: ClusterOptions, report: Report): Promise<void> {
  const hasNodes = (options.nodes ?? 1) > 0;
  if (hasNodes && process.getuid?.() !== 0) {
    throw new Error('a node needs root (containers, a bridge, iptables). Without root there is --no-node.');
  }
  if (hasNodes) demandCgroups();
  await ensurePackages(hasNodes ? nodeNeeds : controlPlaneNeeds, report, options.signal);
  await ensureBinaries(binariesFor(options), report, options.signal);
}

function newRecord(layout: Layout, options: ClusterOptions): ClusterRecord {
  const nodes = Array.from({ length: options.nodes ?? 1 }, (_, index) => `node-${index + 1}`);
  const lifetime = options.lifetime ?? 'owner';
  return { name: layout.name, phase: 'starting', lifetime, owner: self(), nodes, wish: wishOf(options) };
}

async function start(layout: Layout, options: ClusterOptions, report: Report): Promise<ClusterRecord> {
  const before = readRecord(layout);
  if (before !== undefined && isWanted(before))
    throw new AlreadyUp(layout.name, before.wish === wishOf(options));
  await demandMachine(options, report);
  if (hasTraces(layout)) await step(report, 'clearing away an earlier start', () => cleanUp(layout));
  const record = newRecord(layout, options);
  try {
    options.signal?.throwIfAborted();
    writeRecord(layout, record);
    return await bringUp({ layout, options, nodes: record.nodes, report }, record);
  } catch (error) {
    await cleanUp(layout);
    throw error;
  }
}

/** Starts a cluster, after clearing away what a dead start of that name left. Fails when one is up and wanted. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const layout = layoutOf(options.name ?? 'default');
  const record = await exclusively(layout, () => start(layout, options, options.report ?? toStderr));
  return handle(layout, record);
}

/** The cluster of that name, if it is up. */
export function openCluster(name = 'default'): Cluster | undefined {
  const layout = layoutOf(name);
  const record = readRecord(layout);
  return record === undefined || !isWanted(record) ? undefined : handle(layout, record);
}

/** Takes a cluster away, whatever state it is in. Returns whether there was anything. */
export async function stopCluster(name = 'default', report: Report = silent): Promise<boolean> {
  const layout = layoutOf(name);
  return exclusively(layout, async () => {
    if (!hasTraces(layout)) return false;
    await step(report, `taking "${name}" away`, () => cleanUp(layout));
    return true;
  });
}

/** Starts a cluster, runs the body and takes the cluster away, also after an error. */
export async function withCluster<T>(
  options: ClusterOptions,
  body: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const cluster = await startCluster(options);
  try {
    return await body(cluster);
  } finally {
    await cluster.stop();
  }
}

async function serviceAccountKubeconfig(
  cluster: Cluster,
  layout: Layout,
  namespace: string,
  name: string,
): Promise<string> {
  const token = (
    await cluster.kubectl('create', 'token', name, '--namespace', namespace, '--duration', '24h')
  ).trim();
  const file = join(layout.root, `${namespace}-${name}.kubeconfig`);
  writeKubeconfig(layout, file, cluster.serverUrl, { user: name, token, namespace });
  return file;
}

async function killSandbox(layout: Layout, nodes: readonly string[], podUid: string): Promise<string> {
  for (const name of nodes) {
    const node = nodeLayout(layout, name);
    const [sandbox] = await runningSandboxes(node, podUid);
    if (sandbox === undefined) continue;
    await ctr(node, 'tasks', 'kill', '--signal', 'SIGKILL', sandbox);
    return sandbox;
  }
  throw new Error(`no running sandbox of pod ${podUid}`);
}

function manifestText(manifests: string | readonly object[]): string {
  return typeof manifests === 'string'
    ? manifests
    : JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
}

function handle(layout: Layout, record: ClusterRecord): Cluster {
  const { name, nodes, serverUrl = '', etcdUrl = '', adminToken = '', hostAddress = '' } = record;
  const caFile = authority(layout).certificate;
  const kubectl = (args: readonly string[], input?: string) =>
    run(
      binaryPath('kubectl'),
      [`--kubeconfig=${layout.kubeconfig}`, ...args],
      input === undefined ? {} : { input },
    );
  const cluster: Cluster = {
    ...{ name, nodes, serverUrl, etcdUrl, adminToken, hostAddress, caFile },
    folder: layout.root,
    kubeconfig: layout.kubeconfig,
    ca: readFileSync(caFile, 'utf8'),
    auditLog: layout.auditLog,
    kubectl: (...args) => kubectl(args),
    apply: (manifests) => kubectl(['apply', '--server-side', '--filename=-'], manifestText(manifests)),
    get: (path) => get(layout, `${serverUrl}${path}`, adminToken),
    serviceAccountKubeconfig: (namespace, account) =>
      serviceAccountKubeconfig(cluster, layout, namespace, account),
    importImage: async (image) => {
      for (const node of nodes) await importImage(nodeLayout(layout, node), image);
    },
    importArchive: async (file) => {
      for (const node of nodes) await ctr(nodeLayout(layout, node), 'images', 'import', file);
    },
    startPostgres: (as) => startPostgres(layout, hostAddress, as),
    postgres: (as) => openPostgres(layout, hostAddress, as),
    killSandbox: (podUid) => killSandbox(layout, nodes, podUid),
    failNetwork: (on) =>
      on ? writeFileSync(networkFailure(layout), '') : rmSync(networkFailure(layout), { force: true }),
    reboot: async (node) => {
      await rebootNode(layout, node);
      await nodeReady(layout, node, serverUrl, adminToken);
    },
    components: () =>
      components(layout).map((component) => ({
        name: component,
        pid: componentProcess(layout, component)?.pid ?? 0,
        runs: componentRuns(layout, component),
      })),
    signal: (component, signal) => {
      const id = componentProcess(layout, component);
      if (id === undefined) throw new Error(`there is no component ${component}`);
      signalProcess(id, signal);
    },
    stopComponent: (component) => stopComponent(layout, component),
    restartComponent: (component) => restartComponent(layout, component),
    log: (component) => logFile(layout, component),
    stop: async () => void (await stopCluster(name)),
  };
  return cluster;
}
