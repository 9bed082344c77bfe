import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Binary, ensureBinaries } from '../lab/binaries.ts';
import {
  controlPlaneNeeds,
  ensurePackages,
  migrationNeeds,
  nodeNeeds,
  postgresNeeds,
} from '../lab/debian.ts';
import { clustersFolder } from '../lab/layout.ts';
import { stopCluster } from '../lab/lifecycle.ts';
import { toStderr } from '../lab/report.ts';
import type { Ring } from './rings.ts';

const CONTROL_PLANE: readonly Binary[] = [
  'etcd',
  'kubectl',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
];

function binariesFor(node: boolean, long: boolean): readonly Binary[] {
  if (!node) return CONTROL_PLANE;
  return [...CONTROL_PLANE, 'kubelet', 'migrate', ...(long ? ['kubelet-1.35' as const] : [])];
}

/**
 * Builds and installs what the ring's clusters are made of, before any test's own clock runs. On a fresh machine this
 * takes minutes and says so.
 */
export async function prepareLab({ lab }: Ring, long: boolean, signal: AbortSignal): Promise<void> {
  if (lab === 'none') return;
  const node = lab === 'node';
  const packages = node ? [...nodeNeeds, ...postgresNeeds, ...migrationNeeds] : controlPlaneNeeds;
  await ensurePackages(packages, toStderr, signal);
  await ensureBinaries(binariesFor(node, long), toStderr, signal);
}

function leftBehind(prefix: string): readonly string[] {
  const folder = clustersFolder();
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(prefix)) : [];
}

const TRIES = 60;
const PAUSE_MS = 1000;

/**
 * Takes down what killed tests left behind; others' clusters have other names and are not touched. A cluster's own
 * guardian may be at it already, so this tries until nothing is left.
 */
export async function removeClusters(prefix: string): Promise<void> {
  for (let turn = 0; turn < TRIES; turn += 1) {
    const names = leftBehind(prefix);
    if (names.length === 0) return;
    for (const name of names) await stopCluster(name, toStderr).catch(() => undefined);
    if (leftBehind(prefix).length > 0) await sleep(PAUSE_MS);
  }
  throw new Error(`clusters that could not be taken down: ${leftBehind(prefix).join(', ')}`);
}
