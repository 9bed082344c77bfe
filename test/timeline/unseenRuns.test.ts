import { expect } from 'chai';
import { at } from '../build/clock.ts';
import { ALEMBIC, WAIT } from '../build/container.ts';
import { node } from '../build/node.ts';
import { pod } from '../build/pod.ts';
import { failed, invented, running, startError, succeeded, terminated, waiting } from '../build/state.ts';
import { job } from '../build/workload.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

/* Runs that no status shows: `exact` ends where there may have been one (found by the random histories). */

const { workload, revision, pod: replica } = web(1);
const young = replica('web-h1-1').init('migrate').init('wait').sandbox(1);
const begun = () => new Story().see(0, workload, revision);
const lost = invented(137, 'ContainerStatusUnknown');
const starting = waiting('PodInitializing');
const before = young.init('migrate', succeeded('a1', { from: 1, to: 3 }));

describe('a sandbox that dies while no main container runs', () => {
  const ready = young
    .init('migrate', succeeded('a1', { from: 1, to: 3 }))
    .init('wait', succeeded('b1', { from: 4, to: 5 }))
    .initialized(5);

  it('may take a run along of init containers whose records were lost (C13)', () => {
    const dead = ready.main(failed('m1', { from: 6, to: 19 }));
    const story = begun().see(6, ready).see(20, dead).see(22, dead.noSandbox(21));
    expect(story.status().runs).to.include({ total: 1, exact: false });
    expect(story.status('wait').runs).to.include({ total: 1, exact: false });
  });

  it('takes none along where they were killed, as it is with a sandbox', () => {
    const killed = terminated('m1', 137, { reason: 'Error', from: 6, to: 19 });
    const dead = ready.main(killed);
    const story = begun().see(6, ready).see(20, dead).see(22, dead.noSandbox(21));
    expect(story.status().runs).to.include({ total: 1, exact: true });
  });

  it('takes none along where the pod is over', () => {
    const over = ready.main(failed('m1', { from: 6, to: 19 })).phase('Failed');
    const story = begun().see(6, ready).see(22, over.noSandbox(21));
    expect(story.status().runs).to.include({ total: 1, exact: true });
  });

  it('takes none along where one runs until then', () => {
    const living = ready.main(running('m1', { at: 6 }));
    const story = begun().see(7, living).see(22, living.noSandbox(21));
    expect(story.status().runs).to.include({ total: 1, exact: true });
  });
});

describe('a sandbox that dies while init containers run', () => {
  it('may take a run along that had just begun', () => {
    const story = begun()
      .see(4, before.init('wait', starting))
      .see(5, before.init('wait', starting).noSandbox(5));
    expect(story.status('wait').runs).to.include({ total: 0, exact: false });
  });

  it('takes none along where the one in turn was running', () => {
    const story = begun()
      .see(4, before.init('wait', running('b1', { at: 3 })))
      .see(6, before.init('wait', waiting('PodInitializing', { rc: 1, last: lost })).noSandbox(6));
    expect(story.status('wait').runs).to.include({ total: 1, exact: true });
  });

  it('takes none along where all had ended', () => {
    const ready = before.init('wait', succeeded('b1', { from: 4, to: 5 })).initialized(5);
    const story = begun().see(6, ready).see(9, ready.noSandbox(9)).see(10, ready.sandbox(10));
    expect(story.status('wait').runs).to.include({ total: 1, exact: true });
  });

  it('twice, before a status shows what ran between', () => {
    const ready = before.init('wait', succeeded('b1', { from: 4, to: 5 })).initialized(5);
    const story = begun().see(6, ready).see(9, ready.sandbox(9)).see(12, ready.sandbox(12));
    expect(story.status().runs).to.include({ total: 1, exact: false });
  });

  it('in a second pass, before the last container has had its turn', () => {
    const ready = before.init('wait', succeeded('b1', { from: 4, to: 5 })).initialized(5);
    const again = ready.init('migrate', succeeded('a2', { from: 20, to: 22 }));
    const story = begun().see(6, ready).see(22, again).see(23, again.noSandbox(23));
    expect(story.status('wait').runs).to.include({ total: 1, exact: false });
    expect(story.status().runs).to.include({ total: 2, exact: true });
  });

  it('ends exactness with the write that shows it, whoever receives that when', () => {
    for (const received of [5, 9]) {
      const story = begun()
        .see(4, before.init('wait', starting))
        .see(received, before.init('wait', starting).noSandbox(5).written(5));
      expect(story.status('wait').runs).to.include({ exact: false, exactSince: at(5) });
    }
  });

  it('leaves a count behind that is no count of failures', () => {
    const story = begun()
      .see(2, young.init('migrate', starting))
      .see(5, young.init('migrate', starting).sandbox(5))
      .see(6, young.init('migrate', running('a2', { rc: 1, at: 5 })).sandbox(5));
    expect(story.status().runs).to.include({ total: 2, failed: 0, unknown: 1, exact: false });
    expect(story.attributed()).to.deep.equal(['SandboxRecreated']);
  });
});

describe('a run that a new sandbox follows, and whose end no status shows', () => {
  it('may have failed before: nobody says that it was interrupted', () => {
    const going = young.init('migrate', running('a1', { at: 1 }));
    const later = young.sandbox(20).init('migrate', running('a3', { rc: 2, at: 21 }));
    const story = begun().see(2, going).gap(30).see(30, later);
    expect(story.status().runs).to.include({ total: 3, interrupted: 0, unknown: 2, running: 1 });
  });
});

describe('a run whose pod restarts all containers while nobody watches (V7)', () => {
  const last = invented(137, 'RestartingAllContainers');
  const going = young.init('migrate', running('a1', { at: 1 }));

  for (const [what, next] of [
    ['had ended by itself when the next one runs', running('a2', { rc: 1, at: 21, last })],
    ['had ended by itself when the next one is due', waiting('PodInitializing', { rc: 1, last })],
    ['had ended: the kubelet kept its id', waiting('RestartingAllContainers', { id: 'a1', rc: 1, last })],
  ] as const)
    it(`is not called interrupted where it may be that it ${what}`, () => {
      const story = begun().see(2, going).gap(30).see(30, young.init('migrate', next));
      expect(story.status().runs).to.include({ interrupted: 0 });
    });

  it('is not called failed where no status has shown it', () => {
    const restarted = young.condition('AllContainersRestarting', 'False', 20);
    const story = begun().see(30, restarted.init('migrate', running('a2', { rc: 1, at: 21 })));
    expect(story.status().runs).to.include({ total: 2, failed: 0, unknown: 1 });
  });

  it('was interrupted where it has no id any more', () => {
    const killed = waiting('RestartingAllContainers', { rc: 1, last });
    const story = begun().see(2, going).gap(30).see(30, young.init('migrate', killed));
    expect(story.status().runs).to.include({ total: 1, interrupted: 1 });
  });
});

describe('a run that vanishes', () => {
  const going = young.init('migrate', running('a1', { at: 1 }));
  const gone = (rc: number) =>
    young.init('migrate', waiting('PodInitializing', { rc, last: lost })).noSandbox(20);

  it('was interrupted where its sandbox was lost', () => {
    const story = begun().see(2, going).see(20, gone(1));
    expect(story.status().runs).to.include({ total: 1, interrupted: 1, unknown: 0 });
  });

  it('is another one where the count has gone on by more than one', () => {
    const story = begun().see(2, going).gap(20).see(20, gone(2));
    expect(story.status().runs).to.include({ total: 1, interrupted: 0, unknown: 1 });
  });
});

describe('a pod that is asked to go while its init containers have work to do', () => {
  const looping = young.init('migrate', failed('a1', { from: 1, to: 2 })).node('n1');
  const states = {
    'the next one was due': { last: before.init('wait', starting).node('n1'), container: 'wait', total: 0 },
    'one was to be tried again': { last: looping, container: 'migrate', total: 1 },
  };
  for (const [when, { last, container, total }] of Object.entries(states)) {
    const over = last.deleted(28).phase('Failed');

    it(`takes along what had just begun where its sandbox was lost before that, when ${when}`, () => {
      const story = begun().see(5, last).see(29, over.noSandbox(27));
      expect(story.status(container).runs).to.include({ total, exact: false });
    });

    it(`takes it along where its node had gone down meanwhile, when ${when}`, () => {
      const [up, again] = [node('n1').boot('boot-1'), node('n1').boot('boot-2')];
      const asked = last.deleted(28);
      const story = begun().see(1, up).see(5, last).see(27, again).see(28, asked).see(29, over.noSandbox(28));
      expect(story.status(container).runs).to.include({ total, exact: false });
    });

    it(`takes it along where only a clock that is ahead puts the loss behind that, when ${when}`, () => {
      const other = replica('web-h1-2').init('migrate').node('n1').sandbox(13);
      const ahead = other.init('migrate', succeeded('z1', { from: 14, to: 15 })).written(12);
      const story = begun().see(5, last).see(12, ahead).see(29, over.noSandbox(29));
      expect(story.status(container).runs).to.include({ exact: false });
    });

    it(`takes none along where its sandbox goes with it, when ${when}`, () => {
      const up = node('n1').boot('boot-1');
      for (const gone of [28, 29]) {
        const story = begun().see(1, up).see(5, last).see(30, over.noSandbox(gone));
        expect(story.status(container).runs).to.include({ total, exact: true });
      }
    });
  }
});

describe('a pod that fails without any container that has', () => {
  it('may have lost one that had just begun', () => {
    const work = job('load').init('migrate');
    const one = pod('load-1').ownedBy(work).restartPolicy('Never').init('migrate', starting);
    const story = new Story().see(0, work).see(2, one.sandbox(1)).see(3, one.noSandbox(3).phase('Failed'));
    expect(story.status().runs).to.include({ total: 0, exact: false });
  });
});

describe('a pod that its kubelet fails', () => {
  const looping = young.init('migrate', failed('a1', { from: 1, to: 2 })).node('n1');
  const [up, again] = [node('n1').boot('boot-1'), node('n1').boot('boot-2')];
  const refused = looping.noSandbox(28).phase('Failed').reason('NodeAffinity');

  it('takes along what had just begun where the node had gone down, as by its admission afterwards', () => {
    const story = begun().see(1, up).see(5, looping).see(27, again).see(29, refused);
    expect(story.status().runs).to.include({ total: 1, exact: false });
  });

  it('takes none along where the node stayed up', () => {
    const story = begun().see(1, up).see(5, looping).see(29, refused);
    expect(story.status().runs).to.include({ total: 1, exact: true });
  });

  it('took none along where it was over before the node went down, or its node goes with it', () => {
    const over = looping.deleted(26).phase('Failed');
    const rebooted = begun().see(1, up).see(5, looping).see(28, over).see(60, again);
    expect(rebooted.see(61, over.noSandbox(60)).status().runs).to.include({ total: 1, exact: true });
    const removed = begun().see(1, up).see(5, looping).lose(28, up);
    expect(removed.see(30, over.noSandbox(29)).status().runs).to.include({ total: 1, exact: true });
  });
});

describe('an init container that may be tried again in a pod that may not', () => {
  it('may have begun once more', () => {
    const work = job('load').init('migrate');
    const one = pod('load-1').ownedBy(work).restartPolicy('Never').sandbox(1);
    const own = { ...ALEMBIC, restartPolicy: 'OnFailure' };
    const tried = one.init('migrate', failed('a1', { from: 1, to: 2 }), own);
    const story = new Story().see(0, work).see(2, tried).see(20, tried.noSandbox(20).phase('Failed'));
    expect(story.status().runs).to.include({ total: 1, exact: false });
  });
});

describe('a pod that fails because a container has, and may not try again', () => {
  it('has done nothing more', () => {
    const work = job('load').init('migrate');
    const one = pod('load-1').ownedBy(work).restartPolicy('Never').sandbox(1);
    const tried = one.init('migrate', failed('a1', { from: 1, to: 2 }));
    const story = new Story().see(0, work).see(2, tried).see(3, tried.noSandbox(3).phase('Failed'));
    expect(story.status().runs).to.include({ total: 1, exact: true });
  });
});

describe('a pod whose object goes with the last word of its kubelet', () => {
  it('ends exactness with that word where it may have hidden a run, whoever receives when it goes', () => {
    const work = job('load').init('migrate');
    const one = pod('load-1').ownedBy(work).restartPolicy('Never').init('migrate', starting);
    const over = one.noSandbox(3).phase('Failed').written(4);
    for (const gone of [5, 9, 900]) {
      const story = new Story().see(0, work).see(2, one.sandbox(1)).see(4, over).lose(gone, over.deleted(1));
      expect(story.status().runs).to.include({ total: 0, exact: false, exactSince: at(4) });
    }
  });
});

describe('a pod whose object goes without the last word of its kubelet', () => {
  it('may go on with what its init containers had not done yet', () => {
    const looping = young.init('migrate', failed('a1', { from: 1, to: 2 }));
    const story = begun().see(3, looping).lose(4, looping);
    expect(story.status().runs).to.include({ total: 1, exact: false });
  });

  it('ends exactness when its object goes, however long ago it was asked to go', () => {
    const looping = young.init('migrate', failed('a1', { from: 1, to: 2 })).written(2);
    for (const gone of [4, 9, 900]) {
      const story = begun().see(3, looping).see(4, looping.deleted(4)).lose(gone, looping.deleted(4));
      expect(story.status().runs).to.include({ total: 1, exact: false, exactSince: at(gone) });
    }
  });

  it('may do again what they had done, in a new sandbox', () => {
    const ready = before.init('wait', succeeded('b1', { from: 4, to: 5 })).initialized(5);
    const story = begun().see(6, ready).lose(9, ready);
    expect(story.status().runs).to.include({ total: 1, exact: false });
  });

  it('has done nothing more where its kubelet has said that it is over', () => {
    const over = before
      .init('wait', succeeded('b1', { from: 4, to: 5 }))
      .initialized(5)
      .phase('Failed');
    const story = begun().see(6, over).lose(9, over);
    expect(story.status().runs).to.include({ total: 1, exact: true });
  });

  it('has run nothing where it never had a node', () => {
    const story = begun().see(3, young.node('')).lose(4, young.node(''));
    expect(story.status().runs).to.include({ total: 0, exact: true });
  });
});

const load = job('load').init('migrate').init('wait').restartPolicy('OnFailure');
const NEVER = { restartPolicy: 'Never' };

/** Whose init containers cannot be told to run again: a kubelet holds that back (V4), or the API server refuses it. */
const FROZEN = [
  {
    whose: 'an OnFailure pod',
    work: [load],
    pod: pod('load-1').ownedBy(load).restartPolicy('OnFailure').init('migrate').init('wait'),
  },
  {
    whose: 'a pod whose init containers have the restartPolicy Never',
    work: [workload, revision],
    pod: replica('web-h1-1')
      .init('migrate', undefined, { ...ALEMBIC, ...NEVER })
      .init('wait', undefined, { ...WAIT, ...NEVER }),
  },
];

for (const { whose, work, pod: bare } of FROZEN)
  describe(`behind the frozen status of ${whose} (R17)`, () => {
    const one = bare
      .sandbox(1)
      .init('migrate', succeeded('a1', { from: 1, to: 3 }))
      .init('wait', succeeded('b1', { from: 4, to: 5 }))
      .initialized(5);
    const frozen = () =>
      new Story()
        .see(0, ...work)
        .see(6, one)
        .see(20, one.sandbox(20));
    const shown = one.sandbox(20).init('migrate', succeeded('a2', { rc: 1, from: 20, to: 25 }));

    it('runs are hidden until they have ended', () => {
      const story = frozen();
      expect(story.status().runs).to.include({ total: 1, exact: false });
      story.see(26, shown);
      expect(story.status().runs).to.include({ total: 2, exact: true });
      expect(story.status('wait').runs).to.include({ total: 1, exact: false });
    });

    it('one after another that has run again in the same sandbox (C13) may run', () => {
      const again = one.init('migrate', succeeded('a2', { rc: 1, from: 20, to: 25 }));
      const story = new Story()
        .see(0, ...work)
        .see(6, one)
        .see(26, again);
      expect(story.status('wait').runs).to.include({ total: 1, exact: false });
      story.lose(30, again.deleted(28).phase('Failed'));
      expect(story.status('wait').runs).to.include({ total: 1, exact: false });
    });

    it('a count above 0 may hide runs that failed to start', () => {
      const story = frozen().see(40, shown.init('wait', succeeded('b3', { rc: 1, from: 35, to: 39 })));
      expect(story.status('wait').runs).to.include({ exact: false });
    });

    it('the first container may have begun anew, where it started long after its sandbox', () => {
      const story = frozen().see(
        40,
        one.sandbox(20).init('migrate', succeeded('a4', { rc: 1, from: 35, to: 39 })),
      );
      expect(story.status().runs).to.include({ total: 2, exact: false });
    });

    it('a pod that goes meanwhile takes what it hid along', () => {
      const story = frozen().lose(30, one.sandbox(20).deleted(28).phase('Failed'));
      expect(story.status().runs).to.include({ total: 1, exact: false });
    });
  });

describe('a pod that may restart all its containers (R15)', () => {
  it('hides none, whatever their restartPolicy', () => {
    const one = replica('web-h1-1')
      .init('migrate', succeeded('a1', { from: 1, to: 3 }), { ...ALEMBIC, ...NEVER })
      .sandbox(1)
      .initialized(5)
      .condition('AllContainersRestarting', 'False', 1);
    const story = begun().see(6, one).see(20, one.sandbox(20));
    expect(story.status().runs).to.include({ total: 1, exact: true });
  });
});

describe('a run that failed to start after a success in the same sandbox (C13)', () => {
  it('may follow others that nobody saw: where records are lost the count begins anew', () => {
    const ready = young.init('migrate', succeeded('a1', { from: 1, to: 3 })).initialized(5);
    const refused = waiting('RunContainerError', {
      id: 'a3',
      rc: 1,
      last: startError('a3', { rc: 1, to: 20 }),
    });
    const story = begun().see(6, ready).see(21, ready.init('migrate', refused));
    expect(story.status().runs).to.include({ total: 2, notExecuted: 1, exact: false });
  });
});

describe('what was never executed', () => {
  it('repeats nothing, and is no rerun', () => {
    const ready = young.init('migrate', succeeded('a1', { from: 1, to: 3 })).initialized(5);
    const refused = startError('a2', { rc: 1, to: 20 });
    const story = begun()
      .see(6, ready)
      .see(
        21,
        ready.sandbox(20).init('migrate', waiting('RunContainerError', { id: 'a2', rc: 1, last: refused })),
      );
    expect(story.status().runs).to.include({ total: 2, notExecuted: 1 });
    expect(story.status().reruns.total).to.equal(0);
  });
});

describe('a first container that is seen only when it has ended, in a new sandbox', () => {
  const ready = young.init('migrate', succeeded('a1', { from: 1, to: 3 })).initialized(5);
  const again = (from: number) =>
    ready.sandbox(20).init('migrate', succeeded('a2', { rc: 1, from, to: from + 1 }));

  it('has gone on counting where it started with it', () => {
    const story = begun().see(6, ready).see(22, again(20));
    expect(story.status().runs).to.include({ total: 2, exact: true });
  });

  it('may follow one that failed, where the network was late (C7) and nobody looked', () => {
    const story = begun().see(6, ready).see(24, again(22));
    expect(story.status().runs).to.include({ total: 2, exact: false });
  });

  it('may follow one that failed, where it could not be started long after it (C5: that bears no time of a start)', () => {
    const refused = (to: number) =>
      ready
        .sandbox(20)
        .init(
          'migrate',
          waiting('RunContainerError', { id: 'a3', rc: 1, last: startError('a3', { rc: 1, to }) }),
        );
    for (const [to, exact] of [
      [20, true],
      [30, false],
    ] as const) {
      const story = begun().see(6, ready).see(31, refused(to));
      expect(story.status().runs).to.include({ total: 2, notExecuted: 1, exact });
    }
  });

  it('follows none that failed while it shows none', () => {
    const story = begun()
      .see(6, ready)
      .see(23, ready.sandbox(20).init('migrate', running('a2', { rc: 1, at: 22 })));
    expect(story.status().runs).to.include({ total: 2, exact: true });
  });
});
