import { expect } from 'chai';
import { at } from '../build/clock.ts';
import { ALEMBIC } from '../build/container.ts';
import { node } from '../build/node.ts';
import { pod, type Pod } from '../build/pod.ts';
import { type ReplicaSet, replicaSet } from '../build/replicaset.ts';
import { failed, running, succeeded } from '../build/state.ts';
import { cronJob, daemonSet, deployment, job, statefulSet } from '../build/workload.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

/** The pod's migration ran in these seconds. */
function ran(one: Pod, id: string, from: number, to: number): Pod {
  return one.node('n1').init('migrate', succeeded(id, { from, to }));
}

describe('scenarios of replacement', () => {
  const { workload, revision, pod: replica } = web(1);
  const one = replica('web-h1-1');
  const two = replica('web-h1-2', 100);

  it('S28 a rollout that leaves the migration as it was', () => {
    const next = workload.revision('2').init('extra');
    const newer = replicaSet(workload, 'h2').revision(2).at(100);
    const p2 = pod('web-h2-1').ownedBy(newer).at(100);
    const story = new Story()
      .see(0, workload, revision)
      .see(10, ran(one, 'a1', 1, 5))
      .see(100, next, newer)
      .see(110, ran(p2, 'b1', 102, 104));
    expect(story.total()).to.equal(2);
    expect(story.causes()).to.deep.equal({ Rollout: 1 });
  });

  it('S28 a rollout of a new command is new work: no rerun', () => {
    const work = { ...ALEMBIC, image: 'shop/api:2' };
    const next = workload.revision('2').init('migrate', work);
    const newer = replicaSet(workload, 'h2').revision(2).at(100);
    const p2 = pod('web-h2-1')
      .ownedBy(newer)
      .at(100)
      .init('migrate', succeeded('b1', { from: 102, to: 104 }), work);
    const story = new Story()
      .see(0, workload, revision)
      .see(10, ran(one, 'a1', 1, 5))
      .see(100, next, newer)
      .see(110, p2);
    expect(story.total()).to.equal(2);
    expect(story.causes()).to.deep.equal({});
  });

  it('S29 kubectl rollout restart', () => {
    const time = at(100);
    const newer = replicaSet(workload, 'h2').revision(2).at(100);
    const p2 = pod('web-h2-1').ownedBy(newer).at(100).annotation('kubectl.kubernetes.io/restartedAt', time);
    const story = new Story()
      .see(0, workload, revision)
      .see(10, ran(one, 'a1', 1, 5))
      .see(100, workload.restarted(time).revision('2'), newer)
      .see(110, ran(p2, 'b1', 102, 104));
    expect(story.causes()).to.deep.equal({ Restart: 1 });
  });

  it('S29 a rollout that comes after a restart, and keeps its annotation', () => {
    const time = at(100);
    const restarted = (name: string, rs: ReplicaSet, from: number) =>
      pod(name).ownedBy(rs).at(from).annotation('kubectl.kubernetes.io/restartedAt', time);
    const second = replicaSet(workload, 'h2').revision(2).at(100);
    const third = replicaSet(workload, 'h3').revision(3).at(200);
    const story = new Story()
      .see(0, workload, revision)
      .see(10, ran(one, 'a1', 1, 5))
      .see(100, workload.restarted(time).revision('2'), second)
      .see(110, ran(restarted('web-h2-1', second, 100), 'b1', 102, 104))
      .see(200, workload.restarted(time).init('extra').revision('3'), third)
      .see(210, ran(restarted('web-h3-1', third, 200), 'c1', 202, 204));
    expect(story.causes()).to.deep.equal({ Restart: 1, Rollout: 1 });
  });

  it('S30 a rollback', () => {
    const newer = replicaSet(workload, 'h2').revision(2).at(100);
    const p2 = pod('web-h2-1').ownedBy(newer).at(100);
    const p3 = pod('web-h1-9').ownedBy(revision).at(200);
    const story = new Story()
      .see(0, workload, revision)
      .see(10, ran(one, 'a1', 1, 5))
      .see(100, workload.revision('2').init('extra'), newer)
      .see(110, ran(p2, 'b1', 102, 104))
      .lose(120, ran(one, 'a1', 1, 5).deleted(115))
      .see(200, workload.revision('3'), revision.revision(3))
      .see(210, ran(p3, 'c1', 202, 204));
    expect(story.attributed()).to.deep.equal(['', 'Rollout', 'Rollback']);
  });

  it('S31 scaled up', () => {
    const story = new Story()
      .see(0, workload.replicas(3), revision)
      .see(
        10,
        ran(replica('web-h1-a'), 'a1', 1, 5),
        ran(replica('web-h1-b'), 'b1', 1, 5),
        ran(replica('web-h1-c'), 'c1', 1, 5),
      )
      .see(100, workload.replicas(5))
      .see(110, ran(two, 'd1', 101, 102), ran(replica('web-h1-3', 100), 'e1', 101, 102));
    expect(story.causes()).to.deep.equal({ ScaleUp: 2 });
  });

  const ENDS = [
    { title: 'S32 drained', last: one.disrupted('EvictionByEvictionAPI', 90).deleted(90), cause: 'Drain' },
    {
      title: 'S33 evicted by a node under pressure',
      last: one.disrupted('TerminationByKubelet', 90).phase('Failed').reason('Evicted'),
      cause: 'NodePressure',
    },
    {
      title: 'S34 evicted for its own storage, for which there is no word but that of the node',
      last: one.phase('Failed').reason('Evicted'),
      cause: 'NodePressure',
    },
    { title: 'S35 tainted', last: one.disrupted('DeletionByTaintManager', 90).deleted(90), cause: 'Taint' },
    {
      title: 'tainted by a device',
      last: one.disrupted('DeletionByDeviceTaintManager', 90).deleted(90),
      cause: 'Taint',
    },
    { title: 'preempted', last: one.disrupted('PreemptionByScheduler', 90).deleted(90), cause: 'Preemption' },
    {
      title: 'preempted by its kubelet',
      last: one.disrupted('TerminationByKubelet', 90).phase('Failed').reason('Preempting'),
      cause: 'Preemption',
    },
    {
      title: 'shut down with its node',
      last: one.disrupted('TerminationByKubelet', 90).phase('Failed').reason('Terminated'),
      cause: 'NodeReboot',
    },
    { title: 'deleted by someone', last: one.deleted(90), cause: 'PodDeleted' },
  ];
  for (const { title, last, cause } of ENDS) {
    it(`${title}: its replacement runs because of ${cause}`, () => {
      const story = new Story()
        .see(0, workload, revision)
        .see(10, ran(one, 'a1', 1, 5))
        .see(90, ran(last, 'a1', 1, 5))
        .see(110, ran(two, 'b1', 102, 104));
      expect(story.total()).to.equal(2);
      expect(story.causes()).to.deep.equal({ [cause]: 1 });
      expect(story.lose(120, ran(last, 'a1', 1, 5)).total()).to.equal(2);
    });
  }

  it('S36 a StatefulSet gives a name again', () => {
    const set = statefulSet('db').init('migrate').revision('r1');
    const old = pod('db-0').uid('u1').ownedBy(set).revision('r1');
    const young = pod('db-0').uid('u2').ownedBy(set).revision('r1').at(100);
    const story = new Story().see(0, set).see(10, ran(old, 'a1', 1, 5));
    story.lose(95, ran(old, 'a1', 1, 5).deleted(90)).see(110, ran(young, 'b1', 101, 105));
    expect(story.total()).to.equal(2);
    expect(story.causes()).to.deep.equal({ PodDeleted: 1 });
  });

  it('S36 the same where the old one is found gone only later', () => {
    const set = statefulSet('db').init('migrate').revision('r1');
    const old = pod('db-0').uid('u1').ownedBy(set).revision('r1');
    const young = pod('db-0').uid('u2').ownedBy(set).revision('r1').at(100);
    const story = new Story()
      .see(0, set)
      .see(10, old.init('migrate', failed('a4', { rc: 3, from: 5, to: 5 })));
    story
      .gap(110)
      .see(110, ran(young, 'b1', 101, 105))
      .lose(110, old.init('migrate', failed('a4', { rc: 3, from: 5, to: 5 })));
    expect(story.status().runs).to.include({ total: 5, failed: 4, succeeded: 1, exact: false });
  });

  it('S37 a DaemonSet comes to a new node, and back to one it knows', () => {
    const set = daemonSet('agent').init('migrate');
    const on = (name: string, place: string, createdAt: number) =>
      pod(name).ownedBy(set).revision('r1').at(createdAt).node(place);
    const story = new Story()
      .see(0, set)
      .see(10, on('agent-a', 'n1', 0).init('migrate', succeeded('a1', { from: 1, to: 5 })))
      .see(110, on('agent-b', 'n2', 100).init('migrate', succeeded('b1', { from: 101, to: 105 })))
      .lose(
        120,
        on('agent-a', 'n1', 0)
          .deleted(115)
          .init('migrate', succeeded('a1', { from: 1, to: 5 })),
      )
      .see(130, on('agent-c', 'n1', 120).init('migrate', succeeded('c1', { from: 121, to: 125 })));
    expect(story.attributed()).to.deep.equal(['', 'NewNode', 'PodDeleted']);
  });

  it('a DaemonSet rolls out node by node', () => {
    const set = daemonSet('agent').init('migrate');
    const a = pod('agent-a').ownedBy(set).revision('r1');
    const b = pod('agent-b').ownedBy(set).revision('r2').at(100);
    const story = new Story()
      .see(0, set)
      .see(10, ran(a, 'a1', 1, 5))
      .see(90, set.init('extra'))
      .lose(95, ran(a, 'a1', 1, 5).deleted(90))
      .see(110, ran(b, 'b1', 101, 105));
    expect(story.causes()).to.deep.equal({ Rollout: 1 });
  });

  it('S38 a pod that the kubelet has refused has run nothing', () => {
    const story = new Story()
      .see(0, workload, revision)
      .see(
        10,
        one
          .init('migrate')
          .phase('Failed')
          .reason('OutOfcpu')
          .message('Pod was rejected: Node didn’t have enough resource: cpu'),
      )
      .see(110, ran(two, 'b1', 102, 104));
    expect(story.total()).to.equal(1);
    expect(story.causes()).to.deep.equal({});
  });

  it('S39 a loop that proceeds by replacement', () => {
    const once = { ...ALEMBIC, restartPolicy: 'Never' };
    const story = new Story().see(0, workload.init('migrate', once), revision);
    for (const turn of [1, 2, 3]) {
      const name = `web-h1-${turn}`;
      const state = failed(`a${turn}`, { from: turn * 10 + 1, to: turn * 10 + 2 });
      story.see(
        turn * 10 + 3,
        replica(name, turn * 10)
          .init('migrate', state, once)
          .phase('Failed'),
      );
    }
    expect(story.status().runs).to.include({ total: 3, failed: 3 });
    expect(story.conditions()).to.include('CrashLooping');
    expect(story.status().message).to.match(/3 pods in a row/);
  });

  it('S40 a disruption that is called off ends nothing', () => {
    const story = new Story()
      .see(0, workload, revision)
      .see(10, ran(one, 'a1', 1, 5))
      .see(20, ran(one.disrupted('EvictionByEvictionAPI', 20), 'a1', 1, 5))
      .see(140, ran(one.condition('DisruptionTarget', 'False', 140), 'a1', 1, 5));
    expect(story.total()).to.equal(1);
    expect(story.causes()).to.deep.equal({});
  });

  it('S54 a relist that finds the same', () => {
    const story = new Story().see(0, workload, revision).see(10, ran(one, 'a1', 1, 5));
    expect(story.status().runs.exact).to.equal(true);
    story.gap(50).see(50, ran(one, 'a1', 1, 5));
    expect(story.status().runs).to.include({ total: 1, exact: false, exactSince: at(50) });
  });

  it('S56 a mirror pod is away when the operator starts, and comes back with another UID', () => {
    const host = node('n1');
    const mirror = (uid: string) => pod('etcd-n1').mirror(host).uid(uid);
    const story = new Story().see(0, host).see(10, ran(mirror('u1'), 'a1', 1, 5));
    story.restart(50, (away) => away.away({ gone: ran(mirror('u1'), 'a1', 1, 5) }));
    expect(story.status().runs).to.include({ total: 1, succeeded: 1 });
    story.see(60, ran(mirror('u2'), 'a1', 1, 5));
    expect(story.status().runs).to.include({ total: 1, succeeded: 1 });
    story.see(90, mirror('u2').init('migrate', succeeded('a2', { rc: 1, from: 80, to: 85 })));
    expect(story.status().runs).to.include({ total: 2, succeeded: 2 });
  });

  it('S56 a mirror pod gets a new UID while its containers run on', () => {
    const host = node('n1');
    const mirror = (uid: string, createdAt: number) => pod('etcd-n1').mirror(host).uid(uid).at(createdAt);
    const story = new Story().see(0, host);
    story.see(10, ran(mirror('u1', 0), 'a1', 1, 5));
    story.lose(50, ran(mirror('u1', 0), 'a1', 1, 5)).see(51, ran(mirror('u2', 51), 'a1', 1, 5));
    expect(story.total()).to.equal(1);
    story.see(90, mirror('u3', 90).init('migrate', succeeded('a1', { from: 1, to: 5 })));
    expect(story.total()).to.equal(1);
    story.lose(91, ran(mirror('u2', 51), 'a1', 1, 5));
    expect(story.total()).to.equal(1);
  });

  it('S56 the same while the operator was away', () => {
    const host = node('n1');
    const mirror = (uid: string, createdAt: number) => pod('etcd-n1').mirror(host).uid(uid).at(createdAt);
    const story = new Story().see(0, host).see(10, ran(mirror('u1', 0), 'a1', 1, 5));
    story.restart(60, (away) =>
      away.away({ gone: ran(mirror('u1', 0), 'a1', 1, 5) }, { seen: ran(mirror('u2', 51), 'a1', 1, 5) }),
    );
    expect(story.total()).to.equal(1);
  });

  it('a Job retries, and runs several at once', () => {
    const work = job('load').init('migrate').replicas(2);
    const of = (name: string, createdAt: number) =>
      pod(name).ownedBy(work).restartPolicy('Never').at(createdAt);
    const story = new Story()
      .see(0, work)
      .see(10, of('load-a', 0).init('migrate', succeeded('a1', { from: 1, to: 2 })))
      .see(12, of('load-b', 0).init('migrate', succeeded('b1', { from: 5, to: 6 })))
      .see(
        20,
        of('load-a', 0)
          .init('migrate', succeeded('a1', { from: 1, to: 2 }))
          .phase('Failed'),
      )
      .see(40, of('load-c', 30).init('migrate', succeeded('c1', { from: 31, to: 32 })));
    expect(story.attributed()).to.deep.equal(['', 'Parallelism', 'JobRetry']);
  });

  it('a CronJob runs as it is due', () => {
    const cron = cronJob('nightly').init('migrate');
    const story = new Story({ record: 'notable' }).see(0, cron);
    for (const turn of [1, 2, 3]) {
      const due = job(`nightly-${turn}`)
        .ownedBy(cron)
        .init('migrate')
        .at(turn * 100);
      const one = pod(`nightly-${turn}-x`)
        .ownedBy(due)
        .restartPolicy('Never')
        .at(turn * 100);
      story.see(turn * 100, due).see(turn * 100 + 9, ran(one, `a${turn}`, turn * 100 + 1, turn * 100 + 2));
      story
        .lose(turn * 100 + 50, ran(one, `a${turn}`, turn * 100 + 1, turn * 100 + 2))
        .lose(turn * 100 + 51, due);
    }
    expect(story.attributed()).to.deep.equal(['', 'Schedule', 'Schedule']);
    expect(story.total()).to.equal(3);
    expect(story.find()?.spec.workloadRef.kind).to.equal('CronJob');
    expect(story.conditions()).to.not.include('Repeating');
  });

  const FOREIGN = [
    {
      title: 'an Argo Rollout, by way of its ReplicaSet',
      owner: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web', uid: 'rollout-1' },
      through: true,
    },
    {
      title: 'a CloneSet, by reference alone',
      owner: { apiVersion: 'apps.kruise.io/v1alpha1', kind: 'CloneSet', name: 'web', uid: 'clone-1' },
      through: false,
    },
  ];
  for (const { title, owner, through } of FOREIGN) {
    it(`${title}, is a workload`, () => {
      const rs = replicaSet({ ref: () => owner, build: () => ({}) }, 'h1').revision(1);
      const parent = through ? rs : owner;
      const of = (name: string, createdAt: number) => pod(name).ownedBy(parent).at(createdAt);
      const story = new Story({ record: 'notable' }).see(0, rs);
      story.see(10, ran(of('web-1', 0), 'a1', 1, 2)).see(20, ran(of('web-2', 10), 'b1', 11, 12));
      expect(story.find()?.spec.workloadRef).to.deep.include({
        kind: owner.kind,
        name: 'web',
        uid: owner.uid,
      });
      expect(story.total()).to.equal(2);
      story.lose(30, ran(of('web-1', 0), 'a1', 1, 2)).lose(31, ran(of('web-2', 10), 'b1', 11, 12));
      expect(story.status().runs).to.include({ total: 2, succeeded: 2 });
    });
  }

  it('a bare pod is its own workload, and goes with it', () => {
    const bare = pod('tool').init('migrate', running('a1', { at: 1 }));
    const story = new Story({ record: 'notable' }).see(5, bare);
    expect(story.find()?.spec.workloadRef).to.include({ kind: 'Pod', name: 'tool' });
    story.lose(9, bare);
    expect(story.findings()).to.have.length(0);
    expect(story.snapshot().containers).to.have.length(0);
  });

  it('a drain in the middle of a rollout is told from it', () => {
    const all = workload.replicas(2);
    const newer = replicaSet(workload, 'h2').revision(2).at(100);
    const next = (name: string, createdAt: number) => pod(name).ownedBy(newer).at(createdAt);
    const story = new Story()
      .see(0, all, revision)
      .see(10, ran(replica('web-h1-a'), 'a1', 1, 2), ran(replica('web-h1-b'), 'b1', 1, 2))
      .see(100, all.revision('2').init('extra'), newer)
      .see(110, ran(next('web-h2-a', 100), 'c1', 101, 102))
      .lose(115, ran(replica('web-h1-a').deleted(112), 'a1', 1, 2))
      .see(
        120,
        ran(next('web-h2-a', 100).disrupted('EvictionByEvictionAPI', 119).deleted(119), 'c1', 101, 102),
      )
      .see(130, ran(next('web-h2-b', 120), 'd1', 121, 122))
      .see(140, ran(next('web-h2-c', 130), 'e1', 131, 132));
    expect(story.causes()).to.deep.equal({ Rollout: 2, Drain: 1 });
  });
});

describe('a workload that goes', () => {
  const { workload, revision, pod: replica } = web(1);
  const one = ran(replica('web-h1-1'), 'a1', 1, 5);

  it('takes its finding along, whatever is still told of its pods', () => {
    const story = new Story({ record: 'notable' }).see(0, workload, revision).see(10, one).lose(20, workload);
    expect(story.findings()).to.have.length(0);
    story.see(21, one.deleted(21));
    expect(story.findings()).to.have.length(0);
    story.lose(22, revision).see(23, one.deleted(21)).lose(24, one.deleted(21));
    expect(story.findings()).to.have.length(0);
    expect(story.snapshot()).to.deep.include({ containers: [], pods: 0 });
  });

  it('may come again under its name, and begins anew', () => {
    const again = deployment('web').uid('second').init('migrate').revision('1').at(50);
    const its = replicaSet(again, 'h1').uid('rs-2').revision(1).at(50);
    const story = new Story()
      .see(0, workload, revision)
      .see(10, one)
      .lose(20, workload)
      .lose(21, revision, one);
    story.see(50, again, its).see(60, ran(pod('web-h1-7').ownedBy(its).at(50), 'z1', 51, 52));
    expect(story.total()).to.equal(1);
    expect(story.causes()).to.deep.equal({});
  });

  it('is a ReplicaSet of its own', () => {
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'solo', uid: 'solo-1' };
    const solo = pod('solo-1')
      .ownedBy(owner)
      .init('migrate', succeeded('a1', { from: 1, to: 2 }));
    const rs = replicaSet(workload, 'h9').uid('solo-1');
    const bare = {
      build: () => ({
        ...rs.build(),
        metadata: {
          name: 'solo',
          namespace: 'default',
          uid: 'solo-1',
          resourceVersion: '1',
          creationTimestamp: at(0),
        },
      }),
    };
    const story = new Story({ record: 'notable' }).see(0, bare).see(9, solo);
    expect(story.find()?.spec.workloadRef).to.include({ kind: 'ReplicaSet', name: 'solo' });
    story.lose(10, bare).lose(11, solo);
    expect(story.findings()).to.have.length(0);
    expect(story.snapshot().containers).to.have.length(0);
  });
});

describe('exactness', () => {
  const { workload, revision, pod: replica } = web(1);
  const one = ran(replica('web-h1-1', 10), 'a1', 11, 15);

  it('is had by a workload whose pod came before it', () => {
    const young = workload.at(10);
    const story = new Story().see(11, revision).see(12, one).see(13, young);
    expect(story.status().runs).to.include({ exact: true, exactSince: at(10) });
  });

  it('is not had by one that lived before the operator', () => {
    const story = new Story({}, [workload, revision, one], 100);
    expect(story.status().runs).to.include({ exact: false, exactSince: at(100) });
  });

  it('of a workload of unknown age is dated by the first pod that was seen of it, not by who watches', () => {
    const host = node('n1');
    const mirror = ran(pod('etcd-n1').mirror(host).at(50), 'a1', 51, 55);
    const [early, late] = [20, 40].map((began) => new Story({}, [host], began).see(56, mirror));
    expect(early?.findings()).to.deep.equal(late?.findings());
    expect(early?.status().runs).to.include({ exact: false, exactSince: at(50) });
    const there = new Story({}, [host, mirror], 60);
    expect(there.status().runs).to.include({ exact: false, exactSince: at(60) });
  });

  it('ends with a gap in what tells of pods and their owners, in the namespace of the gap', () => {
    for (const kind of ['Pod', 'ReplicaSet', 'Job'] as const) {
      const story = new Story().see(0, workload, revision).see(20, one).tell(30, { type: 'gap', kind });
      expect(story.status().runs, kind).to.include({ exact: false, exactSince: at(30) });
    }
    const elsewhere = new Story().see(0, workload, revision).see(20, one);
    elsewhere.tell(30, { type: 'gap', kind: 'Pod', namespace: 'other' });
    expect(elsewhere.status().runs.exact).to.equal(true);
    elsewhere.tell(40, { type: 'gap', kind: 'Pod', namespace: 'default' });
    expect(elsewhere.status().runs).to.include({ exact: false, exactSince: at(40) });
  });

  it('does not end with a gap in the watch of nodes', () => {
    const story = new Story().see(0, workload, revision).see(20, one).tell(30, { type: 'gap', kind: 'Node' });
    expect(story.status().runs.exact).to.equal(true);
  });
});
