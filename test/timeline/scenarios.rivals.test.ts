import { expect } from 'chai';
import type { FindingStatus } from '../../src/core/model/finding.ts';
import { containerId, uid } from '../../src/core/model/refs.ts';
import { ALEMBIC, type ContainerInput, PRISMA } from '../build/container.ts';
import { node } from '../build/node.ts';
import { pod, type Pod } from '../build/pod.ts';
import { replicaSet } from '../build/replicaset.ts';
import { failed, running, type State, succeeded } from '../build/state.ts';
import { deployment, job, type Workload } from '../build/workload.ts';
import { Story } from './story.ts';

/* Races between workloads of one namespace that do the same work on the same database. */

const ORDERS = { env: [{ name: 'DATABASE_URL', value: 'postgresql://app:pw@db/orders' }] };
const STOCK = { env: [{ name: 'DATABASE_URL', value: 'postgresql://app:pw@db/stock' }] };
const COLLIDED =
  'sqlalchemy.exc.IntegrityError: duplicate key value violates unique constraint "pg_type_typname_nsp_index"';
const REFUSED = 'psycopg2.OperationalError: connection to server at "db" failed: Connection refused';

/** A Deployment and its pods, all with this init container. */
interface Side {
  readonly workload: Workload;
  readonly pod: (name: string, state: State) => Pod;
}

function side(name: string, spec: ContainerInput, namespace = 'default'): Side {
  const workload = deployment(name).namespace(namespace).init('migrate', spec).revision('1');
  const revision = replicaSet(workload, `${name}-h`).revision(1);
  return {
    workload,
    pod: (podName, state) => pod(podName).namespace(namespace).ownedBy(revision).init('migrate', state, spec),
  };
}

function begun(...sides: readonly Side[]): Story {
  return new Story()
    .see(0, node('n1'), ...sides.map(({ workload }) => workload))
    .see(0, ...sides.map(({ workload }) => replicaSet(workload, `${workload.ref().name}-h`).revision(1)));
}

const web = side('web', { ...ALEMBIC, ...ORDERS });
const worker = side('worker', { ...ALEMBIC, image: 'shop/api:2', ...ORDERS });

function both(story: Story): readonly FindingStatus[] {
  return [story.status('migrate', 'web'), story.status('migrate', 'worker')];
}

describe('two workloads that migrate one database', () => {
  it('race each other: the episode is in both findings, once, with the pods of both', () => {
    const story = begun(web, worker)
      .see(30, web.pod('web-1', succeeded('a1', { from: 0, to: 20 })))
      .see(31, worker.pod('worker-1', failed('b1', { from: 5, to: 19, message: COLLIDED })))
      .see(32, worker.pod('worker-1', succeeded('b2', { rc: 1, from: 20, to: 24 })));
    for (const { races, state } of both(story)) {
      expect(state).to.equal('Racing');
      expect(races).to.include({ total: 1, failed: 1 });
      expect(races.last?.pods).to.have.members(['web-1', 'worker-1']);
    }
  });

  it('are told by the log of a loser that has said nothing in its status', () => {
    const story = begun(web, worker)
      .see(30, web.pod('web-1', failed('a1', { from: 0, to: 20 })))
      .see(31, worker.pod('worker-1', failed('b1', { from: 5, to: 19 })));
    expect(both(story).map(({ races }) => races.total)).to.deep.equal([0, 0]);
    const words = {
      podUid: uid('pod.default.worker-1'),
      container: 'migrate',
      id: containerId('containerd://b1'),
    };
    story.tell(32, { type: 'said', words: { ...words, text: COLLIDED } });
    expect(both(story).map(({ races }) => races.failed)).to.deep.equal([1, 1]);
  });

  it('name each other', () => {
    const story = begun(web, worker)
      .see(30, web.pod('web-1', succeeded('a1', { from: 0, to: 20 })))
      .see(31, worker.pod('worker-1', succeeded('b1', { from: 5, to: 25 })));
    const [ofWeb, ofWorker] = both(story);
    expect(ofWeb?.message).to.match(/^2 pods \(web-1, worker-1\), also of Deployment worker, did this/);
    expect(ofWorker?.message).to.match(/^2 pods \(worker-1, web-1\), also of Deployment web, did this/);
  });

  it('name a pod of each, however many pods one has', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      web.pod(`web-${index}`, succeeded(`a${index}`, { from: 0, to: 20 })),
    );
    const story = begun(web, worker)
      .see(30, ...many)
      .see(31, worker.pod('worker-1', succeeded('b1', { from: 5, to: 25 })));
    for (const { races } of both(story)) {
      expect(races.last).to.include({ podCount: 10 });
      expect(races.last?.pods).to.include('worker-1').and.include('web-0').and.have.length(5);
    }
  });

  it('are counted when none of the runs is active, in both at once', () => {
    const story = begun(web, worker)
      .see(10, web.pod('web-1', running('a1', { at: 0 })))
      .see(30, worker.pod('worker-1', succeeded('b1', { from: 5, to: 25 })));
    expect(both(story).map(({ races }) => races.total)).to.deep.equal([0, 0]);
    expect(both(story).map(({ state }) => state)).to.deep.equal(['Racing', 'Racing']);
    story.see(40, web.pod('web-1', succeeded('a1', { from: 0, to: 38 })));
    expect(both(story).map(({ races }) => races.total)).to.deep.equal([1, 1]);
  });

  it('one observation makes both be evaluated', () => {
    const story = begun(web, worker).see(10, web.pod('web-1', running('a1', { at: 0 })));
    story.findings();
    const changed = story.changedBy(30, worker.pod('worker-1', succeeded('b1', { from: 5, to: 25 })));
    expect(changed).to.include.members([web.workload.ref().uid, worker.workload.ref().uid]);
  });

  it('a node that does not answer any more makes both be evaluated', () => {
    const story = begun(web, worker)
      .see(10, web.pod('web-1', running('a1', { at: 0 })))
      .see(30, worker.pod('worker-1', succeeded('b1', { from: 5, to: 25 })).node('n2'));
    story.findings();
    const changed = story.changedBy(60, node('n1').ready('Unknown', 60));
    expect(changed).to.include.members([web.workload.ref().uid, worker.workload.ref().uid]);
  });

  it('a node that goes makes both be evaluated', () => {
    const story = begun(web, worker)
      .see(10, web.pod('web-1', running('a1', { at: 0 })))
      .see(30, worker.pod('worker-1', succeeded('b1', { from: 5, to: 25 })).node('n2'));
    story.findings();
    const changed = story.changedBy(60, node('n1'), 'gone');
    expect(changed).to.include.members([web.workload.ref().uid, worker.workload.ref().uid]);
  });

  it('one that is far from every run of the other makes nobody else be evaluated', () => {
    const story = begun(web, worker).see(30, web.pod('web-1', succeeded('a1', { from: 0, to: 20 })));
    story.findings();
    const changed = story.changedBy(200, worker.pod('worker-1', succeeded('b1', { from: 150, to: 160 })));
    expect(changed).to.deep.equal([worker.workload.ref().uid]);
  });
});

interface Negative {
  readonly title: string;
  readonly one: Side;
  readonly other: Side;
  readonly states?: readonly [State, State];
}

const NEGATIVES: readonly Negative[] = [
  { title: 'another database', one: web, other: side('worker', { ...ALEMBIC, ...STOCK }) },
  { title: 'no database that can be told', one: side('web', ALEMBIC), other: side('worker', ALEMBIC) },
  {
    title: 'another image repository',
    one: web,
    other: side('worker', { ...ALEMBIC, image: 'shop/worker:1', ...ORDERS }),
  },
  { title: 'another namespace', one: web, other: side('worker', { ...ALEMBIC, ...ORDERS }, 'other') },
  {
    title: 'work that changes nothing',
    one: side('web', { image: 'shop/api:1', command: ['alembic', 'current'], ...ORDERS }),
    other: side('worker', { image: 'shop/api:1', command: ['alembic', 'current'], ...ORDERS }),
  },
  {
    title: 'a tool that takes a lock',
    one: side('web', { ...PRISMA, ...ORDERS }),
    other: side('worker', { ...PRISMA, ...ORDERS }),
  },
  {
    title: 'a database that refused both',
    one: web,
    other: worker,
    states: [
      failed('a1', { from: 0, to: 20, message: REFUSED }),
      failed('b1', { from: 5, to: 25, message: REFUSED }),
    ],
  },
  {
    title: 'one after the other',
    one: web,
    other: worker,
    states: [succeeded('a1', { from: 0, to: 20 }), succeeded('b1', { from: 25, to: 30 })],
  },
];

describe('two workloads do not race each other with', () => {
  const overlapping: readonly [State, State] = [
    succeeded('a1', { from: 0, to: 20 }),
    succeeded('b1', { from: 5, to: 25 }),
  ];
  for (const { title, one, other, states = overlapping } of NEGATIVES) {
    it(title, () => {
      const story = begun(one, other)
        .see(30, one.pod('web-1', states[0]))
        .see(31, other.pod('worker-1', states[1]));
      expect(both(story).map(({ races }) => races.total)).to.deep.equal([0, 0]);
      expect(both(story).map(({ conditions }) => conditions.map(({ type }) => type))).to.not.include(
        'Racing',
      );
    });
  }
});

describe('two revisions of one workload', () => {
  const spec = (tag: string, rest: object) => ({ ...ALEMBIC, image: `shop/api:${tag}`, ...rest });
  const meet = (rest: object): FindingStatus => {
    const old = deployment('web').init('migrate', spec('1', rest)).revision('1');
    const [first, second] = [replicaSet(old, 'h1').revision(1), replicaSet(old, 'h2').revision(2).at(100)];
    const story = new Story()
      .see(0, old, first)
      .see(110, old.init('migrate', spec('2', rest)).revision('2'), second)
      .see(
        150,
        pod('p1')
          .ownedBy(first)
          .init('migrate', failed('a1', { from: 110, to: 130 }), spec('1', rest)),
      )
      .see(
        160,
        pod('p2')
          .ownedBy(second)
          .at(110)
          .init('migrate', succeeded('b1', { from: 115, to: 140 }), spec('2', rest)),
      );
    return story.status();
  };

  it('S51 race where they are pointed at the same database, although a new tag is new work', () => {
    expect(meet(ORDERS).races).to.include({ total: 1, failed: 1 });
    expect(meet(ORDERS).races.last?.runs.map(({ revision }) => revision)).to.have.members(['h1', 'h2']);
  });

  it('do not where nothing tells that they share one', () => {
    expect(meet({}).races.total).to.equal(0);
  });
});

describe('a Job beside a Deployment', () => {
  const spec = { ...ALEMBIC, ...ORDERS };
  const release = job('release').init('migrate', spec);
  const released = (state: State): Pod =>
    pod('release-x').ownedBy(release).restartPolicy('Never').init('migrate', state, spec);

  it('races it', () => {
    const story = begun(web)
      .see(1, release)
      .see(30, web.pod('web-1', succeeded('a1', { from: 0, to: 20 })))
      .see(31, released(succeeded('b1', { from: 5, to: 25 })));
    expect(story.status('migrate', 'web').message).to.include('also of Job release,');
    expect(story.status('migrate', 'release').races.total).to.equal(1);
  });

  it('gone in the midst leaves its run with the other', () => {
    const story = begun(web)
      .see(1, release)
      .see(10, web.pod('web-1', running('a1', { at: 0 })))
      .see(26, released(succeeded('b1', { from: 5, to: 25 })))
      .lose(27, released(succeeded('b1', { from: 5, to: 25 })))
      .lose(28, release);
    story.findings();
    story.see(40, web.pod('web-1', succeeded('a1', { from: 0, to: 38 })));
    expect(story.find('migrate', 'release')).to.equal(undefined);
    expect(story.status('migrate', 'web').races).to.include({ total: 1, observed: 1 });
    expect(story.status('migrate', 'web').races.last?.pods).to.include('release-x');
    for (const later of [300, 900, 4000]) {
      story.see(later, web.pod('web-1', succeeded('a1', { from: 0, to: 38 })));
      expect(story.status('migrate', 'web').races.total).to.equal(1);
    }
  });
});

describe('a Deployment that is deleted while it migrates', () => {
  it('ends the episode for the other: nobody will see how its run went on', () => {
    const story = begun(web, worker)
      .see(10, worker.pod('worker-1', running('b1', { at: 5 })))
      .see(30, web.pod('web-1', succeeded('a1', { from: 0, to: 20 })));
    expect(story.status('migrate', 'web').races.total).to.equal(0);
    expect(story.changedBy(31, worker.workload, 'gone')).to.include(web.workload.ref().uid);
    expect(story.status('migrate', 'web').races).to.include({ total: 1, possible: 1 });
    expect(story.find('migrate', 'worker')).to.equal(undefined);
  });
});

describe('a lock that a run found taken', () => {
  const [one, other] = [side('web', { ...PRISMA, ...ORDERS }), side('worker', { ...PRISMA, ...ORDERS })];
  const TAKEN =
    'Error: P1002\n\nTimed out trying to acquire a postgres advisory lock (SELECT pg_advisory_lock(72707369)). Elapsed: 10000ms.';
  const stuck = (story: Story): boolean =>
    story.status('migrate', 'web').conditions.some(({ type }) => type === 'StuckLock');

  it('is held by another workload that works on the same database: nothing is stuck', () => {
    const story = begun(one, other)
      .see(6, other.pod('worker-1', running('b1', { at: 5 })))
      .see(31, one.pod('web-1', failed('a1', { from: 10, to: 20, message: TAKEN })));
    expect(stuck(story)).to.equal(false);
    story.see(40, other.pod('worker-1', succeeded('b1', { from: 5, to: 38 })));
    expect(both(story).map(({ races }) => races.total)).to.deep.equal([0, 0]);
  });

  it('is stuck where nobody was seen who could hold it', () => {
    const story = begun(one, other).see(
      31,
      one.pod('web-1', failed('a1', { from: 10, to: 20, message: TAKEN })),
    );
    expect(stuck(story)).to.equal(true);
  });
});

describe('a race of two workloads, and a restart of the operator', () => {
  const raced = (): Story =>
    begun(web, worker)
      .see(30, web.pod('web-1', succeeded('a1', { from: 0, to: 20 })))
      .see(31, worker.pod('worker-1', succeeded('b1', { from: 5, to: 25 })));

  it('is counted no second time in either', () => {
    const story = raced();
    const before = both(story);
    story.restart(60);
    expect(both(story).map(({ races }) => races)).to.deep.equal(before.map(({ races }) => races));
    expect(both(story.restart(4000)).map(({ races }) => races.total)).to.deep.equal([1, 1]);
    expect(story.snapshot().containers.map(({ races }) => races)).to.deep.equal(
      before.map(({ races: { possible, observed, failed: lost } }) => ({ possible, observed, failed: lost })),
    );
  });

  it('in the midst is counted once in both', () => {
    const story = begun(web, worker)
      .see(10, web.pod('web-1', running('a1', { at: 0 })))
      .see(11, worker.pod('worker-1', running('b1', { at: 5 })));
    story.restart(15);
    story.see(30, web.pod('web-1', succeeded('a1', { from: 0, to: 20 })));
    story.see(31, worker.pod('worker-1', succeeded('b1', { from: 5, to: 25 })));
    expect(both(story).map(({ races }) => races.total)).to.deep.equal([1, 1]);
  });

  it('counts it in the one whose finding had not been written, and not again in the other', () => {
    const story = begun(web, worker)
      .see(10, web.pod('web-1', running('a1', { at: 0 })))
      .see(11, worker.pod('worker-1', running('b1', { at: 5 })));
    const early = story.find('migrate', 'worker');
    story.see(30, web.pod('web-1', succeeded('a1', { from: 0, to: 20 })));
    story.see(31, worker.pod('worker-1', succeeded('b1', { from: 5, to: 25 })));
    story.restart(60, undefined, (all) =>
      all.map((one) =>
        one.spec.workloadRef.name === 'worker' && early !== undefined
          ? { ...one, status: early.status }
          : one,
      ),
    );
    expect(both(story).map(({ races }) => races.total)).to.deep.equal([1, 1]);
  });
});
