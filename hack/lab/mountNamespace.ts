import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { componentProcess, startComponent, untilReady } from './components.ts';
import type { Layout, NodeLayout } from './layout.ts';

/**
 * Folders that kubelet, containerd and CNI use whatever they are told. Each node has its own of them,
 * bound over the machine's in a mount namespace that ends with the node's last process: two nodes do
 * not meet, and no mount outlives them.
 */
export const ownFolders: readonly string[] = [
  '/var/lib/kubelet',
  '/var/lib/cni',
  '/var/log/containers',
  '/run/containerd',
];

const quoted = (path: string) => `'${path.replaceAll("'", `'\\''`)}'`;

/** Opens the node's mount namespace; a process that only sleeps keeps it. Extra binds are [from, over]. */
export async function openMountNamespace(
  layout: Layout,
  node: NodeLayout,
  extraBinds: readonly (readonly [string, string])[] = [],
): Promise<void> {
  const ready = join(node.root, 'mounts-ready');
  const binds = [
    ...ownFolders.map((folder) => [join(node.root, 'own', folder), folder] as const),
    ...extraBinds,
  ];
  for (const folder of ownFolders) mkdirSync(join(node.root, 'own', folder), { recursive: true });
  rmSync(ready, { force: true });
  const lines = [
    'set -e',
    'mount --make-rshared /',
    ...binds.map(([from, over]) => `mount --bind ${quoted(from)} ${quoted(over)}`),
    `: > ${quoted(ready)}`,
    'exec sleep infinity',
  ];
  const script = join(node.root, 'mounts.sh');
  writeFileSync(script, `${lines.join('\n')}\n`);
  const name = `${node.name}-mounts`;
  await startComponent(layout, {
    name,
    command: ['unshare', '--mount', '--propagation', 'private', '/bin/sh', script],
  });
  await untilReady(layout, name, () => existsSync(ready), undefined, 10_000);
}

/** The words before a command that let it run in the node's mount namespace. */
export function enterMountNamespace(layout: Layout, node: NodeLayout): string[] {
  const holder = componentProcess(layout, `${node.name}-mounts`);
  if (holder === undefined) throw new Error(`${node.name} has no mount namespace`);
  return ['nsenter', `--target=${holder.pid}`, '--mount', '--'];
}
