import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiAccess, get } from './apiAccess.ts';
import { binaryPath } from './binaries.ts';
import { authority, issue, serviceAccountKeys } from './certificates.ts';
import { startComponent, untilReady } from './components.ts';
import { type ControlPlaneOptions, gates } from './controlPlane.ts';
import type { Layout } from './layout.ts';

/** Writes of findings and leases are logged whole: which version each was computed from, and which one it made. */
const AUDIT_RULES = [
  {
    level: 'RequestResponse',
    verbs: ['create', 'update', 'patch', 'delete'],
    resources: [{ group: 'confessor.dev' }, { group: 'coordination.k8s.io', resources: ['leases'] }],
    omitStages: ['RequestReceived'],
    omitManagedFields: true,
  },
  { level: 'Metadata', omitStages: ['RequestReceived'] },
];

function auditArgs(layout: Layout, audit: boolean): string[] {
  if (!audit) return [];
  const policy = join(layout.root, 'audit-policy.json');
  const rules = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: AUDIT_RULES };
  writeFileSync(policy, JSON.stringify(rules));
  return [`--audit-policy-file=${policy}`, `--audit-log-path=${layout.auditLog}`];
}

async function identityArgs(layout: Layout, options: ControlPlaneOptions): Promise<string[]> {
  const dns = ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'].map(
    (name) => `DNS:${name}`,
  );
  const addresses = [options.address, options.apiServiceAddress, '127.0.0.1'].map(
    (address) => `IP:${address}`,
  );
  const [serving, kubeletClient] = await Promise.all([
    issue(layout, {
      file: 'apiserver',
      commonName: 'kube-apiserver',
      names: [...dns, ...addresses],
    }),
    issue(layout, { file: 'kubelet-client', commonName: 'kube-apiserver', organization: 'system:masters' }),
  ]);
  const ca = authority(layout).certificate;
  const keys = serviceAccountKeys(layout);
  return [
    `--tls-cert-file=${serving.certificate}`,
    `--tls-private-key-file=${serving.key}`,
    `--client-ca-file=${ca}`,
    `--token-auth-file=${join(layout.pki, 'tokens.csv')}`,
    `--service-account-key-file=${keys.publicKey}`,
    `--service-account-signing-key-file=${keys.privateKey}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--kubelet-client-certificate=${kubeletClient.certificate}`,
    `--kubelet-client-key=${kubeletClient.key}`,
    `--kubelet-certificate-authority=${ca}`,
  ];
}

async function apiServerCommand(layout: Layout, options: ControlPlaneOptions): Promise<string[]> {
  return [
    binaryPath('kube-apiserver'),
    ...(await identityArgs(layout, options)),
    `--etcd-servers=http://127.0.0.1:${options.etcdPort}`,
    `--bind-address=${options.address}`,
    `--advertise-address=${options.address}`,
    `--secure-port=${options.apiPort}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    ...(options.controllers ? [] : ['--disable-admission-plugins=ServiceAccount']),
    '--endpoint-reconciler-type=none',
    '--allow-privileged=true',
    `--service-cluster-ip-range=${options.serviceCidr}`,
    '--kubelet-preferred-address-types=InternalIP',
    ...gates(options.featureGates),
    ...auditArgs(layout, options.audit),
    ...options.apiServerArgs,
  ];
}

/** Starts the API server and waits until it is ready. */
export async function startApiServer(
  layout: Layout,
  options: ControlPlaneOptions,
  access: ApiAccess,
  signal?: AbortSignal,
): Promise<void> {
  await startComponent(layout, { name: 'kube-apiserver', command: await apiServerCommand(layout, options) });
  const ready = async () => (await get(access, '/readyz'))?.status === 200;
  await untilReady(layout, 'kube-apiserver', ready, signal, 180_000);
}
