import type { ContainerSpec, MountFact } from '../model/facts.ts';
import { isRemote, tokens } from './words.ts';

/** Where a path of a container leads. */
export type Place = 'config' | 'volume' | 'node' | 'image' | 'kernel' | 'remote' | 'open';

const CONFIG_KINDS: ReadonlySet<string> = new Set(['configMap', 'secret', 'projected', 'downwardAPI']);
const STORE_KINDS: ReadonlySet<string> = new Set([
  'emptyDir',
  'persistentVolumeClaim',
  'ephemeral',
  'nfs',
  'csi',
]);
const NODE_PATHS =
  /^\/(opt\/cni\/bin|etc\/cni|lib\/modules|etc\/modprobe\.d|host[\w-]{0,32})(\/|$)|\/opt\/cni\/bin|\/etc\/cni\/net\.d/;
/** Nothing but plugins of the network is mounted there. */
const CNI_MOUNTS = /^\/cni(?:[-/]|$)/;
/** Folders of the node that the kubelet, the container runtime or the system load from. */
const NODE_MOUNTS =
  /^\/(?:host|rootfs|cni|hostfs|node)[\w-]{0,32}(?:\/|$)|\/cni(?:[-/.]|$)|\/lib\/modules|\/kubelet\/(?:\w{0,32}plugins|plugins_registry|seccomp|device-plugins)|\/etc\/(?:modules-load\.d|modprobe\.d|sysctl\.d|udev|systemd|containerd|docker|crio|cdi|security|apparmor\.d)|\/usr\/(?:local\/)?s?bin(?:\/|$)|^\/(?:sys|proc|dev|boot)(?:\/|$)|\/run\/(?:containerd|cilium|netns|udev)/;
const KERNEL_PATHS = /^\/(proc|sys)\/|[/-](proc|sys)\/(sys|kernel|net|vm|fs|module|class|devices)\//;

/** The mount that holds a path: the longest one that is a prefix of it. */
function mountOf(path: string, spec: ContainerSpec): MountFact | undefined {
  let best: MountFact | undefined;
  for (const mount of spec.mounts) {
    const root = mount.path.endsWith('/') ? mount.path.slice(0, -1) : mount.path;
    if (root === '' || (path !== root && !path.startsWith(`${root}/`))) continue;
    if (best === undefined || mount.path.length > best.path.length) best = mount;
  }
  return best;
}

/** The kind of volume that a path of a command leads to, and where in it. */
export function volumeOf(
  path: string,
  spec: ContainerSpec,
): { readonly kind: string; readonly inside: string } | undefined {
  const full = path.startsWith('/') ? path : `${spec.workingDir}/${path.replace(/^\.\//, '')}`;
  const mount = mountOf(full, spec) ?? mountOf(full.replace(/\/\*$/, ''), spec);
  return mount === undefined
    ? undefined
    : { kind: mount.volume, inside: full.slice(mount.path.replace(/\/$/, '').length) };
}

/** Where a path as written in a command leads; `open` when only the run knows. */
export function placeOf(path: string, spec: ContainerSpec): Place {
  const clean = path.replace(/^["']+/, '');
  if (isRemote(clean)) return 'remote';
  if (KERNEL_PATHS.test(clean)) return 'kernel';
  if (NODE_PATHS.test(clean)) return 'node';
  const mount = mountOf(clean, spec);
  if (mount !== undefined) return kindOf(mount);
  if (clean.startsWith('/')) return 'image';
  return /^[~.]?\/|^\w/.test(clean) && !clean.includes('$') ? relative(clean, spec) : 'open';
}

function relative(path: string, spec: ContainerSpec): Place {
  if (spec.workingDir === '') return 'open';
  const mount = mountOf(`${spec.workingDir}/${path}`, spec);
  return mount === undefined ? 'image' : kindOf(mount);
}

function kindOf(mount: MountFact): Place {
  if (CONFIG_KINDS.has(mount.volume)) return 'config';
  if (STORE_KINDS.has(mount.volume)) return 'volume';
  if (mount.volume !== 'hostPath' && mount.volume !== '') return 'volume';
  return NODE_PATHS.test(mount.path) ||
    (mount.volume === 'hostPath' ? NODE_MOUNTS : CNI_MOUNTS).test(mount.path)
    ? 'node'
    : 'volume';
}

/** Do two paths lie in the same volume? Then nothing is carried from one place to another. */
export function sameVolume(one: string, other: string, spec: ContainerSpec): boolean {
  const mount = mountOf(one, spec);
  return mount !== undefined && mount === mountOf(other, spec);
}

/** Reading from here is reading configuration: a ConfigMap or Secret for certain, or any mount of unknown kind. */
export function isConfigSource(path: string, spec: ContainerSpec): boolean {
  const folder = path.replace(/\/[^/*]{0,255}\*[^/]{0,255}$/, '');
  const below = (one: MountFact): boolean => folder !== '' && one.path.startsWith(`${folder}/`);
  const mount = mountOf(path, spec) ?? spec.mounts.find(below);
  if (mount === undefined) return false;
  return CONFIG_KINDS.has(mount.volume) || mount.readOnly || mount.volume === '';
}

const CONFIG_WORDS: ReadonlySet<string> = new Set([
  'config',
  'configs',
  'configmap',
  'configuration',
  'conf',
  'cfg',
  'settings',
  'template',
  'templates',
  'yaml',
  'yml',
  'ini',
  'properties',
  'toml',
  'json',
  'hcl',
  'cert',
  'certs',
  'tls',
  'crt',
  'pem',
  'key',
  'keystore',
  'secret',
  'secrets',
]);

/** Does a path look like configuration by its words? */
export const looksLikeConfig = (path: string): boolean =>
  tokens(path).some((token) => CONFIG_WORDS.has(token));

/** Can work on this path outlive the container? Only on a volume, on the node, or where we cannot tell. */
export function outlives(path: string, spec: ContainerSpec): boolean {
  const place = placeOf(path, spec);
  if (place === 'open') return spec.mounts.length > 0;
  return place !== 'image' && !path.startsWith('/dev/');
}
