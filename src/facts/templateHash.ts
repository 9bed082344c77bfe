import type { Reader } from './read.ts';

/** The label by which a controller tells the pods and the ReplicaSet of one template: of a Deployment, or of a Rollout of Argo. */
export function templateHashOf(labels: Reader): string {
  return labels.str('pod-template-hash', 63) || labels.str('rollouts-pod-template-hash', 63);
}
