import { expect } from 'chai';
import type { FindingStatus } from '../../src/core/model/finding.ts';
import { ALEMBIC, type ContainerInput, PRISMA, WAIT } from '../build/container.ts';
import { failed, type State, succeeded } from '../build/state.ts';
import { web } from './cast.ts';
import { replayRecording } from './replayRecording.ts';
import { Story } from './story.ts';

/* Runs that overlap because all but one wait for a lock are told from runs that race. */

const TIMED_OUT =
  'Error: P1002\n\nTimed out trying to acquire a postgres advisory lock (SELECT pg_advisory_lock(72707369)). Elapsed: 10000ms.';
const COLLIDED = 'duplicate key value violates unique constraint "pg_type_typname_nsp_index"';
const UNKNOWN: ContainerInput = { image: 'shop/tool:1', command: ['./prepare'] };

/** Three replicas that begin at once. */
function three(spec: ContainerInput, ...states: readonly State[]): Story {
  return named('migrate', spec, ...states);
}

function named(name: string, spec: ContainerInput, ...states: readonly State[]): Story {
  const { workload, revision, pod } = web(3);
  const story = new Story().see(0, workload.withoutInit('migrate').init(name, spec), revision);
  states.forEach((state, index) => {
    story.see(100 + index, pod(`p${index + 1}`).init(name, state, spec));
  });
  return story;
}

const staggered: readonly State[] = [
  succeeded('a1', { from: 0, to: 30 }),
  succeeded('b1', { from: 0, to: 31 }),
  succeeded('c1', { from: 0, to: 32 }),
];

describe('a tool that is known to lock', () => {
  it('turns an overlap into waiting, and the finding says so', () => {
    const status = three(PRISMA, ...staggered).status();
    expect(status).to.include({ lock: 'Locks', state: 'Quiet' });
    expect(status.races).to.include({ total: 0, potential: false });
    expect(status.message).to.match(
      /3 pods \(p1, p2, p3\) did this work at once for up to 31 s and did not race: prisma takes a lock/,
    );
  });

  it('three waits overlap and one times out: no race', () => {
    const timedOut = failed('b1', { from: 0, to: 10, message: TIMED_OUT });
    const [first, , last] = staggered;
    const story = three(
      PRISMA,
      ...(first === undefined || last === undefined ? [] : [first, timedOut, last]),
    );
    expect(story.status().races.total).to.equal(0);
    expect(story.conditions()).to.not.include('Racing');
    expect(story.status().message).to.include('did not race');
  });

  it('races where it failed for another reason while a sibling succeeded', () => {
    const [first] = staggered;
    const lost = failed('b1', { from: 0, to: 10, message: 'ERROR: deadlock detected' });
    expect(three(PRISMA, ...(first === undefined ? [] : [first, lost])).status().races).to.include({
      failed: 1,
    });
  });

  it('says so after a restart of the operator, too', () => {
    const story = three(PRISMA, ...staggered);
    const { message } = story.status();
    expect(story.restart(200).status().message).to.equal(message);
  });
});

describe('a tool that is not known to lock', () => {
  const racing = ({ conditions }: FindingStatus) => conditions.find(({ type }) => type === 'Racing');

  it('S47 is serialised by a lock where starts coincide and ends are stacked; the overlap stays observed', () => {
    const status = three(ALEMBIC, ...staggered).status();
    expect(status.races).to.include({ total: 1, observed: 1 });
    expect(racing(status)).to.include({ status: 'True', reason: 'SerialisedByLock' });
    expect(status.message).to.match(
      /none failed, and one ended after the other, as where a lock lets one in/,
    );
  });

  const others: Readonly<Record<string, readonly State[]>> = {
    'all end in one second': ['a1', 'b1'].map((id) => succeeded(id, { from: 0, to: 30 })),
    'they begin apart': [succeeded('a1', { from: 0, to: 30 }), succeeded('b1', { from: 9, to: 35 })],
    'one takes far longer': [succeeded('a1', { from: 0, to: 5 }), succeeded('b1', { from: 0, to: 60 })],
  };
  for (const [title, states] of Object.entries(others)) {
    it(`is not where ${title}`, () => {
      const status = three(ALEMBIC, ...states).status();
      expect(racing(status)).to.include({ reason: 'OverlapObserved' });
      expect(status.message).to.not.include('lock');
    });
  }
});

describe('waits', () => {
  it('three overlap and one times out: no race', () => {
    const states = [
      succeeded('a1', { from: 0, to: 30 }),
      failed('b1', { from: 0, to: 60, message: 'timed out' }),
      succeeded('c1', { from: 0, to: 31 }),
    ];
    const { races, conditions } = named('wait', WAIT, ...states).status('wait');
    expect(races).to.include({ total: 0, potential: false });
    expect(conditions).to.deep.equal([]);
  });
});

describe('work of unknown purpose', () => {
  it('does not race because it overlaps, and not because one fails', () => {
    const status = named(
      'prepare',
      UNKNOWN,
      succeeded('a1', { from: 0, to: 30 }),
      failed('b1', { from: 0, to: 20, message: 'exit status 1' }),
    ).status('prepare');
    expect(status).to.include({ category: 'Unknown', sideEffecting: false });
    expect(status.races.total).to.equal(0);
  });

  it('races where its own error says so', () => {
    const story = named(
      'prepare',
      UNKNOWN,
      succeeded('a1', { from: 0, to: 30 }),
      failed('b1', { from: 0, to: 20, message: COLLIDED }),
    );
    expect(story.status('prepare').races).to.include({ total: 1, failed: 1 });
    expect(story.conditions('prepare')).to.include('Racing');
  });
});

describe('what the real tools did', () => {
  const migration = (recording: string): FindingStatus | undefined =>
    replayRecording(recording).find(({ spec }) => spec.container === 'migrate')?.status;

  it('14b: Alembic behind an advisory lock of its own env.py is serialised by a lock', () => {
    const status = migration('14b-alembic-advisory-lock');
    expect(status?.races).to.include({ total: 1, observed: 1 });
    expect(status?.message).to.include('as where a lock lets one in at a time');
  });

  it('14i C21: Knex failed on its own lock table while both siblings ran, and its free retry succeeded: a failed race', () => {
    const status = migration('14i-knex-lock');
    expect(status?.races).to.include({ total: 1, failed: 1 });
    expect(status?.races.last?.podCount).to.equal(3);
  });

  it('14a C21: Alembic without a lock collided, in its own words', () => {
    const status = migration('14a-alembic-race');
    expect(status?.races).to.include({ total: 1, failed: 1 });
    expect(status?.message).to.match(/alembic_version|pg_type_typname_nsp_index/);
  });
});
