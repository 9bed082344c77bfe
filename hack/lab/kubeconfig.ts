import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { authority } from './certificates.ts';
import type { Layout } from './layout.ts';

/** Who a kubeconfig file speaks for. */
export interface Identity {
  readonly user: string;
  readonly token: string;
  readonly namespace?: string;
}

/** Writes a kubeconfig file (JSON, which every reader of YAML reads). */
export function writeKubeconfig(layout: Layout, file: string, server: string, identity: Identity): void {
  const ca = readFileSync(authority(layout).certificate).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: layout.name, cluster: { server, 'certificate-authority-data': ca } }],
    users: [{ name: identity.user, user: { token: identity.token } }],
    contexts: [
      {
        name: layout.name,
        context: { cluster: layout.name, user: identity.user, namespace: identity.namespace ?? 'default' },
      },
    ],
    'current-context': layout.name,
  };
  writeFileSync(file, JSON.stringify(config, null, 2), { mode: 0o600 });
}

/** The environment of a kubectl that leaves nothing outside the cluster's folder. */
export function kubectlEnvironment(folder: string, kubeconfig: string): NodeJS.ProcessEnv {
  return { ...process.env, KUBECONFIG: kubeconfig, KUBECACHEDIR: join(folder, 'kubectl-cache') };
}
