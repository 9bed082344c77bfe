import { type Binary, ensureBinaries } from './binaries.ts';
import { bringUp } from './bringUp.ts';
import { demandCgroups } from './cgroups.ts';
import { cleanUp, hasTraces } from './cleanup.ts';
import { type Cluster, clusterOf } from './cluster.ts';
import { controlPlaneNeeds, ensurePackages, nodeNeeds } from './debian.ts';
import { startGuardian } from './guardian.ts';
import { type Layout, layoutOf } from './layout.ts';
import { lockHolder, tryLock } from './lock.ts';
import { type ClusterOptions, wishOf } from './options.ts';
import { self } from './processes.ts';
import { type ClusterRecord, isWanted, readRecord, writeRecord } from './record.ts';
import { type Report, silent, step, toStderr } from './report.ts';

/** A cluster of that name is up and wanted. */
export class AlreadyUp extends Error {
  readonly sameWish: boolean;

  constructor(name: string, sameWish: boolean) {
    super(`the cluster "${name}" is up already${sameWish ? '' : ', with other options; take it down first'}`);
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
  const node = [
    'kubelet' as const,
    ...Object.values(options.kubelets ?? {}).flatMap(({ binary }) => binary ?? []),
  ];
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
    await startGuardian(layout, record.owner);
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

/** Takes a cluster away if nobody wants it any more: its owner ended, or its start was never finished. */
export async function clearVoid(name: string): Promise<void> {
  const layout = layoutOf(name);
  const held = await tryLock(layout.root);
  if (held === undefined) return;
  try {
    const record = readRecord(layout);
    if (record !== undefined && !isWanted(record)) await cleanUp(layout);
  } finally {
    held.release();
  }
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

function handle(layout: Layout, record: ClusterRecord): Cluster {
  return clusterOf(layout, record, async () => void (await stopCluster(layout.name)));
}
