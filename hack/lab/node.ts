import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type ApiAccess, get } from './apiAccess.ts';
import { removeCgroups } from './cgroups.ts';
import { componentRuns, specOf, startComponent, stopComponent, untilReady } from './components.ts';
import { type CniFolders, containerdReady, importImage, startContainerd } from './containerd.ts';
import type { Image } from './image.ts';
import { type KubeletOptions, startKubelet } from './kubelet.ts';
import { type Layout, nodeLayout } from './layout.ts';
import { enterMountNamespace, openMountNamespace } from './mountNamespace.ts';
import { descendants, endProcesses, shimsOf } from './processes.ts';

/** Starts what a node has before its kubelet: mount namespace, containerd, images. */
export async function prepareNode(
  layout: Layout,
  name: string,
  cni: CniFolders,
  images: readonly Image[],
  signal?: AbortSignal,
): Promise<void> {
  const node = nodeLayout(layout, name);
  mkdirSync(node.root, { recursive: true, mode: 0o711 });
  await openMountNamespace(layout, node);
  await startContainerd(layout, node, enterMountNamespace(layout, node), cni, signal);
  for (const image of images) await importImage(node, image);
}

/** Starts a prepared node's kubelet. */
export function joinNode(layout: Layout, name: string, options: KubeletOptions): Promise<void> {
  const node = nodeLayout(layout, name);
  return startKubelet(layout, node, enterMountNamespace(layout, node), options);
}

const nodeSchema = z.object({
  spec: z.object({ taints: z.array(z.object({ key: z.string() })).default([]) }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }),
});

function isReady(body: string): boolean {
  const { spec, status } = nodeSchema.parse(JSON.parse(body));
  return (
    status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True') &&
    !spec.taints.some(({ key }) => key.startsWith('node.kubernetes.io/'))
  );
}

async function untilNode(
  layout: Layout,
  name: string,
  access: ApiAccess,
  wanted: (body: string) => boolean,
  signal?: AbortSignal,
): Promise<void> {
  const check = async () => {
    const answer = await get(access, `/api/v1/nodes/${name}`);
    return answer?.status === 200 && wanted(answer.body);
  };
  await untilReady(layout, `${name}-kubelet`, check, signal, 120_000);
}

/** Waits until pods can run on the node. */
export function nodeReady(
  layout: Layout,
  name: string,
  access: ApiAccess,
  signal?: AbortSignal,
): Promise<void> {
  return untilNode(layout, name, access, isReady, signal);
}

async function endContainers(socket: string): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    const shims = shimsOf(socket);
    if (shims.length === 0) return;
    // Children first: what an ended shim leaves behind nobody could find again.
    await endProcesses(descendants(shims));
    await endProcesses(shims);
  }
  throw new Error(`containers do not end (${socket})`);
}

function containersOf(nodeRoot: string): string[] {
  const bundles = join(nodeRoot, 'containerd-state', 'io.containerd.runtime.v2.task', 'k8s.io');
  return existsSync(bundles) ? readdirSync(bundles) : [];
}

/** Ends a node as a power cut would: kubelet, containerd, shims, containers, mounts. */
export async function endNode(layout: Layout, name: string): Promise<void> {
  const node = nodeLayout(layout, name);
  await stopComponent(layout, `${name}-kubelet`, 'SIGKILL');
  await stopComponent(layout, `${name}-containerd`, 'SIGKILL');
  const containers = containersOf(node.root);
  await endContainers(node.socket);
  await removeCgroups(containers);
  await stopComponent(layout, `${name}-mounts`, 'SIGKILL');
}

// The part's command names the mount namespace that ended; it enters the new one.
function restartInside(layout: Layout, name: string, part: 'containerd' | 'kubelet'): Promise<void> {
  const [, target = ''] = enterMountNamespace(layout, nodeLayout(layout, name));
  const spec = specOf(layout, `${name}-${part}`);
  const command = spec.command.map((word) => (word.startsWith('--target=') ? target : word));
  return startComponent(layout, { ...spec, command });
}

/** Ends a node and starts it as after a reboot: no container survives, and the boot id is another. */
export async function rebootNode(layout: Layout, name: string, access: ApiAccess): Promise<void> {
  const node = nodeLayout(layout, name);
  const bootId = join(node.root, 'boot-id');
  await endNode(layout, name);
  rmSync(join(node.root, 'containerd-state'), { recursive: true, force: true });
  const newBoot = randomUUID();
  writeFileSync(bootId, `${newBoot}\n`);
  await openMountNamespace(layout, node, [[bootId, '/proc/sys/kernel/random/boot_id']]);
  await restartInside(layout, name, 'containerd');
  await containerdReady(layout, node);
  await keepKubelet(layout, name, () =>
    untilNode(layout, name, access, (body) => isReady(body) && body.includes(newBoot)),
  );
}

const KUBELET_STARTS = 10;

// containerd answers before it has found its containers again, and a kubelet that asks too early ends: whoever looks after
// a node starts it again.
async function keepKubelet(layout: Layout, name: string, ready: () => Promise<void>): Promise<void> {
  for (let start = 1; ; start += 1) {
    await restartInside(layout, name, 'kubelet');
    try {
      return await ready();
    } catch (error) {
      if (componentRuns(layout, `${name}-kubelet`) || start === KUBELET_STARTS) throw error;
      await sleep(500);
    }
  }
}
