import type { KubeletWish } from '../../hack/lab/options.ts';

/** A node on which things are done to nodes; the first node of the ring runs everything else. */
interface ProfileNode {
  /** How its kubelet counts restarts: what a status shows of runs, not how many there were (semantics.md, T1). */
  readonly profile: 'STICKY' | 'LEGACY' | 'LEGACY-1.35';
  readonly node: string;
  readonly kubelet: KubeletWish;
}

const LONG = process.env['CONFESSOR_LONG'] === '1';

export const PROFILE_NODES: readonly ProfileNode[] = [
  { profile: 'STICKY', node: 'node-2', kubelet: {} },
  {
    profile: 'LEGACY',
    node: 'node-3',
    kubelet: { featureGates: { RestartAllContainersOnContainerExits: false } },
  },
  ...(LONG ? [{ profile: 'LEGACY-1.35', node: 'node-4', kubelet: { binary: 'kubelet-1.35' } } as const] : []),
];

/** A node that nobody disturbs. */
interface Home {
  readonly node: string;
  /** What scenarios that play on several of them are called apart by. */
  readonly suffix: string;
  readonly kubelet: KubeletWish;
}

/** Where it is counted what containers do by themselves. */
export const HOMES: readonly Home[] = [
  { node: 'node-1', suffix: '', kubelet: {} },
  ...(LONG ? [{ node: 'node-5', suffix: '-1-35', kubelet: { binary: 'kubelet-1.35' } } as const] : []),
];

/** The ring's nodes. */
export const KUBELETS: Readonly<Record<string, KubeletWish>> = Object.fromEntries(
  [...HOMES, ...PROFILE_NODES].map(({ node, kubelet }) => [node, kubelet] as const),
);

const turns = new Map<string, Promise<unknown>>();

/** Those who disturb a node take turns: each brings its pods and takes them away before the next. */
export function alone<T>(node: string, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(node) ?? Promise.resolve()).then(work);
  turns.set(
    node,
    turn.catch(() => undefined),
  );
  return turn;
}
