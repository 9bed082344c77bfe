import { expect } from 'chai';
import { at } from '../build/clock.ts';
import { type ContainerInput, PRISMA } from '../build/container.ts';
import { node } from '../build/node.ts';
import { pod, type Pod } from '../build/pod.ts';
import { replicaSet } from '../build/replicaset.ts';
import { failed, running, type State, succeeded, terminated } from '../build/state.ts';
import { deployment, job, statefulSet } from '../build/workload.ts';
import { Story } from './story.ts';

const workload = deployment('web').init('migrate').replicas(3).revision('1');
const revision = replicaSet(workload, 'h1').revision(1);
const REFUSED = 'psycopg2.OperationalError: connection to server at "db" failed: Connection refused';
const COLLIDED = 'duplicate key value violates unique constraint "pg_type_typname_nsp_index"';

interface Told {
  readonly pod: string;
  readonly state: State;
  readonly node?: string;
  readonly deleted?: number;
  readonly spec?: ContainerInput;
}

function one({ pod: name, state, node: place = 'n1', deleted, spec }: Told): Pod {
  const made = pod(name).ownedBy(revision).node(place).init('migrate', state, spec);
  return deleted === undefined ? made : made.deleted(deleted);
}

function told(...pods: readonly Told[]): Story {
  const story = new Story().see(0, node('n1'), node('n2'), workload, revision);
  pods.forEach((each, index) => story.see(100 + index, one(each)));
  return story;
}

interface Row {
  readonly title: string;
  readonly pods: readonly Told[];
  readonly races: { readonly possible?: number; readonly observed?: number; readonly failed?: number };
  readonly overlap?: number;
}

const ROWS: readonly Row[] = [
  {
    title: 'S42 a certain overlap on one node',
    pods: [
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }) },
      { pod: 'p2', state: succeeded('b1', { from: 5, to: 25 }) },
    ],
    races: { observed: 1 },
    overlap: 15,
  },
  {
    title: 'S43 one begins in the second in which the other ends',
    pods: [
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }) },
      { pod: 'p2', state: succeeded('b1', { from: 20, to: 30 }) },
    ],
    races: { possible: 1 },
  },
  {
    title: 'S44 within the error of two clocks',
    pods: [
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }), node: 'n1' },
      { pod: 'p2', state: succeeded('b1', { from: 22, to: 30 }), node: 'n2' },
    ],
    races: { possible: 1 },
  },
  {
    title: 'S44 the same on one node is none',
    pods: [
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }) },
      { pod: 'p2', state: succeeded('b1', { from: 22, to: 30 }) },
    ],
    races: {},
  },
  {
    title: 'S45 a loser whose free retry succeeds',
    pods: [
      { pod: 'p2', state: failed('b1', { from: 5, to: 9 }) },
      {
        pod: 'p2',
        state: succeeded('b2', { rc: 1, from: 9, to: 12, last: failed('b1', { from: 5, to: 9 }) }),
      },
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }) },
    ],
    races: { failed: 1 },
  },
  {
    title: 'S46 a dependency that was down for all',
    pods: [
      { pod: 'p1', state: failed('a1', { from: 0, to: 3, message: REFUSED }) },
      { pod: 'p2', state: failed('b1', { from: 1, to: 4, message: REFUSED }) },
    ],
    races: {},
  },
  {
    title: 'a dependency that was down for one: an overlap, no failure because of it',
    pods: [
      { pod: 'p1', state: failed('a1', { from: 0, to: 3, message: REFUSED }) },
      { pod: 'p2', state: succeeded('b1', { from: 1, to: 9 }) },
    ],
    races: { observed: 1 },
  },
  {
    title: 'all failed, and one says in its own error that they met',
    pods: [
      { pod: 'p1', state: failed('a1', { from: 0, to: 3, message: COLLIDED }) },
      { pod: 'p2', state: failed('b1', { from: 1, to: 4 }) },
    ],
    races: { failed: 1 },
  },
  {
    title: 'S47 three that wait for each other',
    pods: [
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 30 }) },
      { pod: 'p2', state: succeeded('b1', { from: 0, to: 31 }) },
      { pod: 'p3', state: succeeded('c1', { from: 0, to: 32 }) },
    ],
    races: { observed: 1 },
    overlap: 31,
  },
  {
    title: 'S50 a pod that is going and its replacement',
    pods: [
      { pod: 'p1', state: running('a1', { at: 0 }), deleted: 9 },
      { pod: 'p2', state: running('b1', { at: 10 }) },
      { pod: 'p1', state: terminated('a1', 143, { from: 0, to: 30 }), deleted: 9 },
      { pod: 'p2', state: succeeded('b1', { from: 10, to: 40 }) },
    ],
    races: { observed: 1 },
    overlap: 20,
  },
  {
    title: 'a run that was cut off does not tell why the other failed',
    pods: [
      { pod: 'p1', state: running('a1', { at: 0 }), deleted: 9 },
      { pod: 'p1', state: terminated('a1', 143, { from: 0, to: 12 }), deleted: 9 },
      { pod: 'p2', state: failed('b1', { from: 2, to: 8 }) },
    ],
    races: { observed: 1 },
    overlap: 6,
  },
  {
    title: 'C1 an end that a reboot has invented is no overlap',
    pods: [
      { pod: 'p1', state: terminated('a1', 255, { from: 0, to: 600, reason: 'Unknown' }) },
      { pod: 'p2', state: succeeded('b1', { from: 300, to: 310 }) },
    ],
    races: {},
  },
  {
    title: 'one after the other',
    pods: [
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 3 }) },
      { pod: 'p2', state: succeeded('b1', { from: 5, to: 8 }) },
      { pod: 'p3', state: succeeded('c1', { from: 10, to: 13 }) },
    ],
    races: {},
  },
  {
    title: 'two episodes, far apart',
    pods: [
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 9 }) },
      { pod: 'p2', state: succeeded('b1', { from: 1, to: 9 }) },
      { pod: 'p3', state: succeeded('c1', { from: 50, to: 59 }) },
      { pod: 'p4', state: succeeded('d1', { from: 51, to: 59 }) },
    ],
    races: { observed: 2 },
  },
];

describe('scenarios of races', () => {
  for (const { title, pods, races, overlap } of ROWS) {
    it(`${title}: ${JSON.stringify(races)}`, () => {
      const { possible = 0, observed = 0, failed: lost = 0 } = races;
      const found = told(...pods).status().races;
      expect(found).to.include({ possible, observed, failed: lost, total: possible + observed + lost });
      if (overlap !== undefined) expect(found.last?.overlapSeconds).to.equal(overlap);
    });
  }

  it('S45 C21 needs no CrashLoopBackOff', () => {
    const story = told(
      { pod: 'p2', state: failed('b1', { from: 5, to: 9 }) },
      { pod: 'p2', state: succeeded('b2', { rc: 1, from: 9, to: 12 }) },
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }) },
    );
    expect(story.conditions()).to.include('Racing').and.not.include('CrashLooping');
  });

  it('a known lock turns the overlap into waiting', () => {
    const locked = { ...PRISMA };
    const story = told(
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }), spec: locked },
      { pod: 'p2', state: succeeded('b1', { from: 5, to: 25 }), spec: locked },
    );
    expect(story.status().races.total).to.equal(0);
    expect(story.status().lock).to.equal('Locks');
  });

  it('is found an hour later, too: one that ran at once is not over before the other has been told of', () => {
    const ran = [
      one({ pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }) }),
      one({ pod: 'p2', state: failed('b1', { from: 5, to: 9 }) }),
    ];
    const late = new Story().see(0, node('n1'), workload, revision).see(3600, ...ran);
    expect(late.status().races).to.include({ failed: 1, total: 1 });
    const there = new Story({}, [node('n1'), workload, revision, ...ran], 3600);
    expect(there.status().races).to.include({ failed: 1, total: 1 });
  });

  it('waits do not race', () => {
    const story = new Story().see(0, deployment('web').init('wait').replicas(2));
    const both = ['p1', 'p2'].map((name) =>
      pod(name)
        .ownedBy(deployment('web'))
        .init('wait', succeeded(`${name}-1`, { from: 0, to: 20 })),
    );
    expect(story.see(50, ...both).status('wait').races).to.include({ total: 0, potential: false });
  });

  it('S48 C20 a run on a node that does not answer, which Ready says and no Lease (C22), is not believed to go on', () => {
    const story = told({ pod: 'p1', state: running('a1', { at: 0 }) });
    story
      .see(110, node('n1').ready('Unknown', 60))
      .see(120, one({ pod: 'p2', state: succeeded('b1', { from: 50, to: 70 }), node: 'n2' }));
    expect(story.status().races).to.not.have.property('last');
    story.see(
      200,
      node('n1').ready('True', 190),
      one({ pod: 'p1', state: terminated('a1', 143, { from: 0, to: 60 }), deleted: 40 }),
    );
    expect(story.status().races).to.include({ total: 1, observed: 1 });
  });

  it('a run on a node that has gone is not believed to go on, whether that answered last or not', () => {
    for (const last of [node('n1'), node('n1').ready('Unknown', 60)]) {
      const story = told({ pod: 'p1', state: running('a1', { at: 0 }) })
        .see(61, last)
        .lose(100, last);
      story.see(150, one({ pod: 'p2', state: succeeded('b1', { from: 120, to: 140 }), node: 'n2' }));
      expect(story.status().races).to.not.have.property('last');
      story.see(160, node('n1').anew());
      expect(story.status().races.last).to.include({ level: 'observed' });
    }
  });

  it('pods of a Job with parallelism race', () => {
    const load = job('load').init('migrate').replicas(2);
    const of = (name: string, state: State) =>
      pod(name).ownedBy(load).restartPolicy('Never').init('migrate', state);
    const story = new Story().see(0, node('n1'), load);
    story.see(
      40,
      of('load-a', succeeded('a1', { from: 0, to: 20 })),
      of('load-b', failed('b1', { from: 1, to: 19 })),
    );
    expect(story.status().races).to.include({ potential: true, total: 1, failed: 1 });
  });

  it('S49 a reboot makes even an ordered StatefulSet race', () => {
    const set = statefulSet('db').init('migrate').replicas(2).revision('r1');
    const of = (name: string, epoch: number, state: State) =>
      pod(name).ownedBy(set).revision('r1').init('migrate', state).sandbox(epoch).initialized(20);
    const story = new Story()
      .see(0, node('n1'), set)
      .see(
        30,
        of('db-0', 0, succeeded('a1', { from: 1, to: 5 })),
        of('db-1', 0, succeeded('b1', { from: 8, to: 12 })),
      )
      .see(500, node('n1').boot('boot-2'))
      .see(
        520,
        of('db-0', 501, succeeded('a2', { rc: 1, from: 502, to: 510 })),
        of('db-1', 501, succeeded('b2', { rc: 1, from: 503, to: 511 })),
      );
    expect(story.status().races).to.include({ total: 1, observed: 1 });
    expect(story.causes()).to.include({ NodeReboot: 2 });
  });

  it('S51 runs of two revisions race where they do the same work, and not where they do other work', () => {
    const newer = replicaSet(workload, 'h2').revision(2).at(100);
    const meet = (spec?: ContainerInput) =>
      told({ pod: 'p1', state: failed('a1', { from: 10, to: 30 }) })
        .see(120, newer)
        .see(
          130,
          pod('p2')
            .ownedBy(newer)
            .init('migrate', succeeded('b1', { from: 15, to: 40 }), spec),
        )
        .status().races.total;
    expect(meet()).to.equal(1);
    expect(meet({ image: 'shop/api:2', command: ['alembic', 'upgrade', 'head'] })).to.equal(0);
  });

  it('is counted once it is over, and held for a day', () => {
    const story = told(
      { pod: 'p1', state: running('a1', { at: 0 }) },
      { pod: 'p2', state: succeeded('b1', { from: 5, to: 25 }) },
    );
    expect(story.status().races.total).to.equal(0);
    expect(story.conditions()).to.include('Racing');
    story.see(200, one({ pod: 'p1', state: succeeded('a1', { from: 0, to: 30 }) }));
    expect(story.status().races.total).to.equal(1);
    story.findings(30 + 86_399);
    expect(story.conditions()).to.include('Racing');
    story.findings(30 + 86_400);
    expect(story.conditions()).to.not.include('Racing');
    expect(story.status().races.total).to.equal(1);
    const [racing] = story.status().conditions.filter(({ type }) => type === 'Racing');
    expect(racing?.lastTransitionTime).to.equal(at(30 + 86_400));
  });

  it('does not fall when a late run joins it, and counts no second time', () => {
    const story = told(
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }) },
      { pod: 'p2', state: succeeded('b1', { from: 5, to: 25 }) },
    );
    expect(story.status().races.total).to.equal(1);
    story.see(130, one({ pod: 'p3', state: running('c1', { at: 24 }) }));
    expect(story.status().races.total).to.equal(1);
    story.restart(140);
    expect(story.status().races.total).to.equal(1);
    story.see(150, one({ pod: 'p3', state: succeeded('c1', { from: 24, to: 60 }) }));
    expect(story.status().races.total).to.equal(1);
  });

  describe('of two that a late run shows to be one', () => {
    const twice = (): Story =>
      told(
        { pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }) },
        { pod: 'p2', state: succeeded('b1', { from: 5, to: 25 }) },
        { pod: 'p3', state: succeeded('c1', { from: 60, to: 80 }) },
        { pod: 'p4', state: succeeded('d1', { from: 65, to: 85 }) },
      );
    const late = one({ pod: 'p5', state: succeeded('e1', { from: 10, to: 70 }) });
    /** Another race on its own, an hour after the one before. */
    const again = (story: Story, hour: number): number => {
      const from = 3600 * hour;
      const pods = ['a', 'b'].map((name) =>
        one({ pod: `p${hour}${name}`, state: succeeded(`f${hour}${name}`, { from, to: from + 20 }) }),
      );
      return story.see(from + 100, ...pods).status().races.total;
    };

    it('stays counted, and the next one adds nothing', () => {
      const story = twice();
      expect(story.status().races.total).to.equal(2);
      story.see(140, late);
      expect(story.status().races.total).to.equal(2);
      expect([1, 2].map((hour) => again(story, hour))).to.deep.equal([2, 3]);
    });

    it('adds nothing either after restarts of the operator', () => {
      const story = twice().see(140, late).restart(150).restart(160);
      expect(story.status().races.total).to.equal(2);
      expect(again(story, 1)).to.equal(2);
      story.restart(4000);
      expect([2, 3].map((hour) => again(story, hour))).to.deep.equal([3, 4]);
    });
  });

  it('stays one for ever, however often it is looked at', () => {
    const story = told(
      { pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }) },
      { pod: 'p2', state: succeeded('b1', { from: 5, to: 25 }) },
    );
    for (let minute = 3; minute < 30; minute += 1) {
      story.see(minute * 60, one({ pod: 'p1', state: succeeded('a1', { from: 0, to: 20 }) }));
      expect(story.status().races.total).to.equal(1);
    }
  });
});
