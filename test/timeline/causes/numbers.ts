import { type Pod, pod } from '../../build/pod.ts';
import { waiting } from '../../build/state.ts';
import { daemonSet, statefulSet } from '../../build/workload.ts';
import { Story } from '../story.ts';
import { begun, type CauseRow, newer, next, one, ran, replica, revision, workload } from './row.ts';

export const OF_NUMBERS: readonly CauseRow[] = [
  {
    cause: 'ScaleUp',
    evidence: 'more replicas are desired, none was lost (S31)',
    story: () =>
      begun()
        .see(100, workload.replicas(2))
        .see(110, ran(replica('web-h1-2', 100), 'b1', 102)),
  },
  {
    cause: 'ScaleUp',
    evidence: 'scaled to nothing and back',
    story: () =>
      begun()
        .see(50, workload.replicas(0))
        .lose(55, one.deleted(51))
        .see(100, workload.replicas(1))
        .see(110, ran(replica('web-h1-2', 100), 'b1', 102)),
  },
  {
    cause: 'ScaleUp',
    evidence: 'scaled down in the midst of a rollout, and up again after it',
    story: () =>
      begun(3)
        .see(100, workload.replicas(3).revision('2').init('extra'), newer)
        .see(110, ran(next('web-h2-1', 100), 'b1', 102))
        .see(120, workload.replicas(1).revision('2').init('extra'))
        .see(200, workload.replicas(3).revision('2').init('extra'))
        .see(210, ran(next('web-h2-2', 200), 'c1', 202)),
  },
  {
    cause: 'Replica',
    evidence: 'one of those that were desired from the beginning',
    story: () => begun(2).see(20, ran(replica('web-h1-2', 0), 'b1', 12)),
  },
  {
    cause: 'Replica',
    evidence: 'one of them that was told of first, and began when another had succeeded',
    story: () =>
      new Story()
        .see(0, workload.replicas(2), revision)
        .see(20, ran(replica('web-h1-2', 0), 'b1', 12))
        .see(21, one),
  },
  {
    cause: 'Replica',
    evidence: 'so, whatever a tenant calls the kind of what controls it',
    story: () =>
      new Story()
        .see(20, ran(ofKind('constructor', 'a-2'), 'b1', 12))
        .see(21, ran(ofKind('constructor', 'a-1'), 'a1', 1)),
  },
  {
    cause: 'Unknown',
    evidence: 'told of before the end of one of an older revision, which had succeeded by then',
    story: () =>
      new Story()
        .see(0, workload.replicas(1), revision)
        .see(1, replica('web-h1-1'))
        .see(100, newer)
        .see(110, ran(next('web-h2-1', 100), 'b1', 105))
        .see(121, one),
  },
  {
    cause: 'Unknown',
    evidence: 'made while nobody watched, and told of first',
    story: () =>
      new Story()
        .see(0, workload.replicas(2), revision)
        .gap(60)
        .see(60, ran(replica('web-h1-2', 40), 'b1', 42))
        .see(61, one),
  },
  {
    cause: 'Replica',
    evidence: 'one of them after another that never ran was deleted: nothing is lost with that',
    story: () =>
      begun(2)
        .see(20, replica('web-h1-2', 0).init('migrate', waiting('ErrImagePull')))
        .lose(50, replica('web-h1-2', 0).init('migrate', waiting('ErrImagePull')).deleted(49))
        .see(60, ran(replica('web-h1-3', 49), 'c1', 52)),
  },
  {
    cause: 'Replica',
    evidence: 'it came before the other one went',
    story: () =>
      begun(2)
        .see(100, one.disrupted('EvictionByEvictionAPI', 100).deleted(100))
        .see(110, ran(replica('web-h1-2', 50), 'b1', 102)),
  },
  {
    cause: 'NewNode',
    evidence: 'a DaemonSet had no pod on this node (S37)',
    story: () => agents().see(110, ran(agent('agent-b', 'n2', 100), 'b1', 102)),
  },
  {
    cause: 'Drain',
    evidence: 'a DaemonSet had one on it, and it was evicted',
    story: () =>
      agents()
        .see(
          90,
          ran(agent('agent-a', 'n1', 0), 'a1', 1)
            .disrupted('EvictionByEvictionAPI', 90)
            .deleted(90),
        )
        .see(110, ran(agent('agent-b', 'n1', 100), 'b1', 102)),
  },
  {
    cause: 'Preemption',
    evidence: 'a StatefulSet had one of this name, and it was preempted',
    story: () =>
      databases()
        .lose(
          95,
          ran(database('db-0', 'u0', 0), 'a1', 1)
            .disrupted('PreemptionByScheduler', 90)
            .deleted(90),
        )
        .see(110, ran(database('db-0', 'u9', 100), 'b1', 102)),
  },
  {
    cause: 'ScaleUp',
    evidence: 'a StatefulSet has one of a higher number, whoever else was lost',
    story: () =>
      databases()
        .see(90, statefulSet('db').init('migrate').replicas(2).revision('r1'))
        .lose(
          95,
          ran(database('db-0', 'u0', 0), 'a1', 1)
            .disrupted('EvictionByEvictionAPI', 90)
            .deleted(90),
        )
        .see(110, ran(database('db-1', 'u1', 100), 'b1', 102)),
  },
  {
    cause: 'PodDeleted',
    evidence: 'of a workload that cannot be read: it came in the second of the deletion',
    story: () =>
      clones()
        .lose(55, ran(clone('web-a', 0), 'a1', 1).deleted(51))
        .see(60, ran(clone('web-b', 51), 'b1', 53)),
  },
  {
    cause: 'Unknown',
    evidence: 'of a workload that cannot be read: deleted, scaled or rolled back',
    story: () =>
      clones()
        .lose(55, ran(clone('web-a', 0), 'a1', 1).deleted(51))
        .see(110, ran(clone('web-b', 100), 'b1', 102)),
  },
  {
    cause: 'Unknown',
    evidence: 'an earlier life of the operator has counted runs, and their pods are gone',
    story: () =>
      begun()
        .restart(100, (story) => story.away({ gone: one }))
        .see(110, ran(replica('web-h1-2', 100), 'b1', 102)),
  },
];

const ofKind = (kind: string, name: string): Pod =>
  pod(name).ownedBy({ apiVersion: 'x.example/v1', kind, name: 'a', uid: 'o1' });
const agents = (): Story =>
  new Story().see(0, daemonSet('agent').init('migrate')).see(10, ran(agent('agent-a', 'n1', 0), 'a1', 1));
const agent = (name: string, place: string, createdAt: number): Pod =>
  pod(name).ownedBy(daemonSet('agent')).revision('r1').node(place).at(createdAt);
const databases = (): Story =>
  new Story()
    .see(0, statefulSet('db').init('migrate').replicas(1).revision('r1'))
    .see(10, ran(database('db-0', 'u0', 0), 'a1', 1));
const database = (name: string, uid: string, createdAt: number): Pod =>
  pod(name).uid(uid).ownedBy(statefulSet('db')).revision('r1').at(createdAt);
const clone = (name: string, createdAt: number): Pod =>
  pod(name)
    .ownedBy({ apiVersion: 'apps.kruise.io/v1alpha1', kind: 'CloneSet', name: 'web', uid: 'clone-1' })
    .revision('r1')
    .at(createdAt);
const clones = (): Story => new Story().see(10, ran(clone('web-a', 0), 'a1', 1));
