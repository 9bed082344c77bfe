import { node } from '../../build/node.ts';
import { pod, type Pod } from '../../build/pod.ts';
import { replicaSet } from '../../build/replicaset.ts';
import { invented, succeeded } from '../../build/state.ts';
import { deployment } from '../../build/workload.ts';
import { Story } from '../story.ts';

/*
 * The pods of semantics.md §10: init containers `ok` and `migrate`, a main container, statuses as a kubelet 1.37.2 wrote
 * them. The points V1–V8 and C1–C22 are named there.
 */

export const workload = deployment('web').init('ok').init('migrate').revision('1');
export const revision = replicaSet(workload, 'h1').revision(1);

/** A pod of the Deployment before anything ran in it. */
export function born(name = 'web-h1-1', createdAt = 0): Pod {
  return pod(name).ownedBy(revision).at(createdAt).init('ok').init('migrate');
}

export const OK = succeeded('k1', { from: 2, to: 4 });
export const MIGRATED = succeeded('g1', { from: 5, to: 8 });

/** The same, initialised at second 9 in the sandbox of second 1. */
export function up(name = 'web-h1-1', createdAt = 0): Pod {
  return born(name, createdAt).sandbox(1).initialized(9).init('ok', OK).init('migrate', MIGRATED);
}

/** States that a kubelet invents. */
export const VANISHED = invented(137, 'ContainerStatusUnknown');
export const RESTARTING = invented(137, 'RestartingAllContainers');

/** The versions of pods, ten seconds apart from second 100 on. */
export function told(...versions: readonly Pod[]): Story {
  const story = new Story().see(0, node('n1'), node('n2'), workload, revision);
  versions.forEach((version, index) => story.see(100 + 10 * index, version));
  return story;
}
