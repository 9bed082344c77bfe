import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { Cluster } from '../lab/cluster.ts';
import { lastLines, startComponent, stopComponent, untilReady } from '../lab/components.ts';
import { demonstrationNeeds, ensurePackages, nodeNeeds, postgresNeeds } from '../lab/debian.ts';
import { layoutOf } from '../lab/layout.ts';
import { AlreadyUp, startCluster } from '../lab/lifecycle.ts';
import { freePort } from '../lab/ports.ts';
import type { Postgres } from '../lab/postgres.ts';
import { step, toStderr } from '../lab/report.ts';
import { Audience } from './audience.ts';
import { say } from './narrator.ts';
import { surroundings } from './workloads.ts';

/** The demonstration's own cluster. */
export const CLUSTER = 'demo';
export const checkout = join(import.meta.dirname, '..', '..');
export const layout = layoutOf(CLUSTER);

const OPERATOR = 'confessor';

/** Everything that the scenes play on. */
export interface Stage {
  readonly cluster: Cluster;
  readonly postgres: Postgres;
  /** Address of the operator's /metrics. */
  readonly operator: string;
  readonly audience: Audience;
  readonly signal: AbortSignal;
}

const manifestSchema = z.looseObject({ kind: z.string() });

/** What `kubectl apply -f config/install.yaml` installs, without the Deployment: no image of it is in any registry here. */
function shippedManifests(): readonly object[] {
  const text = readFileSync(join(checkout, 'config', 'install.yaml'), 'utf8');
  return parseAllDocuments(text)
    .map((document) => manifestSchema.parse(document.toJS()))
    .filter(({ kind }) => kind !== 'Deployment');
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function startOperator(cluster: Cluster, signal: AbortSignal): Promise<string> {
  await cluster.apply(shippedManifests());
  const crd = 'crd/initcontainerfindings.confessor.dev';
  await cluster.kubectl('wait', '--for=condition=Established', crd, '--timeout=30s');
  const kubeconfig = await cluster.serviceAccountKubeconfig('confessor-system', 'confessor');
  const address = `127.0.0.1:${await freePort()}`;
  const flags = ['--kubeconfig', kubeconfig, '--http.listen', address];
  await startComponent(layout, {
    name: OPERATOR,
    command: [join(checkout, 'hack', 'confessor'), 'run', ...flags],
    stopSignal: 'SIGTERM',
  });
  await untilReady(layout, OPERATOR, () => answers(`http://${address}/readyz`), signal, 60_000);
  return `http://${address}`;
}

/** A cluster that nobody else uses; when this fails nothing is left of it. */
export async function raiseCluster(signal: AbortSignal): Promise<Cluster> {
  await ensurePackages([...nodeNeeds, ...postgresNeeds, ...demonstrationNeeds], toStderr, signal);
  const cluster = await startCluster({ name: CLUSTER, signal }).catch((error: unknown) => {
    if (!(error instanceof AlreadyUp)) throw error;
    throw new Error(
      `${error.message}. End the demonstration that runs, or: hack/cluster --name ${CLUSTER} down`,
    );
  });
  say(`Kubernetes is up: a real API server, kubelet and containerd, in ${cluster.folder}.`);
  return cluster;
}

/** The database server, and the operator from the sources with the rights of the shipped service account. */
export async function setUp(cluster: Cluster, signal: AbortSignal): Promise<Stage> {
  const postgres = await step(toStderr, 'PostgreSQL', () => cluster.startPostgres());
  await cluster.apply(surroundings());
  const operator = await step(toStderr, 'Confessor', () => startOperator(cluster, signal));
  say(`Confessor runs with the token and the rights of the shipped ServiceAccount, and has synced.`);
  return { cluster, postgres, operator, audience: new Audience(cluster, signal), signal };
}

/** What the operator said last. */
export function operatorLog(): string {
  return lastLines(layout, OPERATOR);
}

/** Ends the operator as a kubelet would, before its API server goes. */
export async function dismissOperator(): Promise<void> {
  await stopComponent(layout, OPERATOR);
}
