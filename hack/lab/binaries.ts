import { accessSync, constants, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { attempt, run } from './command.ts';
import { lock } from './lock.ts';
import { type Report, step } from './report.ts';

/** A Go module of the lab: its go.mod pins what is built from it, its go.sum every byte. */
interface Source {
  readonly folder: string;
  /** Finds the version that names the cache folder. */
  readonly pinned: RegExp;
  readonly label: string;
  readonly tags?: string;
}

const KUBERNETES: Source = {
  folder: import.meta.dirname,
  pinned: /^\s*k8s\.io\/kubernetes (v\S+)/m,
  label: 'kubernetes',
};
const OLDER: Source = { ...KUBERNETES, folder: join(import.meta.dirname, 'kubelet-1.35') };
const MIGRATE: Source = {
  folder: join(import.meta.dirname, 'migrate'),
  pinned: /^\s*github\.com\/golang-migrate\/migrate\/v4 (v\S+)/m,
  label: 'golang-migrate',
  // The second driver can keep its lock in a table, where it outlives who took it.
  tags: 'postgres pgx',
};

const packages = {
  etcd: { source: KUBERNETES, path: 'go.etcd.io/etcd/server/v3' },
  'kube-apiserver': { source: KUBERNETES, path: 'k8s.io/kubernetes/cmd/kube-apiserver' },
  'kube-controller-manager': { source: KUBERNETES, path: 'k8s.io/kubernetes/cmd/kube-controller-manager' },
  'kube-scheduler': { source: KUBERNETES, path: 'k8s.io/kubernetes/cmd/kube-scheduler' },
  kubelet: { source: KUBERNETES, path: 'k8s.io/kubernetes/cmd/kubelet' },
  /** The last before the one that counts restarts as today's do. */
  'kubelet-1.35': { source: OLDER, path: 'k8s.io/kubernetes/cmd/kubelet' },
  kubectl: { source: KUBERNETES, path: 'k8s.io/kubernetes/cmd/kubectl' },
  migrate: { source: MIGRATE, path: 'github.com/golang-migrate/migrate/v4/cmd/migrate' },
} as const;

/** A program of Kubernetes, or one that pods of the lab use. */
export type Binary = keyof typeof packages;

function versionOf({ folder, pinned }: Source): string {
  const file = join(folder, 'go.mod');
  const version = pinned.exec(readFileSync(file, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${file} does not pin what it is there for`);
  return version;
}

function cacheFolder(source: Source): string {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const tags = source.tags === undefined ? [] : source.tags.split(' ');
  return join(cache, 'confessor', [source.label, versionOf(source), ...tags].join('-'));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a program is on the path. */
export function onPath(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => isExecutable(join(folder, program)));
}

/** Where the binary is, or would be once built. KUBEBUILDER_ASSETS comes first. */
export function binaryPath(name: Binary): string {
  const assets = process.env['KUBEBUILDER_ASSETS'];
  const given = assets === undefined || assets === '' ? undefined : join(assets, name);
  return given !== undefined && isExecutable(given) ? given : join(cacheFolder(packages[name].source), name);
}

function linkerFlags(source: Source): string {
  if (source.label !== KUBERNETES.label) return '-s -w';
  const version = versionOf(source);
  const [major, minor] = version.slice(1).split('.');
  const set = (variable: string, value: string) => `-X k8s.io/component-base/version.${variable}=${value}`;
  return `-s -w ${set('gitVersion', version)} ${set('gitMajor', major ?? '')} ${set('gitMinor', minor ?? '')}`;
}

async function build(name: Binary, signal?: AbortSignal): Promise<void> {
  const { source, path } = packages[name];
  const folder = cacheFolder(source);
  const unfinished = join(folder, `.${name}.unfinished`);
  const flags = ['-trimpath', '-tags', source.tags ?? '', '-ldflags', linkerFlags(source), '-o', unfinished];
  await run('go', ['build', ...flags, path], {
    cwd: source.folder,
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
    signal,
  });
  renameSync(unfinished, join(folder, name));
}

async function demandGo(missing: readonly Binary[]): Promise<void> {
  const go = onPath('go') ? await attempt('go', ['version']) : undefined;
  if (go?.code === 0) return;
  throw new Error(
    `${missing.join(', ')} must be built, and there is no working "go".\n` +
      'Install Go 1.21 or newer (it fetches the version it needs), or set KUBEBUILDER_ASSETS to a folder with the binaries.',
  );
}

function removeUnfinished(folder: string): void {
  for (const file of readdirSync(folder)) {
    if (file.endsWith('.unfinished')) rmSync(join(folder, file), { force: true });
  }
}

/** Builds those of the binaries that are missing, from the Go module proxy, pinned by go.sum. */
export async function ensureBinaries(
  names: readonly Binary[],
  report: Report,
  signal?: AbortSignal,
): Promise<void> {
  const missing = missingOf(names);
  if (missing.length === 0) return;
  await demandGo(missing);
  for (const source of new Set(missing.map((name) => packages[name].source))) {
    const own = missing.filter((name) => packages[name].source === source);
    await buildFrom(source, own, report, signal);
  }
}

const missingOf = (names: readonly Binary[]) => names.filter((name) => !isExecutable(binaryPath(name)));

async function buildFrom(
  source: Source,
  names: readonly Binary[],
  report: Report,
  signal?: AbortSignal,
): Promise<void> {
  const folder = cacheFolder(source);
  mkdirSync(folder, { recursive: true });
  const held = await lock(`build ${folder}`, `build of the ${source.label} binaries`, report, signal);
  try {
    removeUnfinished(folder);
    // Another process may have built them meanwhile.
    const missing = missingOf(names);
    if (missing.length === 0) return;
    const what = `${missing.join(', ')} ${versionOf(source)}`;
    report(`building ${what} into ${folder} (once; minutes on a small machine)`);
    for (const name of missing) await step(report, `go build ${name}`, () => build(name, signal));
  } finally {
    held.release();
  }
}
