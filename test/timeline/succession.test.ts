import { expect } from 'chai';
import fc from 'fast-check';
import { at } from '../build/clock.ts';
import { pod as barePod } from '../build/pod.ts';
import { failed, running, succeeded, type Terminated } from '../build/state.ts';
import { cronJob, job } from '../build/workload.ts';
import { web } from './cast.ts';
import { Replicas } from './replicas.ts';

const { workload, revision, pod } = web(3);

const one = pod('web-h1-1').sandbox(1);
const two = pod('web-h1-2', 20).sandbox(21);
const first = failed('a1', { from: 2, to: 4 });
const second = succeeded('a2', { rc: 1, from: 6, to: 8, last: first });
const other = succeeded('b1', { from: 22, to: 24 });

const CASES: readonly { readonly what: string; readonly tell: () => Replicas; readonly total: number }[] = [
  {
    what: 'what was written, where nothing has happened since',
    tell: () => new Replicas(workload, revision).see(9, one.init('migrate', second).version(10)).write(12),
    total: 2,
  },
  {
    what: 'runs that began after the last write',
    tell: () =>
      new Replicas(workload, revision)
        .see(5, one.init('migrate', first).version(10))
        .write(6)
        .see(9, one.init('migrate', second).version(11))
        .see(25, two.init('migrate', other).version(12)),
    total: 3,
  },
  {
    what: 'a pod that has come and gone since the last write',
    tell: () =>
      new Replicas(workload, revision)
        .see(9, one.init('migrate', second).version(10))
        .write(12)
        .see(25, two.init('migrate', other).version(11))
        .lose(30, two.init('migrate', other).deleted(29).version(12)),
    total: 3,
  },
  {
    what: 'a pod that went after the last write, with the run that only its deletion showed',
    tell: () =>
      new Replicas(workload, revision)
        .see(5, one.init('migrate', first).version(10))
        .write(6)
        .lose(30, one.init('migrate', second).deleted(29).version(12)),
    total: 2,
  },
  {
    what: 'no pod that went before the last write twice',
    tell: () =>
      new Replicas(workload, revision)
        .see(9, one.init('migrate', second).version(10))
        .see(25, two.init('migrate', running('b1', { at: 22 })).version(11))
        .lose(30, two.init('migrate', other).deleted(29).version(12))
        .write(31),
    total: 3,
  },
  {
    what: 'no pod twice that the first one closed without having seen it go',
    tell: () =>
      new Replicas(workload, revision)
        .see(9, one.init('migrate', second).version(10))
        .see(25, two.init('migrate', other).version(11))
        .missByFirst(30, two.init('migrate', other).version(11), two.init('migrate', other).version(12))
        .write(31),
    total: 3,
  },
];

describe('a standby that takes over counts', () => {
  for (const { what, tell, total } of CASES) {
    it(what, () => {
      const replicas = tell();
      replicas.takeOver(60);
      const { second: taken, first: lived } = replicas.both(60);
      expect(lived.runs.total, 'the first one, had it lived').to.equal(total);
      expect(taken.runs.total).to.equal(total);
      expect(taken.reruns).to.deep.equal(lived.reruns);
    });
  }

  it('each init container from where its own finding stands', () => {
    const both = (id: string) => two.init('migrate', succeeded(id, { from: 22, to: 24 })).init('seed', other);
    const replicas = new Replicas(workload, revision)
      .see(25, both('m1').version(11))
      .write(26)
      .lose(30, both('m1').deleted(29).version(12))
      .write(31, 'migrate');
    replicas.takeOver(60);
    for (const container of ['migrate', 'seed'])
      expect(replicas.both(60, container).second.runs, container).to.include({ total: 1, succeeded: 1 });
  });

  it('on as if nothing had been', () => {
    const replicas = new Replicas(workload, revision).see(5, one.init('migrate', first).version(10)).write(6);
    replicas.takeOver(60);
    replicas
      .see(70, one.init('migrate', second).version(11))
      .lose(80, one.init('migrate', second).deleted(79).phase('Failed').version(12));
    const { second: taken, first: lived } = replicas.both(90);
    expect(taken.runs).to.deep.equal({ ...lived.runs, exact: false, exactSince: at(60) });
  });
});

describe('a standby that takes over before it has seen the Job of a pod that was counted', () => {
  const schedule = cronJob('sync').init('migrate');
  const due = job('sync-1').ownedBy(schedule).init('migrate').restartPolicy('OnFailure');
  const working = barePod('sync-1-a')
    .ownedBy(due)
    .restartPolicy('OnFailure')
    .sandbox(1)
    .init('migrate', succeeded('a1', { from: 2, to: 4 }))
    .version(10);

  for (const { what, tell } of [
    { what: 'the pod stays', tell: (replicas: Replicas) => replicas },
    {
      what: 'the pod goes',
      tell: (replicas: Replicas) => replicas.lose(62, working.deleted(61).version(12)),
    },
  ])
    it(`counts nothing again: ${what}`, () => {
      const replicas = new Replicas(schedule).seeByFirst(1, due).see(5, working).write(6);
      replicas.takeOver(60);
      expect(replicas.both(60).second.runs).to.include({ total: 1, succeeded: 1 });
      tell(replicas).see(65, due);
      expect(replicas.both(70).second.runs).to.include({ total: 1, succeeded: 1 });
    });
});

describe('a standby that takes over while it lags behind a list in which the first one has missed a pod', () => {
  const seen = () =>
    new Replicas(workload, revision)
      .see(9, one.init('migrate', second).version(10))
      .missByFirstAlone(20, one.init('migrate', second).version(10))
      .write(21);

  it('counts it once while it still has it', () => {
    const replicas = seen();
    replicas.takeOver(22);
    expect(replicas.both(23).second.runs).to.include({ total: 2, exact: false });
  });

  it('counts it once when it is told that it has gone', () => {
    const replicas = seen();
    replicas.takeOver(22);
    replicas.lose(25, one.init('migrate', second).deleted(19).version(12));
    expect(replicas.both(26).second.runs).to.include({ total: 2, exact: false });
  });
});

describe('a standby that takes over', () => {
  const replicas = new Replicas(workload, revision)
    .see(9, one.init('migrate', second).version(17))
    .see(10, one.init('migrate', second).label('seen', 'again').version(23))
    .write(12);

  it('says up to which version of the pods it must have seen: the last that changed a number', () => {
    expect(replicas.takeOver(60)).to.equal(17);
  });

  it('claims nothing exact of the time before: what neither wrote nor saw, nobody knows', () => {
    const { runs } = replicas.both(60).second;
    expect(runs).to.include({ exact: false, exactSince: at(60) });
  });
});

/** What may happen to one of three pods, or to the replicas. */
const actions = fc.array(
  fc.record({
    // Runs are more frequent than what ends them.
    kind: fc.constantFrom('run', 'run', 'run', 'end', 'miss', 'write', 'join'),
    place: fc.nat(2),
  }),
  { minLength: 5, maxLength: 40 },
);

/** Tells it to two replicas, of which the second takes over at the end; the number of runs there were. */
function play(all: readonly { readonly kind: string; readonly place: number }[]): {
  readonly replicas: Replicas;
  readonly runs: number;
  readonly end: number;
} {
  const replicas = new Replicas(workload, revision);
  const last = new Map<
    number,
    { readonly name: string; readonly rc: number; readonly run: Terminated; readonly seenIn: number }
  >();
  let [now, version, runs] = [10, 10, 0];
  for (const { kind, place } of all) {
    now += 10;
    version += 1;
    const before = last.get(place);
    const shown = (of: typeof before) =>
      of && pod(of.name, 1).sandbox(1).init('migrate', of.run).version(version);
    if (kind === 'run') {
      const rc = before === undefined ? 0 : before.rc + 1;
      const times = { rc, from: now - 8, to: now - 6 };
      const run = failed(`r${runs}`, before === undefined ? times : { ...times, last: before.run });
      const next = { name: before?.name ?? `web-h1-${runs}`, rc, run, seenIn: version };
      runs += 1;
      last.set(place, next);
      const seen = shown(next);
      if (seen !== undefined) replicas.see(now, seen);
    } else if (kind === 'write') replicas.write(now);
    else if (kind === 'join') replicas.join(now);
    else if (before !== undefined) {
      const [living, gone] = [pod(before.name, 1).sandbox(1).init('migrate', before.run), shown(before)];
      last.delete(place);
      if (gone === undefined) continue;
      if (kind === 'end') replicas.lose(now, gone.deleted(now - 1));
      else replicas.missByFirst(now, living.version(before.seenIn), gone.deleted(now - 1));
    }
  }
  return { replicas, runs, end: now + 20 };
}

describe('whatever happens before a standby takes over', () => {
  it('no run counts twice', () => {
    fc.assert(
      fc.property(actions, (all) => {
        const { replicas, runs, end } = play(all);
        replicas.takeOver(end);
        expect(replicas.total(end)).to.be.at.most(runs);
      }),
      { numRuns: 200 },
    );
  });

  it('every run counts, where the standby has seen them all and nothing was missed', () => {
    fc.assert(
      fc.property(actions, (all) => {
        const { replicas, runs, end } = play(all.filter(({ kind }) => kind !== 'miss' && kind !== 'join'));
        replicas.takeOver(end);
        expect(replicas.total(end)).to.equal(runs);
      }),
      { numRuns: 200 },
    );
  });
});
