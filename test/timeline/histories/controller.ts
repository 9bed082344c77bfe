import type { Handle } from './kubelets.ts';

/** What keeps a workload's pods as they should be. What it cannot do, it leaves. */
export interface Controller {
  readonly handles: readonly Handle[];
  /** Looks at its pods, and takes one step. */
  reconcile(): void;
  rollout(): void;
  rollback(): void;
  restart(): void;
  scale(replicas: number): void;
}
