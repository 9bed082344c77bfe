import { existsSync, rmdirSync, rmSync } from 'node:fs';
import { componentProcess, components, stopComponent } from './components.ts';
import { clustersFolder, type Layout } from './layout.ts';
import { unmountBelow } from './mounts.ts';
import { removeNetwork } from './network.ts';
import { endNode } from './node.ts';

const nodeParts = /-(?:kubelet|containerd|mounts)$/;

function nodesOnRecord(layout: Layout): string[] {
  const parts = components(layout).filter((name) => nodeParts.test(name));
  return [...new Set(parts.map((name) => name.replace(nodeParts, '')))];
}

/**
 * Takes away everything a cluster has, in whatever state it is: processes by their records, what runs
 * under its shims and in its cgroups, its network, its mounts, its folder. Right also when nothing is left.
 */
export async function cleanUp(layout: Layout): Promise<void> {
  for (const name of nodesOnRecord(layout)) await endNode(layout, name);
  // The guardian may be the one who does this.
  const others = components(layout).filter((name) => componentProcess(layout, name)?.pid !== process.pid);
  await Promise.all(others.map((name) => stopComponent(layout, name)));
  if (process.getuid?.() === 0) await removeNetwork(layout);
  await unmountBelow(layout.root);
  rmSync(layout.root, { recursive: true, force: true, maxRetries: 5 });
  removeEmptyParent();
}

function removeEmptyParent(): void {
  try {
    rmdirSync(clustersFolder());
  } catch {
    // Other clusters live there, or it has gone already.
  }
}

/** Whether there is anything of this cluster to take away. */
export function hasTraces(layout: Layout): boolean {
  return existsSync(layout.root) || existsSync(`/sys/class/net/${layout.bridge}`);
}
