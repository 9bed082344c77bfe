import type { MigrationSignature } from '../../signature.ts';
import { STORE_VARIABLES } from '../storeVariables.ts';
import { asking, NOT_DOCUMENTED, row } from './row.ts';

/** What a row cannot know that stands for many programs. */
const UNTOLD = { tool: '', lock: 'Unknown', afterKill: NOT_DOCUMENTED, losers: [] } as const;
const STATEMENTS = {
  tool: 'sql',
  lock: 'None',
  afterKill: 'statements that ran stay, unless the script opens a transaction',
  losers: [],
} as const;

/** Migrations known by their form alone: applications and tools without a row of their own, options, tasks, SQL. */
export const untold: readonly MigrationSignature[] = [
  row({
    ...UNTOLD,
    id: 'migration.openstack-manage',
    tool: 'openstack',
    match: {
      program: ['*-manage', '*-db-manage', '*-dbsync', '*-status'],
      any: ['db_sync', 'db-sync', 'db', 'sync', 'upgrade', 'api_db', 'bootstrap', '*_migrations'],
      asks: asking('check', 'version', 'current', 'status', 'pool'),
    },
    examples: [
      'keystone-manage db_sync',
      'neutron-db-manage upgrade head',
      'nova-manage api_db sync',
      'cinder-manage db sync',
    ],
    counterExamples: [
      'cinder-status upgrade check',
      'nova-manage db version',
      'keystone-manage db_sync --help',
    ],
    source: 'https://docs.openstack.org/keystone/latest/cli/keystone-manage.html',
  }),
  row({
    ...UNTOLD,
    id: 'migration.application',
    match: {
      program: [
        'authelia|boundary-init|cerbos|chirpstack|ckan|coder|convoy|coroot|dex|fider|grafana-cli|harbor|hatchet',
        'headscale|inngest|kobo|konga|kuma-cp|label-studio|lago|lakefs|langflow|listmonk|meltano|migrator|n8n|nebula',
        'netbox|oathkeeper|opa-migrate|openmeter|outline|pact-broker|paperless|posthog|prepare-db|pretix|redash|retool',
        'rudder|sftpgo|skipper|sourcegraph-migrator|step-ca|svix-server|thingsboard|tooljet|tyk|unleash|vault-migrate',
        'vikunja|weblate|windmill|woodpecker|zulip',
      ],
      any: [
        'migrate|migrations|migrate:*|migration|up|upgrade|bootstrap|setup|database|db|prepare|instance',
        '--upgrade|initprovider|reinitprovider',
      ],
      none: ['server', 'serve'],
      asks: asking('status', 'check', 'list', 'plan', 'version', 'validate', 'current', 'history'),
    },
    examples: ['lakefs migrate up', 'sftpgo initprovider', 'weblate migrate --noinput', 'ckan db upgrade'],
    counterExamples: [
      'lakefs migrate version',
      'listmonk',
      'ckan db current',
      'authelia storage migrate list',
    ],
    source: 'Applications of which only the name and the verb are known here',
  }),
  row({
    ...UNTOLD,
    id: 'migration.console',
    match: {
      program: ['console', 'doctrine', 'spark', 'magento', 'drush', 'occ'],
      any: [
        'migrate',
        'migrations',
        'migrate:*',
        '*:migrate',
        'upgrade',
        'core:update',
        'app:migrate',
        'updatedb',
        'system:update:finish|system:update|*:upgrade-db|*:update-db|doctrine:schema:update|schema:update|orm:schema-tool:update',
      ],
      asks: asking(
        'status',
        'list',
        'migrate:status',
        '*:status',
        '*:validate',
        '*:up-to-date',
        '--dump-sql',
        '-h',
      ),
    },
    examples: ['php bin/console app:migrate', 'php console core:update --yes'],
    counterExamples: [
      'php bin/console cache:clear',
      'php spark migrate:status',
      'php bin/console app:migrate --dry-run',
    ],
    source: 'Commands of PHP applications, e.g. https://matomo.org/faq/how-to-update/',
  }),
  row({
    ...UNTOLD,
    id: 'migration.lesser-tools',
    match: {
      program: [
        'dbmigrate|postgres-migrations|pg-migrate|pgmigrate|pw_migrate|shmig|tortoise|dbt-migrate|edgedb|gel|mybatis',
        'mongo-migrate|mongodb-migrations|ts-migrate-mongoose|es-migrate|evolutions',
      ],
      any: ['apply', 'upgrade', 'up', 'migrate', 'forwards', 'fresh', 'refresh'],
      asks: asking('status', 'list', 'info', 'pending', 'check', 'create', 'init', 'validate'),
    },
    examples: ['shmig -t postgresql -d shop up', 'gel migrate', 'pgmigrate -t latest migrate'],
    counterExamples: ['shmig status', 'gel migration create', 'pgmigrate info', 'gel migrate --help'],
    source:
      'https://github.com/mbucc/shmig; https://docs.geldata.com/reference/cli/gel_migrate; https://github.com/yandex/pgmigrate',
  }),
  row({
    ...STATEMENTS,
    id: 'migration.sql-schema',
    confidence: 85,
    match: { facet: 'sql.schema' },
    examples: [
      'psql -c "ALTER TABLE users ADD COLUMN active boolean"',
      'mysql -h db -e "CREATE TABLE t (id int)"',
    ],
    counterExamples: ['psql -c "SELECT 1"', 'psql -c "CREATE DATABASE shop"'],
    source: 'https://www.postgresql.org/docs/current/app-psql.html (AUTOCOMMIT); recordings 14d, 14g',
  }),
  row({
    ...STATEMENTS,
    id: 'migration.sql-file',
    confidence: 75,
    match: { facet: 'sql.migration-file' },
    examples: ['psql "$URL" -f /migrations/V1__init.sql', 'mysql -h db shop < /sql/schema.sql'],
    counterExamples: ['psql "$URL" -f /sql/users.sql'],
    source: 'https://www.postgresql.org/docs/current/app-psql.html (--single-transaction); recordings 14d',
  }),
  row({
    ...UNTOLD,
    id: 'migration.inline-code',
    confidence: 80,
    match: { facet: 'code.migrate' },
    examples: ['python -c "from app.db import Base, engine; Base.metadata.create_all(engine)"'],
    counterExamples: ['python -c "print(1)"'],
    source: 'https://docs.sqlalchemy.org/core/metadata.html#sqlalchemy.schema.MetaData.create_all',
  }),
  row({
    ...UNTOLD,
    id: 'migration.flag',
    confidence: 78,
    match: {
      program: ['*'],
      any: [
        '--migrate|-migrate|--migrate=true|--migrate-only|--migrate-db|--db-migrate|--auto-migrate|--only-migrate',
        '--run-migrations|--run-migration|--migrations-only|--upgrade-db|--run-db-migrations|--apply-migrations|--with-migrations|--migrate-up',
        '--upgrade-database|--upgrade-schema|--update-schema|--schema-upgrade|--schema-update|--init-schema|--create-schema|-migrate=up|--migrate=up',
        '--mode=migrate|--mode=migration|--mode=migrations|-mode=migrate|-mode=migration|-mode=migrations|--command=migrate|--task=migrate|--task=migration|--task=migrations|--action=migrate|--job=migrate|--run=migrate|-cmd=migrate|--cmd=migrate',
        '--spring.profiles.active=*migrate|--spring.profiles.active=*migration|--spring.profiles.active=*migrations|-Dspring.profiles.active=*migrate',
        '-Dspring.profiles.active=*migration|-Dspring.profiles.active=*migrations|--profile=migrate|--profile=migration|--profile=migrations',
        '--role=migrate|--role=migration|--role=migrations|--role=migrator',
      ],
      asks: asking('--dry-run', '--dry-run=true', '--check'),
    },
    examples: [
      '/app/server --migrate-only',
      'dotnet App.dll --migrate',
      '/harbor/harbor_core -mode=migrate',
      'java -jar a.jar --spring.profiles.active=migrate',
    ],
    counterExamples: ['/app/server --migrate-only --dry-run', '/app/server --port 80'],
    source: 'Applications that migrate by an option of their own',
  }),
  row({
    ...UNTOLD,
    id: 'migration.program',
    confidence: 85,
    match: {
      program: ['migrate'],
      none: ['version', '-version', '--version', 'create', 'new'],
      asks: asking('-help', '-h', '--check', 'status', 'list', 'info', 'pending', 'validate'),
    },
    examples: [
      '/app/migrate',
      'npm run migrate',
      'yarn migrate --env production',
      '/migrate -config /etc/x.yaml',
    ],
    counterExamples: [
      'migrate -path /m -database x version',
      'npx migrate list',
      '/app/migrate --dry-run',
      'migrate create x',
    ],
    source: 'Programs and scripts of that very name, of an application of its own',
  }),
  row({
    ...UNTOLD,
    id: 'migration.task',
    confidence: 85,
    match: {
      program: [
        'db:migrate|db:migrate:*|db:deploy|db:push|migrate:*|migrate-up|migration:run|migrations:run|*:migrate',
        'typeorm:migrat*|prisma:migrat*|prisma:deploy|knex:migrat*',
        'migrate-db|migratedb|db-migrate|db-upgrade|upgrade-db|run-migrations|run_migrations',
      ],
      none: ['--dry-run*', '--check', '--help', 'status'],
    },
    examples: ['bun run db:migrate', 'yarn migrate:prod', 'npm run migration:run'],
    counterExamples: ['npm run db:generate', 'yarn start', 'npm run migrate:prod -- --dry-run'],
    source: 'common script names of package.json',
  }),
  row({
    ...UNTOLD,
    id: 'migration.prestart',
    confidence: 60,
    match: {
      program: ['prestart.sh', 'pre-start.sh', 'pre_start.sh', 'prestart', 'pre-start', 'prestart.py'],
      env: STORE_VARIABLES,
    },
    examples: [{ command: ['bash', 'scripts/prestart.sh'], env: ['POSTGRES_SERVER'] }],
    counterExamples: [{ command: ['bash', 'scripts/prestart.sh'], env: ['LOG_LEVEL'] }],
    source:
      'fastapi/full-stack-fastapi-template backend/scripts/prestart.sh: alembic upgrade head and the first user',
  }),
];
