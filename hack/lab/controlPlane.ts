import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { binaryPath } from './binaries.ts';
import { authority, issue, serviceAccountKeys } from './certificates.ts';
import { startComponent, untilReady } from './components.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import type { Layout } from './layout.ts';

/** What the control plane is told. */
export interface ControlPlaneOptions {
  readonly address: string;
  readonly etcdPort: number;
  readonly etcdPeerPort: number;
  readonly apiPort: number;
  readonly controllerPort: number;
  readonly schedulerPort: number;
  readonly serviceCidr: string;
  readonly apiServiceAddress: string;
  readonly nodes: readonly string[];
  /** Whether the controller-manager and the scheduler run. */
  readonly controllers: boolean;
  readonly audit: boolean;
  readonly featureGates: Readonly<Record<string, boolean>>;
  readonly apiServerArgs: readonly string[];
  readonly controllerManagerArgs: readonly string[];
  readonly etcdArgs: readonly string[];
}

/** The tokens of those who come from outside the cluster's own service accounts. */
export interface Tokens {
  readonly admin: string;
  readonly controllerManager: string;
  readonly scheduler: string;
  readonly nodes: Readonly<Record<string, string>>;
}

/** Writes the token file. */
export function createTokens(layout: Layout, nodes: readonly string[]): Tokens {
  const token = () => randomBytes(24).toString('hex');
  const tokens = {
    admin: token(),
    controllerManager: token(),
    scheduler: token(),
    nodes: Object.fromEntries(nodes.map((name) => [name, token()])),
  };
  const lines = [
    `${tokens.admin},lab-admin,lab-admin,"system:masters"`,
    `${tokens.controllerManager},system:kube-controller-manager,system:kube-controller-manager,`,
    `${tokens.scheduler},system:kube-scheduler,system:kube-scheduler,`,
    ...Object.entries(tokens.nodes).map(
      ([name, of]) => `${of},system:node:${name},system:node:${name},"system:nodes"`,
    ),
  ];
  writeFileSync(join(layout.pki, 'tokens.csv'), `${lines.join('\n')}\n`, { mode: 0o600 });
  return tokens;
}

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

const gates = (featureGates: Readonly<Record<string, boolean>>) => {
  const list = Object.entries(featureGates).map(([gate, on]) => `${gate}=${on}`);
  return list.length === 0 ? [] : [`--feature-gates=${list.join(',')}`];
};

function auditArgs(layout: Layout, audit: boolean): string[] {
  if (!audit) return [];
  const policy = join(layout.root, 'audit-policy.json');
  const rules = [{ level: 'Metadata', omitStages: ['RequestReceived'] }];
  writeFileSync(policy, JSON.stringify({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules }));
  return [`--audit-policy-file=${policy}`, `--audit-log-path=${layout.auditLog}`];
}

async function apiServerCommand(layout: Layout, options: ControlPlaneOptions): Promise<string[]> {
  const dns = ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'].map(
    (name) => `DNS:${name}`,
  );
  const addresses = [options.address, options.apiServiceAddress, '127.0.0.1'].map(
    (address) => `IP:${address}`,
  );
  const [serving, kubeletClient] = await Promise.all([
    issue(layout, { file: 'apiserver', commonName: 'kube-apiserver', names: [...dns, ...addresses] }),
    issue(layout, { file: 'kubelet-client', commonName: 'kube-apiserver', organization: 'system:masters' }),
  ]);
  const ca = authority(layout).certificate;
  const keys = serviceAccountKeys(layout);
  return [
    binaryPath('kube-apiserver'),
    `--etcd-servers=http://127.0.0.1:${options.etcdPort}`,
    `--bind-address=${options.address}`,
    `--advertise-address=${options.address}`,
    `--secure-port=${options.apiPort}`,
    `--tls-cert-file=${serving.certificate}`,
    `--tls-private-key-file=${serving.key}`,
    `--client-ca-file=${ca}`,
    `--token-auth-file=${join(layout.pki, 'tokens.csv')}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    ...(options.controllers ? [] : ['--disable-admission-plugins=ServiceAccount']),
    '--endpoint-reconciler-type=none',
    '--allow-privileged=true',
    `--service-account-key-file=${keys.publicKey}`,
    `--service-account-signing-key-file=${keys.privateKey}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-cluster-ip-range=${options.serviceCidr}`,
    '--kubelet-preferred-address-types=InternalIP',
    `--kubelet-client-certificate=${kubeletClient.certificate}`,
    `--kubelet-client-key=${kubeletClient.key}`,
    `--kubelet-certificate-authority=${ca}`,
    ...gates(options.featureGates),
    ...auditArgs(layout, options.audit),
    ...options.apiServerArgs,
  ];
}

/** One GET with the admin's token; the status code and body, or undefined when nobody answers. */
export function get(
  layout: Layout,
  url: string,
  token: string,
): Promise<{ readonly status: number; readonly body: string } | undefined> {
  return new Promise((resolve) => {
    const ca = readFileSync(authority(layout).certificate);
    const outgoing = request(
      url,
      { ca, headers: { authorization: `Bearer ${token}` }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
        response.on('error', () => resolve(undefined));
      },
    );
    outgoing.setTimeout(5_000, () => outgoing.destroy());
    outgoing.on('error', () => resolve(undefined));
    outgoing.end();
  });
}

/** Starts the API server and waits until it is ready. */
export async function startApiServer(
  layout: Layout,
  options: ControlPlaneOptions,
  tokens: Tokens,
  signal?: AbortSignal,
): Promise<void> {
  await startComponent(layout, { name: 'kube-apiserver', command: await apiServerCommand(layout, options) });
  const url = `https://${options.address}:${options.apiPort}/readyz`;
  const ready = async () => (await get(layout, url, tokens.admin))?.status === 200;
  await untilReady(layout, 'kube-apiserver', ready, signal, 180_000);
}

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
  server: string,
  adminToken: string,
  signal?: AbortSignal,
): Promise<void> {
  const inDefault = `${server}/api/v1/namespaces/default`;
  const exist = async () => {
    const paths = [`${inDefault}/serviceaccounts/default`, `${inDefault}/configmaps/kube-root-ca.crt`];
    const answers = await Promise.all(paths.map((path) => get(layout, path, adminToken)));
    return answers.every((answer) => answer?.status === 200);
  };
  await untilReady(layout, 'kube-controller-manager', exist, signal, 60_000);
}
