import { node } from '../../build/node.ts';
import { type Pod, pod } from '../../build/pod.ts';
import { replicaSet } from '../../build/replicaset.ts';
import { failed, invented, running, startError, succeeded, terminated, waiting } from '../../build/state.ts';
import { deployment } from '../../build/workload.ts';
import { Story } from '../story.ts';
import type { CauseRow } from './row.ts';

const workload = deployment('web').init('migrate').revision('1');
const revision = replicaSet(workload, 'h1').revision(1);
const born = pod('web-h1-1').ownedBy(revision);

const FIRST = succeeded('a1', { from: 1, to: 5 });
const LOST = invented(137, 'ContainerStatusUnknown');
const RESTARTING = invented(137, 'RestartingAllContainers');
const TASK_LOST = terminated('m1', 255, { from: 10, to: 55, reason: 'Unknown' });

const up = born
  .sandbox(0)
  .initialized(9)
  .init('migrate', FIRST)
  .main(running('m1', { at: 10 }));
const second = up.init('migrate', running('a2', { rc: 1, at: 62 }));

/** The versions of one pod, forty seconds apart, on a node that is known. */
function versions(...told: readonly Pod[]): () => Story {
  return () => {
    const story = new Story().see(0, node('n1'), workload, revision, born);
    told.forEach((version, index) => story.see(20 + 40 * index, version));
    return story;
  };
}

const rebooted = (after: Pod) => () => versions(up)().see(58, node('n1').boot('boot-2')).see(62, after);

/** Nodes may not be read: only the pod tells. */
const withoutNode = (after: Pod) => () =>
  new Story().see(0, workload, revision, born).see(20, up).see(62, after);

export const IN_PLACE: readonly CauseRow[] = [
  {
    cause: 'Retry',
    evidence: 'the run before it failed in the same sandbox',
    story: versions(up.init('migrate', failed('a1', { from: 1, to: 5 })), second),
  },
  {
    cause: 'Retry',
    evidence: 'the attempt before it could not be started',
    story: versions(
      up.init('migrate', waiting('RunContainerError', { id: 'a1', last: startError('a1') })),
      second,
    ),
  },
  {
    cause: 'Retry',
    evidence: 'a restart count of two failures, of which nothing else is left (S5)',
    story: versions(
      up.init('migrate', failed('a1', { from: 1, to: 2 })),
      up.init('migrate', running('a4', { rc: 3, at: 62 })),
    ),
  },
  {
    cause: 'Retry',
    evidence: 'a failure in the second in which the condition of another restart was made is a retry (V7)',
    story: versions(
      up.condition('AllContainersRestarting', 'False', 1).init('migrate', failed('a1', { from: 1, to: 1 })),
      up
        .condition('AllContainersRestarting', 'False', 1)
        .init('migrate', running('a2', { rc: 1, at: 2, last: failed('a1', { from: 1, to: 1 }) })),
    ),
  },
  {
    cause: 'SandboxRecreated',
    evidence: 'a younger sandbox',
    story: versions(up, second.sandbox(60)),
  },
  {
    cause: 'SandboxRecreated',
    evidence: 'the main container remembers an older reboot, the node has not booted again',
    story: versions(
      up.main(running('m2', { rc: 1, at: 10, last: TASK_LOST })),
      second.sandbox(60).main(terminated('m2', 143, { rc: 1, from: 10, to: 59, last: TASK_LOST })),
    ),
  },
  {
    cause: 'SandboxRecreated',
    evidence: 'the main container remembers an older loss of records',
    story: versions(
      up.main(running('m2', { rc: 1, at: 10, last: LOST })),
      second.sandbox(60).main(terminated('m2', 143, { rc: 1, from: 10, to: 59, last: LOST })),
    ),
  },
  {
    cause: 'SandboxRecreated',
    evidence: 'the invented end of the init container itself (C2)',
    story: versions(
      born.sandbox(0).init('migrate', running('a1', { at: 1 })),
      born.noSandbox(59).init('migrate', waiting('PodInitializing', { rc: 1, last: LOST })),
      born.sandbox(60).init('migrate', running('a2', { rc: 1, at: 62, last: LOST })),
    ),
  },
  { cause: 'NodeReboot', evidence: 'the node has another boot id', story: rebooted(second.sandbox(60)) },
  {
    cause: 'NodeReboot',
    evidence: 'another boot id, and records that are gone with it',
    story: rebooted(second.sandbox(60).main(waiting('PodInitializing', { rc: 1, last: LOST }))),
  },
  {
    cause: 'NodeReboot',
    evidence: 'the runtime has lost the main container, where no node is known (C14)',
    story: withoutNode(second.sandbox(60).main(TASK_LOST)),
  },
  {
    cause: 'RuntimeStateLost',
    evidence: 'the record of the main container is gone (S17)',
    story: versions(up, second.sandbox(60).main(waiting('PodInitializing', { rc: 1, last: LOST }))),
  },
  {
    cause: 'RuntimeStateLost',
    evidence: 'the runtime has lost the main container, and the node has not booted again',
    story: versions(up, second.sandbox(60).main(TASK_LOST)),
  },
  {
    cause: 'CompletionRecordLost',
    evidence: 'the same sandbox, and the main container has ended (S22)',
    story: versions(up, second.main(terminated('m1', 1, { from: 10, to: 55 }))),
  },
  {
    cause: 'CompletionRecordLost',
    evidence: 'the same sandbox, and the main container waits (C13)',
    story: versions(up, second.main(waiting('CrashLoopBackOff', { rc: 3 }))),
  },
  {
    cause: 'RestartAllContainers',
    evidence: 'the condition has moved since the run before it',
    story: versions(
      up.condition('AllContainersRestarting', 'False', 0),
      second.condition('AllContainersRestarting', 'False', 59),
    ),
  },
  {
    cause: 'RestartAllContainers',
    evidence: 'the state that the kubelet invents for it',
    story: versions(up, up.init('migrate', running('a2', { rc: 1, at: 62, last: RESTARTING }))),
  },
  {
    cause: 'RestartAllContainers',
    evidence: 'its own failure was the rule’s (19b)',
    story: versions(
      up
        .condition('AllContainersRestarting', 'False', 0)
        .init('migrate', terminated('a1', 42, { from: 1, to: 5 })),
      up
        .condition('AllContainersRestarting', 'False', 5)
        .init('migrate', running('a2', { rc: 1, at: 6, last: RESTARTING })),
    ),
  },
  {
    cause: 'Unknown',
    evidence: 'it had succeeded, in the same sandbox, and the main container runs',
    story: versions(up, second),
  },
  {
    cause: 'Unknown',
    evidence: 'it had succeeded, and nothing tells of sandboxes: a kubelet older than the condition',
    story: versions(
      born.init('migrate', FIRST).main(running('m1', { at: 10 })),
      born.init('migrate', running('a2', { rc: 1, at: 62 })).main(terminated('m1', 1, { from: 10, to: 55 })),
    ),
  },
  {
    cause: 'Unknown',
    evidence: 'the run before it is gone without a word, in the same sandbox (S18)',
    story: versions(
      born.sandbox(0).init('migrate', running('a1', { at: 1 })),
      born.sandbox(0).init('migrate', waiting('PodInitializing', { rc: 1, last: LOST })),
      born.sandbox(0).init('migrate', running('a2', { rc: 1, at: 62, last: LOST })),
    ),
  },
];
