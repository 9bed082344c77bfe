import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiAccess, type ApiAnswer, get } from './apiAccess.ts';
import { binaryPath } from './binaries.ts';
import { authority } from './certificates.ts';
import { run } from './command.ts';
import {
  componentProcess,
  componentRuns,
  components,
  logFile,
  restartComponent,
  stopComponent,
} from './components.ts';
import { containerdReady, ctr, importImage, runningSandboxes } from './containerd.ts';
import { guardian } from './guardian.ts';
import type { Image } from './image.ts';
import { kubectlEnvironment, writeKubeconfig } from './kubeconfig.ts';
import { type Layout, nodeLayout } from './layout.ts';
import { networkFailure } from './network.ts';
import { rebootNode } from './node.ts';
import { openPostgres, type Postgres, startPostgres } from './postgres.ts';
import { signalProcess } from './processes.ts';
import type { ClusterRecord } from './record.ts';

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
  get(path: string): Promise<ApiAnswer | undefined>;
  /** Writes a kubeconfig file of a service account (which must exist) and returns its path. */
  serviceAccountKubeconfig(namespace: string, name: string): Promise<string>;
  /** Gives an image to every node. Pods use it with `imagePullPolicy: Never`. */
  importImage(image: Image): Promise<void>;
  /** Gives images in a docker-archive or OCI tar file to every node. */
  importArchive(file: string): Promise<void>;
  /** Writes the manifest of a static pod for a node's kubelet; undefined takes it away again. */
  staticPod(node: string, name: string, manifest: object | undefined): void;
  /** Starts a private PostgreSQL that pods reach at `host`:`port`. */
  startPostgres(name?: string): Promise<Postgres>;
  /** A PostgreSQL that was started before, by this process or another. */
  postgres(name?: string): Postgres;
  /**
   * Kills the sandbox of a pod, so that the kubelet makes another and runs the init containers again,
   * once the pod's containers have ended (give pods a short terminationGracePeriodSeconds). Returns its id.
   */
  killSandbox(podUid: string): Promise<string>;
  /** While on, no new sandbox gets a network. */
  failNetwork(on: boolean): void;
  /** Ends a node with all its containers and starts it with a new boot id. */
  reboot(node: string): Promise<void>;
  /** etcd, kube-apiserver, kube-controller-manager, kube-scheduler, NODE-kubelet, NODE-containerd, NODE-mounts, postgres … */
  components(): readonly { readonly name: string; readonly pid: number; readonly runs: boolean }[];
  /** Sends a signal to a component (SIGSTOP freezes, SIGCONT thaws). */
  signal(component: string, signal: NodeJS.Signals): void;
  /** Ends a component at once; containers of a node live on without its kubelet or containerd. */
  stopComponent(component: string): Promise<void>;
  /** Starts a component as it was started before, ending it first if it runs. */
  restartComponent(component: string): Promise<void>;
  /** Path of a component's log. */
  log(component: string): string;
  /** Takes the cluster away, with everything it has. */
  stop(): Promise<void>;
}

type Given = Pick<
  Cluster,
  | 'name'
  | 'folder'
  | 'kubeconfig'
  | 'serverUrl'
  | 'etcdUrl'
  | 'adminToken'
  | 'caFile'
  | 'ca'
  | 'hostAddress'
  | 'nodes'
  | 'auditLog'
>;
type Api = Pick<Cluster, 'kubectl' | 'apply' | 'get' | 'serviceAccountKubeconfig'>;
type Machinery = Pick<
  Cluster,
  | 'importImage'
  | 'importArchive'
  | 'staticPod'
  | 'startPostgres'
  | 'postgres'
  | 'killSandbox'
  | 'failNetwork'
  | 'reboot'
>;
type Parts = Pick<Cluster, 'components' | 'signal' | 'stopComponent' | 'restartComponent' | 'log'>;

function given(layout: Layout, record: ClusterRecord): Given {
  const { name, nodes, serverUrl = '', etcdUrl = '', adminToken = '', hostAddress = '' } = record;
  const caFile = authority(layout).certificate;
  const { root: folder, kubeconfig, auditLog } = layout;
  const ca = readFileSync(caFile, 'utf8');
  return {
    name,
    nodes,
    serverUrl,
    etcdUrl,
    adminToken,
    hostAddress,
    caFile,
    ca,
    folder,
    kubeconfig,
    auditLog,
  };
}

function manifestText(manifests: string | readonly object[]): string {
  return typeof manifests === 'string'
    ? manifests
    : JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
}

function accessOf({ serverUrl, adminToken, caFile }: Given): ApiAccess {
  return { server: serverUrl, token: adminToken, caFile };
}

function api(layout: Layout, known: Given): Api {
  const env = kubectlEnvironment(layout.root, layout.kubeconfig);
  const kubectl = (args: readonly string[], input?: string) =>
    run(binaryPath('kubectl'), args, { env, ...(input === undefined ? {} : { input }) });
  return {
    kubectl: (...args) => kubectl(args),
    apply: (manifests) => kubectl(['apply', '--server-side', '--filename=-'], manifestText(manifests)),
    get: (path) => get(accessOf(known), path),
    serviceAccountKubeconfig: async (namespace, name) => {
      const answer = await kubectl(['create', 'token', name, `--namespace=${namespace}`, '--duration=24h']);
      const file = join(layout.root, `${namespace}-${name}.kubeconfig`);
      writeKubeconfig(layout, file, known.serverUrl, { user: name, token: answer.trim(), namespace });
      return file;
    },
  };
}

async function killSandbox(layout: Layout, nodes: readonly string[], podUid: string): Promise<string> {
  for (const name of nodes) {
    const node = nodeLayout(layout, name);
    // Another node may be down: somebody is rebooting it.
    const [sandbox] = await runningSandboxes(node, podUid).catch(() => []);
    if (sandbox === undefined) continue;
    await ctr(node, 'tasks', 'kill', '--signal', 'SIGKILL', sandbox);
    return sandbox;
  }
  throw new Error(`no running sandbox of pod ${podUid}`);
}

function machinery(layout: Layout, known: Given): Machinery {
  const { nodes, hostAddress } = known;
  const failure = networkFailure(layout);
  return {
    importImage: async (image) => {
      for (const node of nodes) await importImage(nodeLayout(layout, node), image);
    },
    importArchive: async (file) => {
      for (const node of nodes) await ctr(nodeLayout(layout, node), 'images', 'import', file);
    },
    staticPod: (node, name, manifest) => {
      const file = join(nodeLayout(layout, node).staticPods, `${name}.json`);
      if (manifest === undefined) rmSync(file);
      else writeFileSync(file, JSON.stringify(manifest));
    },
    startPostgres: (name) => startPostgres(layout, hostAddress, name),
    postgres: (name) => openPostgres(layout, hostAddress, name),
    killSandbox: (podUid) => killSandbox(layout, nodes, podUid),
    failNetwork: (on) => (on ? writeFileSync(failure, '') : rmSync(failure, { force: true })),
    reboot: (node) => rebootNode(layout, node, accessOf(known)),
  };
}

async function restart(layout: Layout, component: string): Promise<void> {
  await restartComponent(layout, component);
  const node = /^(.+)-containerd$/.exec(component)?.[1];
  if (node !== undefined) await containerdReady(layout, nodeLayout(layout, node));
}

function parts(layout: Layout): Parts {
  return {
    components: () =>
      components(layout)
        .filter((name) => name !== guardian)
        .map((name) => ({
          name,
          pid: componentProcess(layout, name)?.pid ?? 0,
          runs: componentRuns(layout, name),
        })),
    signal: (component, signal) => {
      const id = componentProcess(layout, component);
      if (id === undefined) throw new Error(`there is no component ${component}`);
      signalProcess(id, signal);
    },
    stopComponent: (component) => stopComponent(layout, component),
    restartComponent: (component) => restart(layout, component),
    log: (component) => logFile(layout, component),
  };
}

/** The handle of a cluster that is on record. */
export function clusterOf(layout: Layout, record: ClusterRecord, stop: () => Promise<void>): Cluster {
  const known = given(layout, record);
  return { ...known, ...api(layout, known), ...machinery(layout, known), ...parts(layout), stop };
}
