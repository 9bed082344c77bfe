import { deployment, type Workload } from '../build/workload.ts';
import { pod, type Pod } from '../build/pod.ts';
import { replicaSet, type ReplicaSet } from '../build/replicaset.ts';

/** A Deployment with a migration, its ReplicaSet, and pods of it; the usual cast of a story. */
export interface Cast {
  readonly workload: Workload;
  readonly revision: ReplicaSet;
  /** A pod of the Deployment's first revision. */
  readonly pod: (name: string, createdAt?: number) => Pod;
}

export function web(replicas = 1): Cast {
  const workload = deployment('web').init('migrate').replicas(replicas).revision('1');
  const revision = replicaSet(workload, 'h1').revision(1);
  return { workload, revision, pod: (name, createdAt = 0) => pod(name).ownedBy(revision).at(createdAt) };
}
