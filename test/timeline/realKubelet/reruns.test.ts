import { expect } from 'chai';
import { FACT_KINDS } from '../../../src/core/model/facts.ts';
import { ALEMBIC } from '../../build/container.ts';
import { node } from '../../build/node.ts';
import { pod, type Pod } from '../../build/pod.ts';
import { failed, running, succeeded, terminated, waiting } from '../../build/state.ts';
import { statefulSet } from '../../build/workload.ts';
import { replay, momentsOf } from '../replayRecording.ts';
import { born, MIGRATED, OK, told, up } from './pods.ts';

describe('C10 what makes no init container run again', () => {
  const rows: readonly (readonly [title: string, versions: readonly Pod[]])[] = [
    ['a restart of containerd or the kubelet', [up().version(2), up().version(3), up().version(4)]],
    [
      'a main container that dies of its memory, or crashes',
      [
        up().main(terminated('m1', 137, { from: 10, to: 12, reason: 'OOMKilled' })),
        up().main(
          waiting('CrashLoopBackOff', { id: 'm2', rc: 1, last: terminated('m2', 1, { from: 13, to: 14 }) }),
        ),
        up().main(running('m3', { rc: 2, at: 30 })),
      ],
    ],
    [
      'another image for one that has finished',
      [up().init('migrate', MIGRATED, { ...ALEMBIC, image: 'shop/api:2' })],
    ],
  ];
  for (const [title, versions] of rows) {
    it(title, () => {
      expect(told(up(), ...versions).status('migrate').runs).to.include({
        total: 1,
        succeeded: 1,
        exact: true,
      });
    });
  }

  it('a restart in the midst of a run of 25 s leaves it one run', () => {
    const going = born()
      .sandbox(1)
      .init('migrate', running('g1', { at: 5 }));
    const story = told(
      going,
      going.version(2),
      going.version(3),
      up()
        .init('migrate', succeeded('g1', { from: 5, to: 30 }))
        .version(4),
    );
    expect(story.status('migrate').runs).to.include({ total: 1, succeeded: 1, exact: true });
    expect(story.status('migrate').duration).to.deep.equal({ lastSeconds: 25, maxSeconds: 25 });
  });

  const newImage = { ...ALEMBIC, image: 'shop/api:2' };

  it('a new image in the midst of a run leaves that the work of the old one', () => {
    const story = told(
      born()
        .sandbox(1)
        .init('migrate', running('g1', { at: 5 })),
      born()
        .sandbox(1)
        .init('migrate', running('g1', { at: 5 }), newImage),
      up().init('migrate', MIGRATED_BY_OLD, newImage),
      born('web-h1-2', 140).init('migrate', succeeded('h1', { from: 142, to: 144 }), newImage),
      born('web-h1-3', 150).init('migrate', succeeded('i1', { from: 152, to: 154 }), newImage),
    );
    expect(story.status('migrate').reruns.total).to.equal(1);
  });

  it('one that crash-loops is tried at once with its new image: new work, and a retry (34)', () => {
    const story = told(
      born()
        .sandbox(1)
        .init('migrate', failed('g1', { from: 5, to: 6 })),
      born()
        .sandbox(1)
        .init('migrate', failed('g2', { rc: 1, from: 7, to: 8 })),
      up().init('migrate', succeeded('g3', { rc: 2, from: 9, to: 12 }), newImage),
    );
    expect(story.status('migrate').runs).to.include({ total: 3, failed: 2, succeeded: 1 });
    expect(story.attributed('migrate')).to.deep.equal(['', 'Retry', 'Retry']);
    expect(story.status('migrate').reruns.total).to.equal(0);
  });
});

const MIGRATED_BY_OLD = succeeded('g1', { from: 5, to: 8 });

describe('C11 a reboot', () => {
  const set = statefulSet('db').init('migrate').replicas(2).revision('r1');
  const database = (name: string) => pod(name).ownedBy(set).revision('r1').sandbox(1).initialized(9);
  const webs = ['web-h1-1', 'web-h1-2', 'web-h1-3'];
  const databases = ['db-0', 'db-1'];

  it('runs the init containers of all pods again at once, an ordered StatefulSet’s too', () => {
    const story = told(
      ...webs.map((name) => up(name).init('migrate', succeeded(`${name}-1`, { from: 5, to: 8 }))),
    );
    story.see(
      140,
      set,
      ...databases.map((name) => database(name).init('migrate', succeeded(`${name}-1`, { from: 5, to: 8 }))),
    );
    story.see(200, node('n1').boot('boot-2'));
    story.see(
      202,
      ...webs.map((name) =>
        up(name)
          .sandbox(201)
          .init('migrate', succeeded(`${name}-2`, { rc: 1, from: 203, to: 207 })),
      ),
      ...databases.map((name) =>
        database(name)
          .sandbox(201)
          .init('migrate', succeeded(`${name}-2`, { rc: 1, from: 203, to: 206 })),
      ),
    );
    expect(story.causes('migrate', 'web')).to.include({ NodeReboot: 3 });
    expect(story.causes('migrate', 'db')).to.include({ NodeReboot: 2 });
  });
});

describe('C12 Events of a kubelet', () => {
  it('are updated in place, miss reruns, and are not read', () => {
    expect(FACT_KINDS).to.not.include('Event');
    const [found] = replay(momentsOf('04-sandbox-killed')).filter(({ spec }) => spec.container === 'migrate');
    expect(found?.status.runs.total).to.equal(3);
  });
});

describe('C13 the record of a completion is lost', () => {
  it('only with the main container’s own: where that is there, nothing runs again (31)', () => {
    const story = told(
      up().main(running('m1', { at: 10 })),
      up().main(terminated('m1', 0, { from: 10, to: 38 })),
      up().main(running('m2', { rc: 1, at: 39, last: terminated('m1', 0, { from: 10, to: 38 }) })),
    );
    expect(story.status('migrate').runs).to.include({ total: 1, succeeded: 1, exact: true });
  });

  it('both init containers run again in the same sandbox, and the main one is shown waiting (31b)', () => {
    const main = waiting('CrashLoopBackOff', { rc: 3, last: terminated('m3', 5, { from: 30, to: 31 }) });
    const story = told(
      up().main(running('m1', { at: 10 })),
      up()
        .main(main)
        .init('ok', running('k2', { rc: 1, at: 61, last: OK }))
        .phase('Pending'),
      up()
        .main(main)
        .init('ok', succeeded('k2', { rc: 1, from: 61, to: 63, last: OK }))
        .init('migrate', succeeded('g2', { rc: 1, from: 64, to: 67, last: MIGRATED })),
    );
    for (const container of ['ok', 'migrate']) {
      expect(story.status(container).runs, container).to.include({ total: 2, succeeded: 2, exact: true });
      expect(story.causes(container), container).to.deep.equal({ CompletionRecordLost: 1 });
    }
  });
});

describe('C14 the main container after a reboot', () => {
  it('has the end that kubectl prints as Unknown: a reboot, also where no node may be read', () => {
    const lost = terminated('m1', 255, { from: 10, to: 60, reason: 'Unknown' });
    const again = up()
      .sandbox(61)
      .main(lost)
      .init('migrate', running('g2', { rc: 1, at: 62, last: MIGRATED }));
    const story = told()
      .see(
        100,
        up()
          .node('n9')
          .main(running('m1', { at: 10 })),
      )
      .see(110, again.node('n9'));
    expect(story.causes('migrate')).to.deep.equal({ NodeReboot: 1 });
  });
});

describe('C16 an init container that must not be retried, in a Deployment', () => {
  const once = { ...ALEMBIC, restartPolicy: 'Never' };

  it('is replaced with its pod within a second, again and again; the failed pods stay (34 replaced)', () => {
    const starts = [49, 56, 61, 67];
    const pods = starts.map((start, index) =>
      born(`web-h1-${index}`, start - 1)
        .init('migrate', failed(`g${index}`, { from: start, to: start + 1 }), once)
        .phase('Failed'),
    );
    const story = told(...pods);
    expect(story.status('migrate').runs).to.include({ total: 4, failed: 4 });
    expect(story.conditions('migrate')).to.include('CrashLooping');
    expect(story.attributed('migrate')).to.deep.equal(['', 'Retry', 'Retry', 'Retry']);
  });
});

describe('C18 an init container that fails when it runs again', () => {
  it('is seen by its own status: phase, Initialized and the main container tell nothing (42)', () => {
    const again = up()
      .sandbox(20)
      .main(terminated('m1', 143, { from: 10, to: 19 }))
      .phase('Running');
    const first = terminated('g2', 3, { rc: 1, from: 24, to: 25, last: MIGRATED });
    const story = told(
      up().main(running('m1', { at: 10 })),
      again.init('migrate', first),
      again.init('migrate', terminated('g3', 3, { rc: 2, from: 26, to: 27, last: first })),
    );
    expect(story.status('migrate').runs).to.include({ total: 3, succeeded: 1, failed: 2, exact: true });
    expect(story.attributed('migrate')).to.deep.equal(['', 'SandboxRecreated', 'Retry']);
    expect(story.conditions('migrate')).to.include('CrashLooping');
  });
});

describe('C19 a pod that was in its init containers when the node was rebooted', () => {
  it('has the end that kubectl prints as Init:Unknown: interrupted, and no crash loop', () => {
    const lost = terminated('g1', 255, { from: 5, to: 60, reason: 'Unknown' });
    const story = told(
      born()
        .sandbox(1)
        .init('ok', OK)
        .init('migrate', running('g1', { at: 5 })),
      born().noSandbox(60).init('ok', OK).init('migrate', lost).main(waiting('PodInitializing')),
    );
    expect(story.status('migrate').runs).to.include({ total: 1, interrupted: 1, failed: 0 });
    expect(story.conditions('migrate')).to.not.include('CrashLooping');
  });
});
