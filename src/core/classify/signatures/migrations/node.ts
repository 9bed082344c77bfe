import type { MigrationSignature } from '../../signature.ts';
import { asking, LOCK_ENDS, NOT_DOCUMENTED, ROLLED_BACK, row } from './row.ts';

const TYPE_RACE = 'duplicate key value violates unique constraint "pg_type_typname_nsp_index"';

export const node: readonly MigrationSignature[] = [
  row({
    id: 'migration.prisma',
    tool: 'prisma',
    lock: 'Locks',
    lockKind: 'advisory lock on PostgreSQL, named lock on MySQL, waited for 10 s',
    match: { program: ['prisma'], words: ['migrate', 'deploy|dev|reset|resolve'], asks: asking('-h') },
    examples: ['npx prisma migrate deploy', 'pnpm exec prisma migrate deploy --schema x'],
    counterExamples: [
      'npx prisma migrate status',
      'npx prisma migrate diff',
      'npx prisma generate',
      'npx prisma migrate deploy --help',
    ],
    afterKill:
      'the lock ends with the session; the migration counts as failed (P3009) until prisma migrate resolve',
    losers: ['Timed out trying to acquire a postgres advisory lock'],
    source:
      'https://www.prisma.io/docs/orm/prisma-migrate/workflows/patching-and-hotfixing; prisma/orm#8038; umami#3536',
  }),
  row({
    id: 'migration.prisma-push',
    tool: 'prisma',
    lock: 'None',
    match: { program: ['prisma'], words: ['db', 'push|execute'], asks: asking('-h') },
    examples: ['npx prisma db push --accept-data-loss', 'npx prisma db execute --file x.sql'],
    counterExamples: ['npx prisma db pull', 'npx prisma validate', 'npx prisma db push --help'],
    afterKill: 'what ran stays; the next push works out what is still missing',
    losers: [],
    source:
      'https://www.prisma.io/docs/orm/reference/prisma-cli-reference#db-push (compares the schema, keeps no history)',
  }),
  row({
    id: 'migration.sequelize',
    tool: 'sequelize',
    lock: 'None',
    match: {
      program: ['sequelize', 'sequelize-cli'],
      any: ['db:migrate', 'db:migrate:undo*', 'db:migrate:schema*'],
      asks: asking(),
    },
    examples: ['npx sequelize-cli db:migrate', 'npx sequelize db:migrate --env production'],
    counterExamples: [
      'npx sequelize-cli db:migrate:status',
      'npx sequelize-cli init',
      'npx sequelize-cli db:migrate --help',
    ],
    afterKill: NOT_DOCUMENTED,
    losers: [TYPE_RACE],
    source: 'sequelize/umzug#59, #518 (no lock); citrineos#219',
  }),
  row({
    id: 'migration.umzug',
    tool: 'umzug',
    lock: 'None',
    match: { program: ['umzug'], any: ['up', 'down'], asks: asking('pending', 'executed') },
    examples: ['npx umzug up'],
    counterExamples: ['npx umzug pending', 'npx umzug executed', 'npx umzug up --help'],
    afterKill: NOT_DOCUMENTED,
    losers: [],
    source:
      'sequelize/umzug#518 (no lock); src/file-locker.ts (a file lock, only where the code attaches it)',
  }),
  row({
    id: 'migration.knex',
    tool: 'knex',
    lock: 'Locks',
    lockKind: 'a row in knex_migrations_lock',
    match: {
      program: ['knex'],
      any: ['migrate:latest', 'migrate:up', 'migrate:down', 'migrate:rollback', 'migrate:unlock'],
      asks: asking(),
    },
    examples: ['npx knex migrate:latest --env production', 'npx knex migrate:up'],
    counterExamples: [
      'npx knex migrate:status',
      'npx knex migrate:list',
      'npx knex migrate:currentVersion',
      'npx knex migrate:latest --help',
    ],
    afterKill: 'the row in knex_migrations_lock stays locked until knex migrate:unlock',
    losers: ["Can't take lock to run migrations: Migration table is already locked"],
    source: 'knex lib/migrations/migrate/Migrator.js; knex#3457, #1677',
  }),
  row({
    id: 'migration.typeorm',
    tool: 'typeorm',
    lock: 'None',
    match: {
      program: ['typeorm', 'typeorm-ts-node-commonjs', 'typeorm-ts-node-esm', 'typeorm-extension'],
      any: ['migration:run', 'migrations:run', 'migration:revert', 'schema:sync', 'schema:drop'],
      asks: asking('-h'),
    },
    examples: ['npx typeorm migration:run -d dist/data-source.js'],
    counterExamples: [
      'npx typeorm migration:show',
      'npx typeorm migration:generate x',
      'npx typeorm schema:log',
      'npx typeorm migration:run --help',
    ],
    afterKill: ROLLED_BACK,
    losers: [TYPE_RACE],
    source:
      'https://typeorm.io/docs/migrations/executing (one transaction by default); typeorm#6125, #4588 (no lock)',
  }),
  row({
    id: 'migration.drizzle',
    tool: 'drizzle-kit',
    lock: 'None',
    match: { program: ['drizzle-kit'], any: ['migrate', 'push', 'push:*', 'up'], asks: asking() },
    examples: ['npx drizzle-kit migrate', 'pnpm drizzle-kit push'],
    counterExamples: ['npx drizzle-kit check', 'npx drizzle-kit generate', 'npx drizzle-kit migrate --help'],
    afterKill: ROLLED_BACK,
    losers: [],
    source:
      'drizzle-team/drizzle-orm#874 (no lock); drizzle-orm/src/pg-core/dialect.ts (all pending ones in one transaction)',
  }),
  row({
    id: 'migration.mikro-orm',
    tool: 'mikro-orm',
    lock: 'None',
    match: {
      program: ['mikro-orm', 'mikro-orm-esm'],
      any: [
        'migration:up',
        'migration:down',
        'migration:fresh',
        'schema:update',
        'schema:create',
        'schema:fresh',
      ],
      asks: asking('--dump', '-d'),
    },
    examples: ['npx mikro-orm migration:up', 'npx mikro-orm schema:update --run'],
    counterExamples: [
      'npx mikro-orm migration:check',
      'npx mikro-orm migration:list',
      'npx mikro-orm migration:pending',
      'npx mikro-orm schema:update --dump',
    ],
    afterKill: ROLLED_BACK,
    losers: [],
    source:
      'mikro-orm/mikro-orm packages/migrations/src/Migrator.ts (umzug in one transaction, no lock); https://mikro-orm.io/docs/migrations',
  }),
  row({
    id: 'migration.node-pg-migrate',
    tool: 'node-pg-migrate',
    lock: 'Locks',
    lockKind: 'advisory lock, not waited for',
    match: { program: ['node-pg-migrate'], any: ['up', 'down', 'redo'], none: ['--no-lock'], asks: asking() },
    examples: ['npx node-pg-migrate up', 'npx node-pg-migrate -m /migrations up'],
    counterExamples: ['npx node-pg-migrate create x', 'npx node-pg-migrate up --dry-run'],
    afterKill: LOCK_ENDS,
    losers: ['Another migration is already running'],
    source: 'salsita/node-pg-migrate src/runner.ts; #684, #821',
  }),
  row({
    id: 'migration.node-pg-migrate-unlocked',
    tool: 'node-pg-migrate',
    lock: 'None',
    match: { program: ['node-pg-migrate'], words: ['up|down|redo'], any: ['--no-lock'], asks: asking() },
    examples: ['npx node-pg-migrate up --no-lock'],
    counterExamples: ['npx node-pg-migrate up', 'npx node-pg-migrate up --no-lock --dry-run'],
    afterKill: ROLLED_BACK,
    losers: [],
    source: 'salsita/node-pg-migrate src/runner.ts (noLock)',
  }),
];
