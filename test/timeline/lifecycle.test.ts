import { expect } from 'chai';
import { at } from '../build/clock.ts';
import { ALEMBIC, CHOWN } from '../build/container.ts';
import { pod } from '../build/pod.ts';
import { replicaSet } from '../build/replicaset.ts';
import { crashed, failed, invented, running, startError, succeeded, waiting } from '../build/state.ts';
import { deployment, statefulSet } from '../build/workload.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

const DAY = 86_400;
const { workload, revision, pod: replica } = web(1);
const one = replica('web-h1-1').init('migrate', succeeded('a1', { from: 1, to: 5 }));

describe('a finding through its life', () => {
  it('is there before the first pod, from the template', () => {
    const story = new Story({ record: 'notable' }).see(0, workload);
    expect(story.status()).to.include({
      category: 'Migration',
      severity: 'Red',
      origin: 'Template',
      state: 'Quiet',
      message: 'Has not run yet.',
    });
    expect(story.status().runs).to.include({ total: 0, exact: true });
  });

  it('tells what came by admission from what the template has', () => {
    const story = new Story().see(0, workload, revision);
    story.see(
      9,
      one.init('istio-init', succeeded('i1'), { image: 'istio/proxyv2:1.24', args: ['istio-iptables'] }),
    );
    expect(story.status('istio-init').origin).to.equal('Injected');
    expect(story.status('migrate').origin).to.equal('Template');
  });

  it('believes the pod where admission has changed the container', () => {
    const story = new Story().see(0, deployment('web').init('setup', CHOWN), revision);
    expect(story.status('setup').category).to.equal('Permissions');
    story.see(9, replica('web-h1-1').init('setup', succeeded('a1'), ALEMBIC));
    expect(story.status('setup').category).to.equal('Migration');
  });

  it('is Resolved when neither template nor pod has the container any more, and goes after a week', () => {
    const story = new Story()
      .see(0, workload, revision)
      .see(10, one)
      .see(20, workload.withoutInit('migrate'));
    expect(story.status().state).to.not.equal('Resolved');
    story.lose(100, one.deleted(90));
    expect(story.status()).to.include({ state: 'Resolved' });
    expect(story.status().message).to.match(/^InitContainerRemoved/);
    expect(story.total()).to.equal(1);
    expect(story.findings(100 + 7 * DAY - 1)).to.have.length(1);
    expect(story.findings(100 + 7 * DAY)).to.have.length(0);
  });

  it('goes on counting when the container comes back in time', () => {
    const story = new Story().see(0, workload, revision).see(10, one);
    story.see(20, workload.withoutInit('migrate')).lose(100, one.deleted(90));
    story
      .see(200, workload)
      .see(210, replica('web-h1-2', 200).init('migrate', succeeded('b1', { from: 201, to: 205 })));
    expect(story.status().state).to.not.equal('Resolved');
    expect(story.total()).to.equal(2);
  });

  it('closes its crash loop with the pod that failed', () => {
    const looping = replica('web-h1-1').init('migrate', crashed(3, { to: 9 }));
    const story = new Story().see(0, workload, revision).see(10, looping);
    expect(story.status().state).to.equal('CrashLooping');
    story.lose(50, looping.deleted(40));
    expect(story.conditions()).to.not.include('CrashLooping');
    expect(story.snapshot().containers[0]?.crashLoopingPods).to.equal(0);
  });

  it('closes it with that pod although another one had succeeded before', () => {
    const looping = replica('web-h1-2', 20).init('migrate', crashed(3, { to: 29 }));
    const story = new Story()
      .see(0, workload, revision)
      .see(10, one)
      .see(30, looping)
      .lose(50, looping.deleted(40));
    const loop = story.status().conditions.find(({ type }) => type === 'CrashLooping');
    expect(loop).to.include({ status: 'False', reason: 'PodGone', lastTransitionTime: at(50) });
  });

  it('dates a loop of containers that never started by when it was seen', () => {
    const stuck = replica('web-h1-1').init('migrate', startError('s3', { rc: 3 }));
    const story = new Story().see(0, workload, revision).see(10, stuck);
    const loop = story.status().conditions.find(({ type }) => type === 'CrashLooping');
    expect(loop?.lastTransitionTime).to.equal(at(10));
  });

  it('says since when it is blocked, and when it is not any more', () => {
    const stuck = replica('web-h1-1').init(
      'migrate',
      waiting('ImagePullBackOff', { message: 'no such image' }),
    );
    const story = new Story().see(0, workload, revision).see(10, stuck).see(70, stuck);
    expect(story.status().state).to.equal('Blocked');
    const [blocked] = story.status().conditions.filter(({ type }) => type === 'Blocked');
    expect(blocked).to.include({ lastTransitionTime: at(10), reason: 'ImageUnavailable' });
    story.see(90, one);
    expect(story.conditions()).to.not.include('Blocked');
  });

  it('says the time at which the server was told, whenever it hears of it', () => {
    const stuck = replica('web-h1-1').init('migrate', waiting('ErrImageNeverPull')).written(9);
    for (const heardAt of [9, 11, 40]) {
      const story = new Story().see(0, workload, revision).see(heardAt, stuck);
      const [blocked] = story.status().conditions.filter(({ type }) => type === 'Blocked');
      expect(blocked?.lastTransitionTime).to.equal(at(9));
    }
  });

  it('is Repeating since the first rerun, also when it looks at them after a dozen', () => {
    const story = new Story().see(0, workload, revision).see(10, one.sandbox(0));
    for (let life = 1; life <= 12; life += 1) {
      const run = succeeded(`a${life + 1}`, { rc: life, from: 100 * life + 1, to: 100 * life + 5 });
      story.see(100 * life + 10, one.sandbox(100 * life).init('migrate', run));
    }
    const [repeating] = story.status().conditions.filter(({ type }) => type === 'Repeating');
    expect(repeating?.lastTransitionTime).to.equal(at(101));
  });

  it('holds Repeating for a day after the last rerun', () => {
    const story = new Story().see(0, workload, revision).see(10, one.sandbox(0));
    story.see(500, one.sandbox(400).init('migrate', succeeded('a2', { rc: 1, from: 401, to: 405 })));
    expect(story.status().state).to.equal('Repeating');
    story.findings(401 + DAY);
    expect(story.conditions()).to.not.include('Repeating');
    expect(story.status().reruns.total).to.equal(1);
  });
});

describe('what nobody saw', () => {
  it('a run of which only the count tells, after a success in the same sandbox, has no known outcome', () => {
    const restarted = invented(137, 'RestartingAllContainers');
    const story = new Story().see(0, workload, revision).see(10, one.sandbox(0).initialized(6));
    story.see(
      60,
      one
        .sandbox(0)
        .initialized(6)
        .init('migrate', succeeded('a3', { rc: 2, from: 50, to: 55, last: restarted })),
    );
    expect(story.status().runs).to.include({ total: 3, succeeded: 2, failed: 0, unknown: 1 });
  });

  it('a run whose pod is gone without an end', () => {
    const story = new Story()
      .see(0, workload, revision)
      .see(10, replica('web-h1-1').init('migrate', running('a1', { at: 1 })));
    story.lose(
      20,
      replica('web-h1-1')
        .deleted(15)
        .init('migrate', running('a1', { at: 1 })),
    );
    expect(story.status().runs).to.include({ total: 1, running: 0, unknown: 1 });
  });

  it('an end that only the deletion shows', () => {
    const story = new Story()
      .see(0, workload, revision)
      .see(10, replica('web-h1-1').init('migrate', running('a1', { at: 1 })));
    story.lose(20, replica('web-h1-1').init('migrate', failed('a1', { from: 1, to: 12 })));
    expect(story.status().runs).to.include({ total: 1, failed: 1, unknown: 0 });
  });
});

describe('kinds whose watches are not in step', () => {
  const gone = one.deleted(30).phase('Succeeded');

  it('a pod that comes and goes before its ReplicaSet is seen is counted', () => {
    const story = new Story().see(0, workload).see(10, one).lose(30, gone).see(40, revision);
    expect(story.status().runs).to.include({ total: 1, succeeded: 1, running: 0, exact: true });
  });

  it('a pod that is seen when its ReplicaSet has gone already is counted', () => {
    const story = new Story().see(0, workload, revision).lose(5, revision).see(10, one).lose(30, gone);
    expect(story.status().runs).to.include({ total: 1, succeeded: 1, running: 0, exact: true });
  });
});

describe('a StatefulSet', () => {
  const set = statefulSet('db').init('migrate').replicas(2).revision('r1');
  const of = (name: string, uid: string, createdAt: number) =>
    pod(name).uid(uid).ownedBy(set).revision('r1').at(createdAt);

  it('that is scaled down and up again is scaled up', () => {
    const first = of('db-1', 'u1', 10).init('migrate', succeeded('b1', { from: 11, to: 12 }));
    const story = new Story()
      .see(0, set)
      .see(5, of('db-0', 'u0', 0).init('migrate', succeeded('a1', { from: 1, to: 2 })))
      .see(15, first)
      .see(20, set.replicas(1))
      .lose(25, first.deleted(22))
      .see(100, set.replicas(2))
      .see(110, of('db-1', 'u2', 101).init('migrate', succeeded('c1', { from: 102, to: 103 })));
    expect(story.attributed()).to.deep.equal(['', 'Replica', 'ScaleUp']);
  });
});

describe('kinds that may not be listed', () => {
  it('are known by reference: pods count for what they name', () => {
    const rs = replicaSet(workload, 'h1');
    const story = new Story(
      {},
      [
        pod('web-h1-1')
          .ownedBy(rs)
          .init('migrate', succeeded('a1', { from: 1, to: 5 })),
      ],
      9,
      ['ReplicaSet'],
    );
    expect(story.find()?.spec.workloadRef.kind).to.equal('ReplicaSet');
    expect(story.total()).to.equal(1);
  });
});
