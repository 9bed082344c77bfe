import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from './command.ts';
import { startComponent, untilReady } from './components.ts';
import { type Image, imageArchive } from './image.ts';
import { pauseImage } from './labImages.ts';
import type { Layout, NodeLayout } from './layout.ts';

/** Where containerd finds the network plugins. */
export interface CniFolders {
  readonly conf: string;
  readonly bin: string;
}

const overlayFileSystem = 0x794c7630;

// overlayfs does not stack on overlayfs (a lab inside a container).
function snapshotter(folder: string): string {
  return statfsSync(folder).type === overlayFileSystem ? 'native' : 'overlayfs';
}

function config(node: NodeLayout, cni: CniFolders): string {
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  const text = (value: string) => JSON.stringify(value);
  return `version = 2
root = ${text(join(node.root, 'containerd'))}
state = ${text(join(node.root, 'containerd-state'))}
oom_score = 0
[grpc]
  address = ${text(node.socket)}
[plugins."io.containerd.internal.v1.opt"]
  path = ${text(join(node.root, 'opt'))}
[${cri}]
  # Without CAP_SYS_RESOURCE runc dies when a lower oom_score_adj is asked for.
  restrict_oom_score_adj = true
  sandbox_image = ${text(`docker.io/${pauseImage}`)}
  netns_mounts_under_state_dir = true
  stream_server_address = "127.0.0.1"
[${cri}.containerd]
  snapshotter = ${text(snapshotter(node.root))}
[${cri}.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[${cri}.cni]
  conf_dir = ${text(cni.conf)}
  bin_dir = ${text(cni.bin)}
`;
}

const inNamespace = (node: NodeLayout) => ['--address', node.socket, '--namespace', 'k8s.io'];

/** Runs `ctr` against a node's containers. */
export function ctr(node: NodeLayout, ...args: readonly string[]): Promise<string> {
  return run('ctr', [...inNamespace(node), ...args]);
}

const componentOf = (node: NodeLayout) => `${node.name}-containerd`;

/** Waits until a node's containerd answers. A kubelet that starts before ends at once. */
export async function containerdReady(layout: Layout, node: NodeLayout, signal?: AbortSignal): Promise<void> {
  const answers = async () =>
    existsSync(node.socket) && (await attempt('ctr', [...inNamespace(node), 'version'])).code === 0;
  await untilReady(layout, componentOf(node), answers, signal, 60_000);
}

/** Starts a node's containerd inside the node's mount namespace. */
export async function startContainerd(
  layout: Layout,
  node: NodeLayout,
  enter: readonly string[],
  cni: CniFolders,
  signal?: AbortSignal,
): Promise<void> {
  const file = join(node.root, 'containerd.toml');
  mkdirSync(node.root, { recursive: true, mode: 0o711 });
  writeFileSync(file, config(node, cni));
  await startComponent(layout, {
    name: componentOf(node),
    command: [...enter, 'containerd', '--config', file],
  });
  await containerdReady(layout, node, signal);
}

/** Gives an image to a node's containerd. */
export async function importImage(node: NodeLayout, image: Image): Promise<void> {
  const archive = join(
    node.root,
    `image-${process.pid}-${image.reference.replaceAll(/[^a-z0-9]/gi, '-')}.tar`,
  );
  try {
    writeFileSync(archive, imageArchive(image));
    await ctr(node, 'images', 'import', archive);
  } finally {
    rmSync(archive, { force: true });
  }
}

/** The running sandbox containers of a pod on this node. */
export async function runningSandboxes(node: NodeLayout, podUid: string): Promise<string[]> {
  const filter = `labels."io.kubernetes.pod.uid"==${podUid},labels."io.cri-containerd.kind"==sandbox`;
  const sandboxes = (await ctr(node, 'containers', 'list', '--quiet', filter)).split('\n').filter(Boolean);
  const tasks = (await ctr(node, 'tasks', 'list')).split('\n').map((line) => line.split(/\s+/));
  return sandboxes.filter((id) => tasks.some(([task, , status]) => task === id && status === 'RUNNING'));
}
