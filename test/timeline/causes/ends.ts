import type { Cause } from '../../../src/core/model/names.ts';
import { ALEMBIC } from '../../build/container.ts';
import type { Pod } from '../../build/pod.ts';
import { failed, running } from '../../build/state.ts';
import { Story } from '../story.ts';
import { begun, type CauseRow, one, ran, replica, revision, workload } from './row.ts';

const ONCE = { ...ALEMBIC, restartPolicy: 'Never' };

/** The first pod of a Deployment ends like this, and another one comes. */
function replaced(...endings: readonly Pod[]): () => Story {
  return () => {
    const story = begun();
    endings.forEach((ending, index) => story.see(90 + index, ending));
    return story.see(110, ran(replica('web-h1-2', 100), 'b1', 102));
  };
}

function ended(cause: Cause, evidence: string, ending: (made: Pod) => Pod): CauseRow {
  return { cause, evidence, story: replaced(ending(one)) };
}

const BY_ITS_END: readonly CauseRow[] = [
  ended('Drain', 'evicted through the API (R21 2)', (p) =>
    p.disrupted('EvictionByEvictionAPI', 90).deleted(90),
  ),
  ended('Preemption', 'by the scheduler (R21 3)', (p) =>
    p.disrupted('PreemptionByScheduler', 90).deleted(90),
  ),
  ended('Preemption', 'the same by its early name', (p) =>
    p.disrupted('PreemptionByKubeScheduler', 90).deleted(90),
  ),
  ended('Preemption', 'by the kubelet (R21 9)', (p) =>
    p.disrupted('TerminationByKubelet', 90).phase('Failed').reason('Preempting'),
  ),
  ended('Taint', 'by the taint manager (R21 4)', (p) =>
    p.disrupted('DeletionByTaintManager', 90).deleted(90),
  ),
  ended('Taint', 'of a device (R21 5)', (p) => p.disrupted('DeletionByDeviceTaintManager', 90).deleted(90)),
  ended('NodePressure', 'evicted by the kubelet (R21 7)', (p) =>
    p.disrupted('TerminationByKubelet', 90).phase('Failed').reason('Evicted'),
  ),
  ended('NodePressure', 'evicted for its own storage (R21 10)', (p) => p.phase('Failed').reason('Evicted')),
  ended('NodeReboot', 'its node was shut down (R21 8)', (p) =>
    p.disrupted('TerminationByKubelet', 90).phase('Failed').reason('Terminated'),
  ),
  ended('PodDeleted', 'a deletion and nothing else (R21 17)', (p) => p.deleted(90)),
  ended('PodDeleted', 'collected, its node is no more (R21 6)', (p) =>
    p.phase('Failed').disrupted('DeletionByPodGC', 90).deleted(90),
  ),
  ended('PodDeleted', 'a disruption that was called off before (S40)', (p) =>
    p.condition('DisruptionTarget', 'False', 80, 'EvictionByEvictionAPI').deleted(90),
  ),
  {
    cause: 'PodDeleted',
    evidence: 'deleted by force: no version says so',
    story: () =>
      begun()
        .lose(90, one)
        .see(110, ran(replica('web-h1-2', 100), 'b1', 102)),
  },
  ended('Unknown', 'it failed, and no container of it did', (p) => p.phase('Failed')),
];

/** C3: what is written on a pod that has ended is not why it ended. */
const BEFORE_WHAT_CAME_LATER: readonly CauseRow[] = [
  {
    cause: 'NodePressure',
    evidence: 'evicted by the kubelet, and its remains drained',
    story: replaced(
      one.phase('Failed').reason('Evicted'),
      one.phase('Failed').reason('Evicted').disrupted('EvictionByEvictionAPI', 95).deleted(95),
    ),
  },
  {
    cause: 'PodDeleted',
    evidence: 'deleted, and its node tainted while it went',
    story: replaced(one.deleted(90), one.deleted(90).disrupted('DeletionByTaintManager', 91)),
  },
  {
    cause: 'Retry',
    evidence: 'its init container failed for good, and its remains were deleted (R27)',
    story: () => {
      const lost = replica('web-h1-1')
        .init('migrate', failed('a1', { from: 1, to: 5 }), ONCE)
        .phase('Failed');
      const story = new Story().see(0, workload, revision).see(10, lost).see(50, lost.deleted(45));
      return story.see(70, replica('web-h1-2', 6).init('migrate', running('b1', { at: 7 }), ONCE));
    },
  },
];

export const OF_ENDS: readonly CauseRow[] = [...BY_ITS_END, ...BEFORE_WHAT_CAME_LATER];
