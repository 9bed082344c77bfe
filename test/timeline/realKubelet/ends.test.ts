import { expect } from 'chai';
import { at } from '../../build/clock.ts';

import { node } from '../../build/node.ts';
import { pod } from '../../build/pod.ts';
import { failed, running, startError, succeeded, terminated, waiting } from '../../build/state.ts';
import { cronJob, job } from '../../build/workload.ts';
import { Story } from '../story.ts';
import { born, OK, told, up, VANISHED } from './pods.ts';

/** The node went down while it ran; containerd came back at second 400. */
const TASK_LOST = terminated('g1', 255, { from: 5, to: 400, reason: 'Unknown' });

describe('C1 an init container that ran when its node went down', () => {
  const before = born()
    .sandbox(1)
    .init('migrate', running('g1', { at: 5 }));
  const after = before.noSandbox(400).init('migrate', TASK_LOST);

  it('was interrupted, and its end is not known', () => {
    const [run] = told(before, after).status('migrate').recentRuns;
    expect(run).to.include({ outcome: 'Interrupted', exitCode: 255, startedAt: at(5) });
    expect(run).to.not.have.property('finishedAt');
  });

  it('is followed by a run of the reboot, STICKY or LEGACY with a late network', () => {
    for (const next of [running('g2', { rc: 1, at: 402, last: TASK_LOST }), running('g2', { at: 402 })]) {
      const story = told(before)
        .see(401, node('n1').boot('boot-2'))
        .see(402, after, born().sandbox(401).init('migrate', next));
      expect(story.status('migrate').runs).to.include({ total: 2, interrupted: 1, running: 1, failed: 0 });
      expect(story.attributed('migrate')).to.deep.equal(['', 'NodeReboot']);
    }
  });

  it('overlaps nothing by the time that passed until the runtime was back', () => {
    const story = told(
      before,
      after,
      up('web-h1-2')
        .node('n2')
        .init('migrate', succeeded('h1', { from: 100, to: 110 })),
    );
    expect(story.status('migrate').races.total).to.equal(0);
  });
});

describe('C2 a sandbox that dies while an init container runs', () => {
  const before = born()
    .sandbox(1)
    .init('migrate', running('g1', { at: 5 }));

  it('interrupts it without a word: SandboxRecreated, not RuntimeStateLost', () => {
    const story = told(
      before,
      born()
        .noSandbox(10)
        .init('migrate', waiting('PodInitializing', { rc: 1, last: VANISHED })),
      born()
        .sandbox(11)
        .init('migrate', running('g2', { rc: 1, at: 14, last: VANISHED })),
    );
    expect(story.status('migrate').runs).to.include({ total: 2, interrupted: 1, running: 1, failed: 0 });
    expect(story.attributed('migrate')).to.deep.equal(['', 'SandboxRecreated']);
  });

  it('interrupts it where the kubelet still tells of the signal, at once or in lastState', () => {
    const killed = terminated('g1', 143, { from: 5, to: 10 });
    const next = born()
      .sandbox(11)
      .init('migrate', running('g2', { rc: 1, at: 14, last: killed }));
    for (const story of [
      told(before, born().noSandbox(10).init('migrate', killed), next),
      told(before, next),
    ])
      expect(story.status('migrate').runs).to.include({ total: 2, interrupted: 1, failed: 0 });
  });
});

describe('C3 a DisruptionTarget that came after the end', () => {
  it('does not say why the pod ended (20 deadline)', () => {
    const over = up().phase('Failed').reason('DeadlineExceeded');
    const story = told(up(), over, over.disrupted('DeletionByTaintManager', 125).deleted(125));
    story.see(200, born('web-h1-2', 112).init('migrate', succeeded('h1', { from: 113, to: 114 })));
    expect(story.causes('migrate')).to.deep.equal({ Retry: 1 });
  });
});

describe('C4 the deadline of a Job', () => {
  const run = running('g1', { at: 5 });

  it('deletes its pod: the run was interrupted, and has no successor to explain (20 jdead)', () => {
    const work = job('load').init('migrate');
    const one = pod('load-1').ownedBy(work).restartPolicy('Never');
    const killed = one.deleted(30).init('migrate', terminated('g1', 143, { from: 5, to: 30 }));
    const story = new Story()
      .see(0, work)
      .see(10, one.init('migrate', run))
      .see(30, one.deleted(30).init('migrate', run));
    story.see(31, killed).lose(32, killed);
    expect(story.status('migrate').runs).to.include({ total: 1, interrupted: 1, failed: 0 });
    expect(story.causes('migrate')).to.deep.equal({});
  });

  it('leaves the next pod of its CronJob to the schedule', () => {
    const due = (turn: number) => job(`nightly-${turn}`).ownedBy(cronJob('nightly')).init('migrate').at(turn);
    const of = (turn: number) => pod(`nightly-${turn}-x`).ownedBy(due(turn)).restartPolicy('Never').at(turn);
    const story = new Story()
      .see(0, due(0))
      .see(10, of(0).init('migrate', succeeded('g1', { from: 5, to: 6 })));
    story.lose(
      32,
      of(0)
        .deleted(30)
        .init('migrate', succeeded('g1', { from: 5, to: 6 })),
    );
    story.see(100, due(100)).see(110, of(100).init('migrate', succeeded('h1', { from: 105, to: 106 })));
    expect(story.causes('migrate')).to.deep.equal({ Schedule: 1 });
  });
});

describe('C5 StartError', () => {
  it('stands in lastState only, under the id of the waiting container, which is not counted up yet', () => {
    const story = told(
      born().sandbox(1).init('migrate', waiting('PodInitializing')),
      born()
        .sandbox(1)
        .init('migrate', waiting('RunContainerError', { id: 'g1', last: startError('g1', { to: 3 }) })),
      born()
        .sandbox(1)
        .init('migrate', waiting('CrashLoopBackOff', { id: 'g1', last: startError('g1', { to: 3 }) })),
      born()
        .sandbox(1)
        .init(
          'migrate',
          waiting('RunContainerError', { id: 'g2', rc: 1, last: startError('g2', { to: 15 }) }),
        ),
    );
    expect(story.status('migrate').runs).to.include({ total: 2, notExecuted: 2, failed: 0, exact: true });
    expect(story.status('migrate')).to.not.have.property('duration');
  });
});

describe('C6 an error of pulling or creating', () => {
  it('is visible when the status says so, many seconds late, and is no run', () => {
    const story = told(born().init('migrate', waiting('PodInitializing')));
    expect(story.conditions('migrate')).to.not.include('Blocked');
    for (const [seconds, reason] of [
      [113, 'ErrImagePull'],
      [141, 'ImagePullBackOff'],
    ] as const)
      story.see(seconds, born().init('migrate', waiting(reason)));
    const [blocked] = story.status('migrate').conditions.filter(({ type }) => type === 'Blocked');
    expect(blocked).to.include({ status: 'True', lastTransitionTime: at(113) });
    story.see(160, born().init('migrate', succeeded('g1', { from: 155, to: 158 })));
    expect(story.status('migrate').runs).to.include({ total: 1, succeeded: 1, exact: true });
    expect(story.conditions('migrate')).to.not.include('Blocked');
  });
});

describe('C7 a network that is late', () => {
  it('nothing runs again before it is there (27)', () => {
    const main = terminated('m1', 255, { from: 10, to: 60, reason: 'Unknown' });
    const story = told(up(), up().noSandbox(60).main(main), up().noSandbox(60).main(main));
    expect(story.status('migrate').runs).to.include({ total: 1, succeeded: 1, exact: true });
  });

  it('where adding the pod fails at first, all counts begin at 0 (30)', () => {
    const story = told(
      up(),
      up().noSandbox(60),
      up()
        .sandbox(75)
        .init('ok', succeeded('k2', { from: 76, to: 78 }))
        .init('migrate', succeeded('g2', { from: 79, to: 82 })),
    );
    for (const container of ['ok', 'migrate'])
      expect(story.status(container).runs, container).to.include({ total: 2, succeeded: 2, exact: true });
  });
});

describe('C8 a pod that is deleted', () => {
  it('in its back-off keeps the failure to the end', () => {
    const looping = born()
      .sandbox(1)
      .init('migrate', failed('g2', { rc: 1, from: 20, to: 21, last: failed('g1', { from: 5, to: 6 }) }));
    const story = told(looping, looping.deleted(115)).lose(118, looping.deleted(115).phase('Failed'));
    expect(story.status('migrate').runs).to.include({ total: 2, failed: 2 });
  });

  it('while it waits for an image has run nothing, and failed at nothing (18 pull)', () => {
    const stuck = born().init('ok', OK).init('migrate', waiting('ImagePullBackOff'));
    const gone = born()
      .init('ok', OK)
      .init('migrate', waiting('PodInitializing'))
      .deleted(115)
      .phase('Failed');
    const story = told(stuck, stuck.deleted(115), gone).lose(130, gone);
    expect(story.total('migrate')).to.equal(0);
    expect(story.conditions('migrate')).to.not.include('CrashLooping');
  });

  for (const exitCode of [143, 137]) {
    it(`while it runs was interrupted: exit code ${exitCode}`, () => {
      const before = born()
        .sandbox(1)
        .init('migrate', running('g1', { at: 5 }));
      const killed = born()
        .sandbox(1)
        .deleted(102)
        .init('migrate', terminated('g1', exitCode, { from: 5, to: 104 }));
      const story = told(before, before.deleted(102), killed, killed.phase('Failed')).lose(
        150,
        killed.phase('Failed'),
      );
      expect(story.status('migrate').runs).to.include({ total: 1, interrupted: 1, failed: 0 });
      expect(story.conditions('migrate')).to.not.include('CrashLooping');
    });
  }
});

describe('C9 a replacement starts beside the old pod', () => {
  it('that ignores SIGTERM: they overlap for certain (16 killed9)', () => {
    const old = born().sandbox(1).deleted(22);
    const story = told(
      born()
        .sandbox(1)
        .init('migrate', running('g1', { at: 17 })),
      old.init('migrate', running('g1', { at: 17 })),
      born('web-h1-2', 22).init('migrate', running('h1', { at: 23 })),
      old.init('migrate', terminated('g1', 137, { from: 17, to: 24 })),
      born('web-h1-2', 22).init('migrate', succeeded('h1', { from: 23, to: 35 })),
    );
    expect(story.status('migrate').races).to.include({ total: 1, observed: 1 });
    expect(story.attributed('migrate')).to.deep.equal(['', 'PodDeleted']);
  });
});
