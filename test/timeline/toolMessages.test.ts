import { expect } from 'chai';
import type { FindingStatus } from '../../src/core/model/finding.ts';
import type { ConditionType } from '../../src/core/model/names.ts';
import type { ContainerInput } from '../build/container.ts';
import { node } from '../build/node.ts';
import { pod, type Pod } from '../build/pod.ts';
import { replicaSet } from '../build/replicaset.ts';
import { failed, running, type State, succeeded, terminated } from '../build/state.ts';
import { deployment, type Workload } from '../build/workload.ts';
import { Story } from './story.ts';

/*
 * What must be told apart, with the words that the tools themselves print (src/core/classify/failures.ts says where they come
 * from): a race between workloads, a wait for a lock, a half-applied migration, a lock that a dead pod has left. And what is
 * none of these.
 */

const ORDERS = [{ name: 'DATABASE_URL', value: 'postgresql://app:pw@db/orders' }];
const TOOLS = {
  alembic: { image: 'shop/api:1', command: ['alembic', 'upgrade', 'head'], env: ORDERS },
  django: { image: 'shop/api:1', command: ['python', 'manage.py', 'migrate'], env: ORDERS },
  typeorm: { image: 'shop/api:1', command: ['npx', 'typeorm', 'migration:run'], env: ORDERS },
  prisma: { image: 'shop/api:1', command: ['npx', 'prisma', 'migrate', 'deploy'], env: ORDERS },
  flyway: { image: 'flyway/flyway:10', args: ['migrate'], env: ORDERS },
  liquibase: { image: 'liquibase/liquibase:4', args: ['update'], env: ORDERS },
  knex: { image: 'shop/api:1', command: ['npx', 'knex', 'migrate:latest'], env: ORDERS },
  golangMigrate: {
    image: 'migrate/migrate:4',
    args: ['-path', '/sql', '-database', 'postgres://db/orders', 'up'],
  },
  wait: { image: 'busybox:1', command: ['sh', '-c', 'until nc -z db 5432; do sleep 1; done'] },
} as const satisfies Readonly<Record<string, ContainerInput>>;
type Tool = keyof typeof TOOLS;

interface Side {
  readonly workload: Workload;
  readonly pod: (name: string, state: State) => Pod;
}

function side(name: string, tool: Tool): Side {
  const workload = deployment(name).init('migrate', TOOLS[tool]).replicas(3).revision('1');
  const revision = replicaSet(workload, '84956cb69b').revision(1);
  return {
    workload,
    pod: (podName, state) => pod(podName).ownedBy(revision).init('migrate', state, TOOLS[tool]),
  };
}

function begun(...sides: readonly Side[]): Story {
  const revisions = sides.map(({ workload }) => replicaSet(workload, '84956cb69b').revision(1));
  return new Story().see(0, node('n1'), ...sides.map(({ workload }) => workload)).see(0, ...revisions);
}

function reasonOf({ conditions }: FindingStatus, type: ConditionType): string | undefined {
  return conditions.find((one) => one.type === type && one.status === 'True')?.reason;
}

const RACES: readonly (readonly [tool: Tool, message: string])[] = [
  [
    'alembic',
    'sqlalchemy.exc.IntegrityError: (psycopg2.errors.UniqueViolation) duplicate key value violates unique constraint "pg_type_typname_nsp_index"\nDETAIL:  Key (typname, typnamespace)=(alembic_version, 2200) already exists.',
  ],
  ['django', 'django.db.utils.ProgrammingError: relation "django_content_type" already exists'],
  ['typeorm', 'QueryFailedError: duplicate key value violates unique constraint "pg_type_typname_nsp_index"'],
];

describe('a race between two workloads', () => {
  for (const [tool, message] of RACES) {
    it(`${tool}: ${message.slice(0, 60)}…`, () => {
      const [web, worker] = [side('web', tool), side('worker', tool)];
      const story = begun(web, worker)
        .see(30, web.pod('web-1', succeeded('a1', { from: 0, to: 20 })))
        .see(31, worker.pod('worker-1', failed('b1', { from: 5, to: 19, message })));
      for (const name of ['web', 'worker']) {
        const status = story.status('migrate', name);
        expect(status.state).to.equal('Racing');
        expect(status.races).to.include({ total: 1, failed: 1 });
        expect(reasonOf(status, 'Racing')).to.equal('RaceFailed');
      }
    });
  }
});

const WAITS: readonly (readonly [tool: Tool, message: string])[] = [
  [
    'prisma',
    'Error: P1002\n\nTimed out trying to acquire a postgres advisory lock (SELECT pg_advisory_lock(72707369)). Elapsed: 10000ms.',
  ],
  [
    'flyway',
    "Number of retries exceeded while attempting to acquire PostgreSQL advisory lock. Configure the number of retries with the 'lockRetryCount' configuration option",
  ],
  [
    'liquibase',
    'liquibase.exception.LockException: Could not acquire change log lock.  Currently locked by web-84956cb69b-9b7zz (10.0.0.4) since 1/1/26 1:00 PM',
  ],
  ['golangMigrate', "error: timeout: can't acquire database lock"],
];

describe('three that wait for a lock, of which one times out', () => {
  for (const [tool, message] of WAITS) {
    it(`${tool}: no race, and no lock is stuck: ${message.slice(0, 40).replaceAll('\n', ' ')}…`, () => {
      const web = side('web', tool);
      const story = begun(web)
        .see(5, web.pod('web-84956cb69b-9b7zz', running('a1', { at: 0 })))
        .see(71, web.pod('web-84956cb69b-x7k2p', failed('b1', { from: 0, to: 70, message })))
        .see(91, web.pod('web-84956cb69b-9b7zz', succeeded('a1', { from: 0, to: 90 })))
        .see(93, web.pod('web-84956cb69b-c4d5f', succeeded('c1', { from: 0, to: 92 })));
      const status = story.status();
      expect(status.races.total).to.equal(0);
      expect(reasonOf(status, 'Racing')).to.equal(undefined);
      expect(reasonOf(status, 'StuckLock')).to.equal(undefined);
      expect(status.message).to.include('did not race');
    });
  }
});

const HALF: readonly (readonly [tool: Tool, message: string])[] = [
  ['golangMigrate', 'error: Dirty database version 12. Fix and force version.'],
  [
    'prisma',
    'Error: P3009\n\nmigrate found failed migrations in the target database, new migrations will not be applied.',
  ],
  [
    'flyway',
    'Detected failed migration to version 3 (add users). Please remove any half-completed changes then run repair to fix the schema history.',
  ],
];

describe('a half-applied migration', () => {
  for (const [tool, message] of HALF) {
    it(`${tool}: ${message.slice(0, 50).replaceAll('\n', ' ')}…`, () => {
      const web = side('web', tool);
      const status = begun(web)
        .see(15, web.pod('web-1', terminated('a1', 137, { from: 0, to: 10, reason: 'OOMKilled' })))
        .see(31, web.pod('web-1', failed('a2', { rc: 1, from: 20, to: 30, message })))
        .status();
      expect(status.state).to.equal('HalfApplied');
      expect(reasonOf(status, 'HalfApplied')).to.equal('SaidByRun');
      expect(status.races.total).to.equal(0);
    });
  }
});

describe('an orphan lock', () => {
  const LOCKED = WAITS.find(([tool]) => tool === 'liquibase')?.[1] ?? '';

  it('liquibase: its holder was killed in the midst and lives no more', () => {
    const web = side('web', 'liquibase');
    const holder = web.pod('web-84956cb69b-9b7zz', running('a1', { at: 0 }));
    const killed = web.pod('web-84956cb69b-9b7zz', terminated('a1', 137, { from: 0, to: 20 }));
    const status = begun(web)
      .see(5, holder)
      .lose(20, killed.phase('Failed').deleted(19))
      .see(61, web.pod('web-84956cb69b-x7k2p', failed('b1', { from: 25, to: 60, message: LOCKED })))
      .status();
    expect(status.state).to.equal('StuckLock');
    expect(reasonOf(status, 'StuckLock')).to.equal('OrphanLock');
    expect(status.message).to.match(/^Orphan lock: .* taken by web-84956cb69b-9b7zz, and no pod/);
  });

  it('knex names no holder: nobody was seen who could hold the lock', () => {
    const web = side('web', 'knex');
    const message = "Can't take lock to run migrations: Migration table is already locked";
    const status = begun(web)
      .see(61, web.pod('web-1', failed('a1', { from: 25, to: 60, message })))
      .status();
    expect(reasonOf(status, 'StuckLock')).to.equal('HolderUnseen');
  });
});

describe('none of these', () => {
  it('waits that overlap, of which one times out: no race', () => {
    const web = side('web', 'wait');
    const status = begun(web)
      .see(61, web.pod('web-1', succeeded('a1', { from: 0, to: 30 })))
      .see(62, web.pod('web-2', failed('b1', { from: 0, to: 60, message: 'nc: timed out' })))
      .see(63, web.pod('web-3', succeeded('c1', { from: 0, to: 31 })))
      .status();
    expect(status.races.total).to.equal(0);
    expect(reasonOf(status, 'Racing')).to.equal(undefined);
  });

  const REFUSED: readonly (readonly [tool: Tool, message: string])[] = [
    [
      'alembic',
      'psycopg2.OperationalError: connection to server at "db" (10.96.0.7), port 5432 failed: Connection refused',
    ],
    ['typeorm', 'Error: connect ECONNREFUSED 10.96.0.7:5432'],
    ['golangMigrate', 'error: dial tcp 10.96.0.7:5432: connect: connection refused'],
  ];
  for (const [tool, message] of REFUSED) {
    it(`${tool}: all overlap, and all fail with connection refused: no race`, () => {
      const [web, worker] = [side('web', tool), side('worker', tool)];
      const story = begun(web, worker);
      for (const [index, { pod: of }] of [web, web, worker].entries())
        story.see(
          20 + index,
          of(`p-${index}`, failed(`r${index}`, { from: index, to: 10 + index, message })),
        );
      for (const name of ['web', 'worker']) {
        const status = story.status('migrate', name);
        expect(status.races.total).to.equal(0);
        expect(reasonOf(status, 'Racing')).to.equal(undefined);
      }
    });
  }
});
