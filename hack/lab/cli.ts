import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { binaryPath } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { kubectlEnvironment } from './kubeconfig.ts';
import { clustersFolder } from './layout.ts';
import { AlreadyUp, clearVoid, openCluster, startCluster, stopCluster } from './lifecycle.ts';
import type { ClusterOptions } from './options.ts';
import { toStderr } from './report.ts';

const usage = `A real Kubernetes on this machine, on demand.

  hack/cluster [--name NAME] up [options]     start it (says so when it is up already)
  hack/cluster [--name NAME] down             take it away, with everything it left
  hack/cluster [--name NAME] status           what runs
  hack/cluster [--name NAME] kubeconfig       path of the administrator's kubeconfig
  hack/cluster [--name NAME] kubectl …        kubectl of the cluster's version

  --name NAME          clusters of different names live side by side   [default]
  --no-node            etcd, API server, controller-manager and scheduler only; needs no root
  --api-only           etcd and API server only
  --nodes N            number of nodes                                 [1]
  --postgres           start a PostgreSQL too, which pods can reach
  --audit              audit log; writes of findings and leases whole
  --feature-gates A=true,B=false            of the control plane
  --kubelet-feature-gates A=true,B=false    of the kubelets

State is kept in ${clustersFolder()}; binaries are built once, or taken from KUBEBUILDER_ASSETS.`;

const known = {
  name: { type: 'string' },
  'no-node': { type: 'boolean' },
  'api-only': { type: 'boolean' },
  nodes: { type: 'string' },
  postgres: { type: 'boolean' },
  audit: { type: 'boolean' },
  'feature-gates': { type: 'string' },
  'kubelet-feature-gates': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: known, allowPositionals: true });
}

type Flags = ReturnType<typeof parse>['values'];

function gates(text: string | undefined): Record<string, boolean> {
  const pairs = (text ?? '')
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split('='));
  return Object.fromEntries(
    pairs.map(([gate = '', value]) => {
      if (value !== 'true' && value !== 'false')
        throw new Error(`a feature gate is written NAME=true or NAME=false: ${gate}`);
      return [gate, value === 'true'];
    }),
  );
}

function nodeCount(flags: Flags): number {
  if (flags['no-node'] || flags['api-only']) return 0;
  const count = Number(flags.nodes ?? '1');
  if (!Number.isInteger(count) || count < 0 || count > 5)
    throw new Error('--nodes takes a number from 0 to 5');
  return count;
}

function optionsOf(flags: Flags, signal: AbortSignal): ClusterOptions {
  return {
    name: flags.name ?? 'default',
    nodes: nodeCount(flags),
    controllers: !flags['api-only'],
    audit: flags.audit ?? false,
    featureGates: gates(flags['feature-gates']),
    kubeletFeatureGates: gates(flags['kubelet-feature-gates']),
    lifetime: 'detached',
    signal,
  };
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) return;
      toStderr(`${signal}: taking away what was started`);
      controller.abort(new Error(`ended by ${signal}`));
    });
  }
  return controller.signal;
}

function tell(cluster: Cluster): void {
  console.log(`Kubernetes is up at ${cluster.serverUrl}; pods reach this machine at ${cluster.hostAddress}`);
  console.log(`export KUBECONFIG=${cluster.kubeconfig}`);
}

async function startPostgresOnce(cluster: Cluster): Promise<void> {
  const there = cluster.components().some(({ name, runs }) => name === 'postgres' && runs);
  const postgres = there ? cluster.postgres() : await cluster.startPostgres();
  console.log(`PostgreSQL: ${postgres.url}`);
}

async function startOrFind(flags: Flags, signal: AbortSignal): Promise<Cluster> {
  try {
    return await startCluster(optionsOf(flags, signal));
  } catch (error) {
    if (!(error instanceof AlreadyUp) || !error.sameWish) throw error;
    toStderr(error.message);
    return demandCluster(flags);
  }
}

async function up(flags: Flags): Promise<number> {
  const began = Date.now();
  const signal = interruption();
  try {
    const cluster = await startOrFind(flags, signal);
    tell(cluster);
    if (flags.postgres) await startPostgresOnce(cluster);
    toStderr(`up in ${((Date.now() - began) / 1000).toFixed(1)} s`);
    return 0;
  } catch (error) {
    if (signal.aborted) return 130;
    throw error;
  }
}

async function down(flags: Flags): Promise<number> {
  const name = flags.name ?? 'default';
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => toStderr('still taking the cluster away, a moment'));
  }
  const wasThere = await stopCluster(name, toStderr);
  console.log(wasThere ? `the cluster "${name}" is gone` : `there is no cluster "${name}"`);
  return 0;
}

// Not for people: what the guardian runs.
async function clear(flags: Flags): Promise<number> {
  await clearVoid(flags.name ?? 'default');
  return 0;
}

function demandCluster(flags: Flags): Cluster {
  const cluster = openCluster(flags.name);
  if (cluster === undefined)
    throw new Error(`the cluster "${flags.name ?? 'default'}" is not up; "hack/cluster up" starts it`);
  return cluster;
}

async function status(flags: Flags): Promise<number> {
  const cluster = demandCluster(flags);
  tell(cluster);
  const parts = cluster.components();
  for (const { name, pid, runs } of parts)
    console.log(`  ${name.padEnd(26)}${runs ? `runs (${pid})` : 'ENDED'}`);
  const ready = (await cluster.get('/readyz'))?.status === 200;
  console.log(`API server ${ready ? 'ready' : 'NOT READY'}`);
  return ready && parts.every((part) => part.runs) ? 0 : 1;
}

function kubectl(flags: Flags, args: readonly string[]): Promise<number> {
  const cluster = demandCluster(flags);
  const env = kubectlEnvironment(cluster.folder, cluster.kubeconfig);
  const child = spawn(binaryPath('kubectl'), args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function main(args: readonly string[]): Promise<number> {
  // Everything after the word kubectl is kubectl's.
  const cut = args.indexOf('kubectl');
  const { values, positionals } = parse(cut < 0 ? args : args.slice(0, cut));
  if (values.help) return print(usage, 0);
  if (cut >= 0) return kubectl(values, args.slice(cut + 1));
  if (positionals.length !== 1) return print(usage, 2);
  if (positionals[0] === 'up') return up(values);
  if (positionals[0] === 'down') return down(values);
  if (positionals[0] === 'clear') return clear(values);
  if (positionals[0] === 'status') return status(values);
  if (positionals[0] === 'kubeconfig') return print(demandCluster(values).kubeconfig, 0);
  return print(usage, 2);
}

function print(text: string, code: number): number {
  if (code === 0) console.log(text);
  else console.error(text);
  return code;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`hack/cluster: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
