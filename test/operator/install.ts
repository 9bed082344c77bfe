import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { Cluster } from '../../hack/lab/cluster.ts';

/** The identity under which the operator is shipped. */
export const SERVICE_ACCOUNT = { namespace: 'confessor-system', name: 'confessor' } as const;
export const OPERATOR_USER = `system:serviceaccount:${SERVICE_ACCOUNT.namespace}:${SERVICE_ACCOUNT.name}`;

const INSTALL = new URL('../../config/install.yaml', import.meta.url);
const manifestSchema = z.looseObject({ kind: z.string() });

/** Installs what config/install.yaml holds but for the Deployment: tests run the operator from source. */
export async function installOperator(cluster: Cluster): Promise<void> {
  const manifests = parseAllDocuments(readFileSync(INSTALL, 'utf8'))
    .map((document) => manifestSchema.parse(document.toJS()))
    .filter(({ kind }) => kind !== 'Deployment');
  await cluster.apply(manifests);
  await cluster.kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s');
}

/** A kubeconfig with the token of the shipped service account. */
export function operatorKubeconfig(cluster: Cluster): Promise<string> {
  return cluster.serviceAccountKubeconfig(SERVICE_ACCOUNT.namespace, SERVICE_ACCOUNT.name);
}
