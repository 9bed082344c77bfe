import type { Verdict } from '../model/verdict.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';

/** How many pods of a workload can be initialising at once (T5). */
export interface Concurrency {
  readonly kind: string;
  readonly replicas: number;
  readonly surge: number;
}

/**
 * Can runs of this init container meet? A property of the spec: side-effecting, no known lock, and more than one pod at a
 * time, be it by creation, scaling, rollout, or a node's reboot (R36).
 */
export function potentialRace(verdict: Verdict, concurrency: Concurrency): boolean {
  if (!verdict.sideEffecting || verdict.lock === 'Locks') return false;
  return concurrency.kind === 'DaemonSet' || Math.max(concurrency.replicas, concurrency.surge) > 1;
}

/** Where there is no template, the living pods tell. */
export function concurrencyOf({ ownership, template, pods }: WorkloadTrack): Concurrency {
  const { kind } = ownership.ref;
  if (template === undefined) return { kind, replicas: pods.size, surge: 0 };
  return { kind, replicas: template.replicas, surge: template.surge };
}
