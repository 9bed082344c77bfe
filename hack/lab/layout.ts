import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where one cluster keeps everything it has, and what its things are called. */
export interface Layout {
  readonly name: string;
  /** Unique to this cluster on this machine, in every name outside the folder. */
  readonly mark: string;
  readonly bridge: string;
  /** Link address of the bridge. */
  readonly bridgeAddress: string;
  readonly root: string;
  readonly record: string;
  readonly pids: string;
  readonly specs: string;
  readonly logs: string;
  readonly pki: string;
  readonly kubeconfig: string;
  readonly auditLog: string;
}

/** Where one node of a cluster keeps its things. */
export interface NodeLayout {
  readonly name: string;
  readonly root: string;
  readonly socket: string;
  /** Manifests in this folder are static pods. */
  readonly staticPods: string;
}

// A containerd socket's path ends at 107 bytes, and shims and kubelet put their own below.
const longestRoot = 60;

/** The folder that holds the clusters of this user. As root it is one the postgres user can pass through. */
export function clustersFolder(): string {
  const { CONFESSOR_LAB_STATE: chosen, XDG_STATE_HOME: state } = process.env;
  if (chosen) return chosen;
  if (process.getuid?.() === 0) return '/var/lib/confessor-lab';
  return join(state || join(homedir(), '.local/state'), 'confessor-lab');
}

/** The layout of the cluster of this name. */
export function layoutOf(name: string): Layout {
  if (!/^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/.test(name)) {
    throw new Error(`"${name}" is no cluster name: up to 20 of a-z, 0-9 and - are allowed`);
  }
  const root = join(clustersFolder(), name);
  if (root.length > longestRoot) throw new Error(`the state folder's path is too long for sockets: ${root}`);
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 8);
  return {
    name,
    mark: `confessor-lab-${hash}`,
    bridge: `cflab${hash}`,
    bridgeAddress: ['02', 'cf', ...(hash.match(/../g) ?? [])].join(':'),
    root,
    record: join(root, 'cluster.json'),
    pids: join(root, 'pids'),
    specs: join(root, 'specs'),
    logs: join(root, 'logs'),
    pki: join(root, 'pki'),
    kubeconfig: join(root, 'kubeconfig'),
    auditLog: join(root, 'logs', 'audit.log'),
  };
}

/** The layout of one node. */
export function nodeLayout(layout: Layout, name: string): NodeLayout {
  const root = join(layout.root, name);
  return { name, root, socket: join(root, 'containerd.sock'), staticPods: join(root, 'static-pods') };
}
