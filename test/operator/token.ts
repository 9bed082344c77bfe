import { createPrivateKey, createSign } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { serviceAccountKeys } from '../../hack/lab/certificates.ts';
import type { Cluster } from '../../hack/lab/cluster.ts';
import { layoutOf } from '../../hack/lab/layout.ts';
import { SERVICE_ACCOUNT } from './install.ts';

const ISSUER = 'https://kubernetes.default.svc';
const uidSchema = z.object({ metadata: z.object({ uid: z.string() }) });

/** The API server accepts a token for so long after its end. */
const LEEWAY_SECONDS = 60;

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of the shipped service account that expires so soon as no server would issue it. */
export async function shortToken(cluster: Cluster, seconds: number): Promise<string> {
  const { namespace, name } = SERVICE_ACCOUNT;
  const { metadata } = uidSchema.parse(
    JSON.parse(await cluster.kubectl('get', 'serviceaccount', name, '-n', namespace, '-o', 'json')),
  );
  const now = Math.floor(Date.now() / 1000) - LEEWAY_SECONDS;
  const claims = {
    iss: ISSUER,
    aud: [ISSUER],
    sub: `system:serviceaccount:${namespace}:${name}`,
    iat: now - 1,
    nbf: now - 1,
    exp: now + seconds,
    'kubernetes.io': { namespace, serviceaccount: { name, uid: metadata.uid } },
  };
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  const key = createPrivateKey(readFileSync(serviceAccountKeys(layoutOf(cluster.name)).privateKey));
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`;
}

/** A kubeconfig whose token stands in a file of its own, as in a pod, and a way to renew it. */
export interface RenewableKubeconfig {
  readonly path: string;
  renew(token: string): void;
}

/** `server` is another way to the API server, `name` tells the files of one user from another's. */
export function tokenFileKubeconfig(
  cluster: Cluster,
  token: string,
  { server = cluster.serverUrl, name = 'renewed' } = {},
): RenewableKubeconfig {
  const [path, tokenFile] = [
    join(cluster.folder, `${name}.kubeconfig`),
    join(cluster.folder, `${name}.token`),
  ];
  const renew = (renewed: string): void => {
    writeFileSync(`${tokenFile}.new`, renewed);
    renameSync(`${tokenFile}.new`, tokenFile);
  };
  renew(token);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'lab', cluster: { server, 'certificate-authority': cluster.caFile } }],
    users: [{ name: 'me', user: { 'auth-provider': { name: 'tokenFile', config: { tokenFile } } } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'me' } }],
    'current-context': 'lab',
  };
  writeFileSync(path, JSON.stringify(config));
  return { path, renew };
}
