import type { Cause } from '../../../src/core/model/names.ts';
import { type Pod, pod } from '../../build/pod.ts';
import { replicaSet } from '../../build/replicaset.ts';
import { succeeded } from '../../build/state.ts';
import { web } from '../cast.ts';
import { Story } from '../story.ts';

/** The last run of `migrate` has this cause, told from this evidence. */
export interface CauseRow {
  readonly cause: Cause;
  readonly evidence: string;
  readonly story: () => Story;
}

/** It migrated in these two seconds. */
export function ran(one: Pod, id: string, from: number): Pod {
  return one.init('migrate', succeeded(id, { from, to: from + 2 }));
}

export const { workload, revision, pod: replica } = web(1);
/** A second revision, and a pod of it. */
export const newer = replicaSet(workload, 'h2').revision(2).at(100);
export const next = (name: string, createdAt: number): Pod => pod(name).ownedBy(newer).at(createdAt);
/** The first pod of the Deployment. */
export const one = ran(replica('web-h1-1'), 'a1', 1);

/** A Deployment whose first pod has migrated. */
export function begun(replicas = 1): Story {
  return new Story().see(0, workload.replicas(replicas), revision).see(10, one);
}
