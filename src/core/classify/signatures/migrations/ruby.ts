import type { MigrationSignature } from '../../signature.ts';
import { asking, LOCK_ENDS, NOT_DOCUMENTED, row } from './row.ts';

const ECTO = {
  tool: 'ecto',
  lock: 'Locks',
  lockKind: 'lock of the table schema_migrations, none for CREATE INDEX CONCURRENTLY',
  afterKill:
    'the lock and the open migration end with the session; an index built CONCURRENTLY stays invalid',
  losers: [],
} as const;

/** Ruby and Elixir. */
export const ruby: readonly MigrationSignature[] = [
  // Before the row of the migrations that lock: what is done beside them without a lock is not safe.
  row({
    id: 'migration.rails-schema',
    tool: 'rails',
    lock: 'None',
    match: {
      program: ['rails', 'rake', 'gitlab-rake'],
      any: [
        'db:schema:load|db:schema:load:*|db:structure:load|db:setup|db:reset|db:migrate:reset|db:drop|db:drop:*',
      ],
      asks: asking(),
    },
    examples: ['bundle exec rake db:schema:load', 'bin/rails db:schema:load db:migrate', 'rails db:setup'],
    counterExamples: ['rails db:migrate', 'rails db:version', 'rails db:schema:load --help'],
    afterKill: 'tables that were made stay, and schema_migrations, which is filled last, knows of none',
    losers: [],
    source:
      'rails/rails activerecord/lib/active_record/schema.rb, tasks/database_tasks.rb (load_schema: drops and makes tables, no lock)',
  }),
  row({
    id: 'migration.rails',
    tool: 'rails',
    lock: 'Locks',
    lockKind: 'advisory lock on PostgreSQL and MySQL, not waited for',
    match: {
      program: ['rails', 'rake', 'gitlab-rake'],
      any: [
        'db:migrate',
        'db:migrate:up|db:migrate:down|db:migrate:redo|db:migrate:with_data|db:migrate:primary',
        'db:prepare',
        'db:rollback',
        'db:forward',
      ],
      asks: asking(),
    },
    examples: [
      'bundle exec rails db:migrate',
      'bundle exec rails db:migrate db:migrate:status',
      'bundle exec rake db:create db:migrate',
      'bin/rails db:prepare',
    ],
    counterExamples: [
      'bundle exec rake db:abort_if_pending_migrations',
      'rails db:migrate:status',
      'rails db:version',
      'rails db:migrate --help',
      'rake --dry-run db:migrate',
    ],
    afterKill: LOCK_ENDS,
    losers: ['Cannot run migrations because another migration process is currently running.'],
    source:
      'rails/rails activerecord/lib/active_record/migration.rb; https://guides.rubyonrails.org/active_record_migrations.html; dawarich#3429',
  }),
  row({
    id: 'migration.hanami',
    tool: 'hanami',
    lock: 'Unknown',
    match: { program: ['hanami'], words: ['db', 'migrate|prepare|setup|rollback'], asks: asking('-h') },
    examples: ['bundle exec hanami db migrate', 'hanami db prepare'],
    counterExamples: ['hanami db version', 'hanami db migrate --help', 'hanami server'],
    afterKill: NOT_DOCUMENTED,
    losers: [],
    source: 'https://guides.hanamirb.org/v2.2/database/migrations/',
  }),
  row({
    id: 'migration.sequel',
    tool: 'sequel',
    lock: 'Unknown',
    match: { program: ['sequel'], any: ['-m*', '--migrate-directory*'], asks: asking('-h') },
    examples: ['bundle exec sequel -m db/migrations "$DATABASE_URL"'],
    counterExamples: ['sequel -c "puts DB.tables" "$DATABASE_URL"', 'sequel -D "$DATABASE_URL"'],
    afterKill: NOT_DOCUMENTED,
    losers: [],
    source: 'https://sequel.jeremyevans.net/rdoc/files/doc/migration_rdoc.html',
  }),
  row({
    id: 'migration.ridgepole',
    tool: 'ridgepole',
    lock: 'Unknown',
    match: {
      program: ['ridgepole'],
      any: ['--apply', '-a', '--merge', '-m', '--with-apply'],
      asks: asking(),
    },
    examples: [
      'bundle exec ridgepole --apply -c config/database.yml -E production',
      'ridgepole --diff a.schema b.schema --with-apply',
    ],
    counterExamples: [
      'ridgepole --apply --dry-run -c d.yml',
      'ridgepole --export -c d.yml',
      'ridgepole --diff a b',
    ],
    afterKill: 'what ran stays; the next run works out what is still missing',
    losers: [],
    source: 'ridgepole/ridgepole bin/ridgepole',
  }),
  row({
    ...ECTO,
    id: 'migration.ecto',
    match: {
      program: ['mix'],
      any: ['ecto.migrate', 'ecto.rollback', 'ecto.setup', 'ecto.reset', 'ecto.load'],
      asks: asking(),
    },
    examples: ['mix ecto.migrate', 'mix do ecto.create, ecto.migrate'],
    counterExamples: ['mix ecto.migrations', 'mix help ecto.migrate', 'mix deps.get'],
    source: 'https://hexdocs.pm/ecto_sql/Ecto.Migration.html; hexpm#1817; hexpm/bob#287',
  }),
  row({
    ...ECTO,
    id: 'migration.elixir-release',
    match: { words: ['eval|rpc', '*migrate*'], program: ['*'] },
    examples: ['/app/bin/shop eval "Shop.Release.migrate"'],
    counterExamples: ['/app/bin/shop eval "Shop.Release.version"', '/app/bin/shop start'],
    source: 'https://hexdocs.pm/phoenix/releases.html#ecto-migrations-and-custom-commands; hexpm#1817',
  }),
];
