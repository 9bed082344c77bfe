import { at } from '../../build/clock.ts';
import { failed } from '../../build/state.ts';
import { Story } from '../story.ts';
import { begun, type CauseRow, newer, next, one, ran, replica, revision, workload } from './row.ts';

export const OF_CHANGES: readonly CauseRow[] = [
  {
    cause: 'Rollout',
    evidence: 'a revision that was not there before (S28)',
    story: () =>
      begun()
        .see(100, workload.revision('2').init('extra'), newer)
        .see(110, ran(next('web-h2-1', 100), 'b1', 102)),
  },
  {
    cause: 'Rollout',
    evidence: 'a new revision that carries the annotation of an earlier restart',
    story: () =>
      new Story()
        .see(0, workload.restarted(at(0)), revision)
        .see(10, one)
        .see(100, workload.restarted(at(0)).revision('2').init('extra'), newer)
        .see(110, ran(next('web-h2-1', 100), 'b1', 102)),
  },
  {
    cause: 'Restart',
    evidence: 'nothing but the annotation has changed (S29)',
    story: () =>
      begun()
        .see(100, workload.restarted(at(100)).revision('2'), newer)
        .see(
          110,
          ran(next('web-h2-1', 100).annotation('kubectl.kubernetes.io/restartedAt', at(100)), 'b1', 102),
        ),
  },
  {
    cause: 'Rollback',
    evidence: 'a revision that was there before has a higher number (S30)',
    story: () =>
      begun()
        .see(100, workload.revision('2').init('extra'), newer)
        .see(110, ran(next('web-h2-1', 100), 'b1', 102))
        .lose(120, one.deleted(115))
        .see(200, workload.revision('3'), revision.revision(3))
        .see(210, ran(replica('web-h1-9', 200), 'c1', 202)),
  },
  {
    cause: 'Rollback',
    evidence: 'the old ReplicaSet is older than its number, where its pods were never seen',
    story: () =>
      new Story({}, [workload.revision('2'), revision, newer, ran(next('web-h2-1', 100), 'b1', 102)], 150)
        .see(200, workload.revision('3'), revision.revision(3))
        .see(210, ran(replica('web-h1-9', 200), 'c1', 202)),
  },
  {
    cause: 'Drain',
    evidence: 'in the midst of a rollout a pod of the old revision stands for a lost one',
    story: () =>
      begun()
        .see(100, workload.revision('2').init('extra'), newer)
        .see(110, next('web-h2-1', 100).init('migrate', failed('b1', { from: 102, to: 103 })))
        .see(120, one.disrupted('EvictionByEvictionAPI', 120).deleted(120))
        .see(130, ran(replica('web-h1-2', 121), 'c1', 122)),
  },
];
