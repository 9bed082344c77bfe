import { accessSync, constants, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { attempt, run } from './command.ts';
import { lock } from './lock.ts';
import { type Report, step } from './report.ts';

const module = import.meta.dirname;

const packages = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
  kubelet: 'k8s.io/kubernetes/cmd/kubelet',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
} as const;

/** A program of Kubernetes. */
export type Binary = keyof typeof packages;

/** The Kubernetes version, as go.mod pins it. */
export function kubernetesVersion(): string {
  const pinned = /^\s*k8s\.io\/kubernetes (v\S+)/m.exec(readFileSync(join(module, 'go.mod'), 'utf8'));
  if (pinned?.[1] === undefined) throw new Error('hack/lab/go.mod does not pin k8s.io/kubernetes');
  return pinned[1];
}

function cacheFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'confessor', `kubernetes-${kubernetesVersion()}`);
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
  return given !== undefined && isExecutable(given) ? given : join(cacheFolder(), name);
}

function linkerFlags(): string {
  const [major, minor] = kubernetesVersion().slice(1).split('.');
  const set = (variable: string, value: string) => `-X k8s.io/component-base/version.${variable}=${value}`;
  return `-s -w ${set('gitVersion', kubernetesVersion())} ${set('gitMajor', major ?? '')} ${set('gitMinor', minor ?? '')}`;
}

async function build(name: Binary, signal?: AbortSignal): Promise<void> {
  const unfinished = join(cacheFolder(), `.${name}.unfinished`);
  const flags = ['-trimpath', '-ldflags', linkerFlags(), '-o', unfinished];
  await run('go', ['build', ...flags, packages[name]], {
    cwd: module,
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
    signal,
  });
  renameSync(unfinished, join(cacheFolder(), name));
}

async function demandGo(missing: readonly Binary[]): Promise<void> {
  const go = onPath('go') ? await attempt('go', ['version']) : undefined;
  if (go?.code === 0) return;
  throw new Error(
    `${missing.join(', ')} of Kubernetes ${kubernetesVersion()} must be built, and there is no working "go".\n` +
      'Install Go 1.21 or newer (it fetches the version it needs), or set KUBEBUILDER_ASSETS to a folder with the binaries.',
  );
}

function removeUnfinished(): void {
  for (const file of readdirSync(cacheFolder())) {
    if (file.endsWith('.unfinished')) rmSync(join(cacheFolder(), file), { force: true });
  }
}

/** Builds those of the binaries that are missing, from the Go module proxy, pinned by go.sum. */
export async function ensureBinaries(
  names: readonly Binary[],
  report: Report,
  signal?: AbortSignal,
): Promise<void> {
  const missing = () => names.filter((name) => !isExecutable(binaryPath(name)));
  if (missing().length === 0) return;
  await demandGo(missing());
  mkdirSync(cacheFolder(), { recursive: true });
  const held = await lock(`build ${cacheFolder()}`, 'build of the Kubernetes binaries', report, signal);
  try {
    removeUnfinished();
    const toBuild = missing();
    if (toBuild.length === 0) return;
    report(
      `building ${toBuild.join(', ')} ${kubernetesVersion()} into ${cacheFolder()} (once; minutes on a small machine)`,
    );
    for (const name of toBuild) await step(report, `go build ${name}`, () => build(name, signal));
  } finally {
    held.release();
  }
}
