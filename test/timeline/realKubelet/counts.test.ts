import { expect } from 'chai';
import { at } from '../../build/clock.ts';
import { pod } from '../../build/pod.ts';
import { failed, running, succeeded, terminated, waiting } from '../../build/state.ts';
import { job } from '../../build/workload.ts';
import { Story } from '../story.ts';
import { born, MIGRATED, OK, RESTARTING, revision, told, up, workload } from './pods.ts';

describe('V1 the restart count of the second init container after the sandbox was lost', () => {
  const sandboxes = [20, 40];

  it('rises on a STICKY kubelet', () => {
    const story = told(
      up(),
      ...sandboxes.map((sandbox, index) =>
        up()
          .sandbox(sandbox)
          .init(
            'ok',
            succeeded(`k${index + 2}`, { rc: index + 1, from: sandbox + 1, to: sandbox + 3, last: OK }),
          )
          .init(
            'migrate',
            succeeded(`g${index + 2}`, { rc: index + 1, from: sandbox + 4, to: sandbox + 7, last: MIGRATED }),
          ),
      ),
    );
    expect(story.status('migrate').runs).to.include({ total: 3, succeeded: 3, exact: true });
    expect(story.causes('migrate')).to.deep.equal({ SandboxRecreated: 2 });
  });

  it('stays at 0 on a LEGACY kubelet', () => {
    const story = told(
      up(),
      ...sandboxes.map((sandbox, index) =>
        up()
          .sandbox(sandbox)
          .init('ok', succeeded(`k${index + 2}`, { rc: index + 1, from: sandbox + 1, to: sandbox + 3 }))
          .init('migrate', succeeded(`g${index + 2}`, { from: sandbox + 4, to: sandbox + 7 })),
      ),
    );
    expect(story.status('migrate').runs).to.include({ total: 3, succeeded: 3, exact: true });
  });

  it('falls on a LEGACY kubelet where it had failed before', () => {
    const story = told(
      born()
        .sandbox(1)
        .init('ok', OK)
        .init('migrate', failed('g1', { from: 5, to: 6 })),
      born()
        .sandbox(1)
        .init('ok', OK)
        .init('migrate', failed('g2', { rc: 1, from: 7, to: 8 })),
      up().init('migrate', succeeded('g3', { rc: 2, from: 19, to: 20 })),
      ...sandboxes.map((sandbox, index) =>
        up()
          .sandbox(sandbox + 10)
          .init('ok', succeeded(`k${index + 2}`, { rc: index + 1, from: sandbox + 11, to: sandbox + 13 }))
          .init('migrate', succeeded(`g${index + 4}`, { from: sandbox + 14, to: sandbox + 17 })),
      ),
    );
    expect(story.status('migrate').runs).to.include({ total: 5, failed: 2, succeeded: 3, exact: true });
    expect(story.causes('migrate')).to.deep.equal({ SandboxRecreated: 2 });
  });

  it('begins anew behind a sidecar, too: what is missed then makes a lower bound', () => {
    const beside = pod('web-h1-1').ownedBy(revision).sidecar('proxy', running('s1')).sandbox(1);
    const story = told(
      beside.initialized(9).init('migrate', MIGRATED),
      beside
        .sandbox(20)
        .initialized(9)
        .init('migrate', running('g3', { rc: 1, at: 26 })),
    );
    expect(story.status('migrate').runs).to.include({ total: 2, exact: false });
  });

  it('is 0 for all where the first sandbox could not be made: three replicas, six runs (30)', () => {
    const names = ['web-h1-1', 'web-h1-2', 'web-h1-3'];
    const again = names.map((name) =>
      up(name)
        .sandbox(60)
        .init('ok', succeeded(`${name}-k2`, { from: 61, to: 62 }))
        .init('migrate', succeeded(`${name}-g2`, { from: 63, to: 66 })),
    );
    const first = names.map((name) =>
      up(name)
        .init('ok', succeeded(`${name}-k1`, { from: 2, to: 4 }))
        .init('migrate', succeeded(`${name}-g1`, { from: 5, to: 8 })),
    );
    const story = told(...first, ...again);
    for (const container of ['ok', 'migrate'])
      expect(story.status(container).runs).to.include({ total: 6, succeeded: 6, exact: true });
  });
});

describe('V2 lastState after a retry that succeeded', () => {
  const FAILED = failed('g2', { rc: 1, from: 7, to: 8 });

  it('vanishes on a LEGACY kubelet within a second: what it told stays counted', () => {
    const story = told(
      born()
        .sandbox(1)
        .init('migrate', failed('g1', { from: 5, to: 6 })),
      born().sandbox(1).init('migrate', FAILED),
      up().init('migrate', succeeded('g3', { rc: 2, from: 19, to: 20, last: FAILED })),
      up().init('migrate', succeeded('g3', { rc: 2, from: 19, to: 20 })),
    );
    expect(story.status('migrate').runs).to.include({ total: 3, failed: 2, succeeded: 1, exact: true });
  });

  it('stays on a STICKY kubelet for ever, and is not counted twice', () => {
    const kept = up().init(
      'migrate',
      succeeded('g6', { rc: 5, from: 80, to: 81, last: failed('g5', { rc: 4, from: 30, to: 31 }) }),
    );
    const story = told(
      born()
        .sandbox(1)
        .init('migrate', failed('g1', { from: 5, to: 6 })),
      kept,
      kept,
      kept,
    );
    expect(story.status('migrate').runs).to.include({ total: 6, failed: 5, succeeded: 1 });
  });
});

describe('V3 CrashLoopBackOff is visible for a flash', () => {
  /** Starts after the measured delays: 0.5, 13.2, 23.1, 56 and 81 seconds. */
  const STARTS = [10, 12, 26, 50, 107, 189];
  const attempt = (index: number, start: number) => {
    const last = index === 0 ? {} : { last: failed(`g${index}`, { rc: index - 1 }) };
    return failed(`g${index + 1}`, { rc: index, from: start, to: start + 1, ...last });
  };

  it('the loop is seen without it, from the second failure on', () => {
    const story = told(
      ...STARTS.slice(0, 2).map((start, index) => born().sandbox(1).init('migrate', attempt(index, start))),
    );
    const [loop] = story.status('migrate').conditions.filter(({ type }) => type === 'CrashLooping');
    expect(loop).to.include({ status: 'True', lastTransitionTime: at(13) });
  });

  it('the flash is no run', () => {
    const story = told(
      ...STARTS.flatMap((start, index) => {
        const ended = attempt(index, start);
        const flash = waiting('CrashLoopBackOff', { id: `g${index + 1}`, rc: index, last: ended });
        return [born().sandbox(1).init('migrate', ended), born().sandbox(1).init('migrate', flash)];
      }),
    );
    expect(story.status('migrate').runs).to.include({ total: 6, failed: 6, exact: true });
  });
});

describe('V4 the status of an OnFailure pod is frozen while its init containers run again', () => {
  const work = job('load').init('ok').init('migrate').restartPolicy('OnFailure');
  const one = pod('load-1')
    .ownedBy(work)
    .restartPolicy('OnFailure')
    .sandbox(1)
    .initialized(9)
    .phase('Running');
  const before = one.init('ok', OK).init('migrate', MIGRATED);

  for (const profile of ['STICKY', 'LEGACY'] as const) {
    it(`${profile}: no status shows them running, and the second keeps its count`, () => {
      const kept = profile === 'STICKY';
      const k2 = succeeded('k2', { rc: 1, from: 31, to: 33, ...(kept ? { last: OK } : {}) });
      const g2 = succeeded('g2', { from: 34, to: 37, ...(kept ? { last: MIGRATED } : {}) });
      const story = new Story()
        .see(0, work, one.init('ok').init('migrate'))
        .see(20, before)
        .see(30, before.noSandbox(30))
        .see(30, before.sandbox(30))
        .see(33, before.sandbox(30).init('ok', k2))
        .see(37, before.sandbox(30).init('ok', k2).init('migrate', g2));
      for (const container of ['ok', 'migrate']) {
        expect(story.status(container).runs).to.include({ total: 2, succeeded: 2, exact: true });
        expect(story.causes(container)).to.deep.equal({ SandboxRecreated: 1 });
      }
    });
  }
});

describe('V5 Initialized stays True while init containers run again', () => {
  it('new ids tell of the runs, whatever phase, condition and so the STATUS of kubectl say', () => {
    const main = terminated('m1', 143, { from: 10, to: 19 });
    const again = up().sandbox(20).main(main);
    const story = told(
      up().main(running('m1', { at: 10 })),
      up().noSandbox(19).main(main).phase('Running'),
      again.init('ok', running('k2', { rc: 1, at: 21, last: OK })).phase('Pending'),
      again.init('ok', succeeded('k2', { rc: 1, from: 21, to: 23, last: OK })).phase('Running'),
      again
        .init('ok', succeeded('k2', { rc: 1, from: 21, to: 23, last: OK }))
        .init('migrate', running('g2', { rc: 1, at: 24, last: MIGRATED }))
        .phase('Pending'),
    );
    expect(story.status('ok').runs).to.include({ total: 2, succeeded: 2 });
    expect(story.status('migrate').runs).to.include({ total: 2, running: 1 });
    expect(story.causes('migrate')).to.deep.equal({ SandboxRecreated: 1 });
  });
});

describe('V6 the time of PodReadyToStartContainers moves where its False was never published', () => {
  const after = up()
    .sandbox(23)
    .podIP('10.0.0.8')
    .init('migrate', succeeded('g2', { rc: 1, from: 27, to: 30, last: MIGRATED }));

  it('a new sandbox is seen by it', () => {
    expect(told(up(), after).causes('migrate')).to.deep.equal({ SandboxRecreated: 1 });
  });

  it('a pod met for the first time has run before (R5b)', () => {
    const story = new Story(
      {},
      [workload, revision, after.init('migrate', succeeded('g2', { from: 27, to: 30 }))],
      100,
    );
    expect(story.status('migrate').runs).to.include({ total: 2, exact: false });
    expect(story.attributed('migrate')).to.deep.equal(['SandboxRecreated']);
  });
});

describe('V7 RestartAllContainers', () => {
  const ruled = up().condition('AllContainersRestarting', 'False', 0);
  const restarting = ruled.condition('AllContainersRestarting', 'True', 20, 'RestartAllContainersStarted');
  const over = ruled.condition('AllContainersRestarting', 'False', 20);
  const queued = waiting('RestartingAllContainers', { id: 'g1', rc: 1, last: RESTARTING });
  const again = running('g2', { rc: 1, at: 24, last: RESTARTING });

  it('by the main container (19): those that had succeeded run again, and keep their success', () => {
    const story = told(
      ruled.main(running('m1', { at: 10 })),
      restarting.main(terminated('m1', 88, { from: 10, to: 20 })),
      over
        .init('migrate', queued)
        .main(waiting('RestartingAllContainers', { id: 'm1', rc: 1, last: RESTARTING })),
      over.init('migrate', waiting('PodInitializing', { rc: 1, last: RESTARTING })),
      over.init('migrate', again),
    );
    expect(story.status('migrate').runs).to.include({ total: 2, succeeded: 1, running: 1, exact: true });
    expect(story.causes('migrate')).to.deep.equal({ RestartAllContainers: 1 });
  });

  it('by the init container itself (19b): its exit is a failure, what comes is the restart', () => {
    const failure = terminated('g1', 42, { from: 5, to: 20 });
    const story = told(
      ruled.init('migrate', running('g1', { at: 5 })),
      restarting.init('migrate', failure),
      over.init('migrate', queued),
      over.init('migrate', again),
    );
    expect(story.status('migrate').runs).to.include({ total: 2, failed: 1, running: 1 });
    expect(story.attributed('migrate')).to.deep.equal(['', 'RestartAllContainers']);
  });

  it('one that ran is killed, and not failed', () => {
    const story = told(
      ruled.init('migrate', running('g1', { at: 5 })),
      over.init('migrate', waiting('RestartingAllContainers', { rc: 1, last: RESTARTING })),
      over.init('migrate', again),
    );
    expect(story.status('migrate').runs).to.include({ total: 2, interrupted: 1, running: 1 });
  });

  it('the condition is there from the creation of such a pod: that alone is no restart', () => {
    const failure = failed('g1', { from: 5, to: 6 });
    const story = told(
      ruled.init('migrate', failure),
      ruled.init('migrate', running('g2', { rc: 1, at: 7, last: failure })),
    );
    expect(story.attributed('migrate')).to.deep.equal(['', 'Retry']);
  });
});
