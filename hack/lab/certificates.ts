import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import type { Layout } from './layout.ts';

/** Files of one certificate. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate says. */
export interface Subject {
  readonly file: string;
  readonly commonName: string;
  readonly organization?: string;
  /** `IP:10.0.0.1` or `DNS:name`; a certificate with these serves, one without identifies a client. */
  readonly names?: readonly string[];
}

/** The cluster's own authority. */
export function authority(layout: Layout): Certificate {
  return { certificate: join(layout.pki, 'ca.crt'), key: join(layout.pki, 'ca.key') };
}

function newKey(file: string): void {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
}

/** Makes the authority, once per cluster. */
export async function createAuthority(layout: Layout): Promise<Certificate> {
  mkdirSync(layout.pki, { recursive: true, mode: 0o700 });
  const ca = authority(layout);
  newKey(ca.key);
  const subject = ['-subj', `/CN=${layout.mark}`];
  const extensions = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  await run('openssl', [
    'req',
    '-x509',
    '-new',
    '-days',
    '30',
    '-key',
    ca.key,
    '-out',
    ca.certificate,
    ...subject,
    ...extensions,
  ]);
  return ca;
}

/** Makes a certificate signed by the cluster's authority. */
export async function issue(layout: Layout, subject: Subject): Promise<Certificate> {
  const made = {
    certificate: join(layout.pki, `${subject.file}.crt`),
    key: join(layout.pki, `${subject.file}.key`),
  };
  const request = join(layout.pki, `${subject.file}.csr`);
  const extensions = join(layout.pki, `${subject.file}.ext`);
  const names = subject.names ?? [];
  const usage = `extendedKeyUsage=${names.length > 0 ? 'serverAuth' : 'clientAuth'}\n`;
  newKey(made.key);
  writeFileSync(extensions, usage + (names.length > 0 ? `subjectAltName=${names.join(',')}\n` : ''));
  const organization = subject.organization === undefined ? '' : `/O=${subject.organization}`;
  await run('openssl', [
    'req',
    '-new',
    '-key',
    made.key,
    '-out',
    request,
    '-subj',
    `${organization}/CN=${subject.commonName}`,
  ]);
  const ca = authority(layout);
  const signed = [
    '-CA',
    ca.certificate,
    '-CAkey',
    ca.key,
    '-CAcreateserial',
    '-days',
    '30',
    '-extfile',
    extensions,
  ];
  await run('openssl', ['x509', '-req', '-in', request, '-out', made.certificate, ...signed]);
  return made;
}

/** The key pair that signs service-account tokens. */
export function serviceAccountKeys(layout: Layout): {
  readonly privateKey: string;
  readonly publicKey: string;
} {
  const keys = { privateKey: join(layout.pki, 'sa.key'), publicKey: join(layout.pki, 'sa.pub') };
  if (existsSync(keys.privateKey)) return keys;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(keys.privateKey, pem, { mode: 0o600 });
  const publicKey = createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'pem' });
  writeFileSync(keys.publicKey, publicKey);
  return keys;
}
