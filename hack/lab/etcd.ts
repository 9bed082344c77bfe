import { join } from 'node:path';
import { binaryPath } from './binaries.ts';
import { startComponent, untilReady } from './components.ts';
import type { ControlPlaneOptions } from './controlPlane.ts';
import type { Layout } from './layout.ts';

/** Starts etcd. */
export function startEtcd(layout: Layout, options: ControlPlaneOptions): Promise<void> {
  const client = `http://127.0.0.1:${options.etcdPort}`;
  const peer = `http://127.0.0.1:${options.etcdPeerPort}`;
  const command = [
    binaryPath('etcd'),
    '--unsafe-no-fsync',
    `--data-dir=${join(layout.root, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--logger=zap',
    '--log-level=warn',
    ...options.etcdArgs,
  ];
  return startComponent(layout, { name: 'etcd', command });
}

/** Waits until etcd answers. */
export async function etcdReady(
  layout: Layout,
  options: ControlPlaneOptions,
  signal?: AbortSignal,
): Promise<void> {
  const answers = async () => {
    const response = await fetch(`http://127.0.0.1:${options.etcdPort}/health`).catch(() => undefined);
    return response?.ok ?? false;
  };
  await untilReady(layout, 'etcd', answers, signal, 60_000);
}
