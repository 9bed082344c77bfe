import { join } from 'node:path';
import { type ApiAccess, get } from './apiAccess.ts';
import { binaryPath } from './binaries.ts';
import { authority, serviceAccountKeys } from './certificates.ts';
import { startComponent, untilReady } from './components.ts';
import { type ControlPlaneOptions, gates, type Tokens } from './controlPlane.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import type { Layout } from './layout.ts';

/** Starts the controller-manager and the scheduler. */
export async function startControllers(
  layout: Layout,
  options: ControlPlaneOptions,
  tokens: Tokens,
): Promise<void> {
  const server = `https://${options.address}:${options.apiPort}`;
  const kubeconfig = (user: string, token: string) => {
    const file = join(layout.pki, `${user}.kubeconfig`);
    writeKubeconfig(layout, file, server, { user, token });
    return [
      `--kubeconfig=${file}`,
      `--authentication-kubeconfig=${file}`,
      `--authorization-kubeconfig=${file}`,
    ];
  };
  const common = ['--leader-elect=false', '--bind-address=127.0.0.1', ...gates(options.featureGates)];
  const manager = [
    binaryPath('kube-controller-manager'),
    ...kubeconfig('system:kube-controller-manager', tokens.controllerManager),
    ...common,
    `--secure-port=${options.controllerPort}`,
    `--cert-dir=${join(layout.root, 'controller-manager')}`,
    '--use-service-account-credentials=true',
    '--node-monitor-period=1s',
    // One token per controller at the start: the default of 20 requests per second costs five seconds.
    '--kube-api-qps=200',
    '--kube-api-burst=400',
    `--service-account-private-key-file=${serviceAccountKeys(layout).privateKey}`,
    `--root-ca-file=${authority(layout).certificate}`,
    ...options.controllerManagerArgs,
  ];
  const scheduler = [
    binaryPath('kube-scheduler'),
    ...kubeconfig('system:kube-scheduler', tokens.scheduler),
    ...common,
    `--secure-port=${options.schedulerPort}`,
    `--cert-dir=${join(layout.root, 'scheduler')}`,
  ];
  await startComponent(layout, { name: 'kube-controller-manager', command: manager });
  await startComponent(layout, { name: 'kube-scheduler', command: scheduler });
}

/** Waits until the controllers did what every pod needs: a service account and the root certificate. */
export async function controllersReady(
  layout: Layout,
  access: ApiAccess,
  signal?: AbortSignal,
): Promise<void> {
  const inDefault = '/api/v1/namespaces/default';
  const paths = [`${inDefault}/serviceaccounts/default`, `${inDefault}/configmaps/kube-root-ca.crt`];
  const exist = async () => {
    const answers = await Promise.all(paths.map((path) => get(access, path)));
    return answers.every((answer) => answer?.status === 200);
  };
  await untilReady(layout, 'kube-controller-manager', exist, signal, 60_000);
}
