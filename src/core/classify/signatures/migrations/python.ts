import type { MigrationSignature } from '../../signature.ts';
import { asking, ROLLED_BACK, row, UNRECORDED } from './row.ts';

export const python: readonly MigrationSignature[] = [
  row({
    id: 'migration.alembic',
    tool: 'alembic',
    lock: 'None',
    match: { program: ['alembic'], words: ['upgrade|downgrade|stamp'], asks: asking('--sql') },
    examples: [
      'alembic upgrade head',
      'python -m alembic -c /app/alembic.ini upgrade head',
      'poetry run alembic downgrade -1',
    ],
    counterExamples: [
      'alembic current',
      'alembic check',
      'alembic heads',
      'alembic upgrade head --sql',
      'alembic upgrade --help',
    ],
    afterKill: ROLLED_BACK,
    losers: [
      'Key (typname, typnamespace)=(alembic_version, 2200) already exists.',
      "Online migration expected to match one row when updating … in 'alembic_version'",
    ],
    source:
      'https://alembic.sqlalchemy.org/en/latest/api/runtime.html (transactional_ddl); sqlalchemy/alembic#633 (no lock); Flask-Migrate#311; pybossa#1140',
  }),
  row({
    id: 'migration.flask',
    tool: 'flask-migrate',
    lock: 'None',
    match: { program: ['flask'], words: ['db', 'upgrade|downgrade|stamp'], asks: asking('--sql') },
    examples: ['flask db upgrade', 'uv run flask --app web db upgrade'],
    counterExamples: ['flask db current', 'flask db check', 'flask db upgrade --sql', 'flask run'],
    afterKill: ROLLED_BACK,
    losers: ['Key (typname, typnamespace)=(alembic_version, 2200) already exists.'],
    source: 'https://flask-migrate.readthedocs.io (runs Alembic); Flask-Migrate#311',
  }),
  row({
    id: 'migration.django',
    tool: 'django',
    lock: 'None',
    match: {
      program: ['manage.py', 'django-admin', 'django-admin.py', 'django'],
      words: ['migrate|syncdb|migrate_schemas'],
      asks: ['--check', '--plan', '--list', '--help', '-h', '--version'],
    },
    examples: [
      'python manage.py migrate --noinput',
      './manage.py migrate_schemas --shared',
      'django-admin migrate',
    ],
    counterExamples: [
      'python manage.py migrate --check',
      'python manage.py migrate --plan',
      'python manage.py showmigrations',
      'python manage.py sqlmigrate app 0001',
      'python manage.py makemigrations --check --dry-run',
      'python manage.py migrate --help',
    ],
    afterKill: 'PostgreSQL and SQLite roll the open migration back; on MySQL what ran must be undone by hand',
    losers: [
      'relation "django_content_type" already exists',
      '(django_migrations_id_seq, 2200) already exists',
    ],
    source:
      'https://docs.djangoproject.com/en/stable/topics/migrations/#backend-support; missioncontrol#53 and maas-ansible-playbook#59 (no lock)',
  }),
  row({
    id: 'migration.yoyo',
    tool: 'yoyo',
    lock: 'Locks',
    lockKind: 'a row in yoyo_lock, waited for 10 s',
    match: {
      program: ['yoyo', 'yoyo-migrate'],
      any: ['apply', 'develop', 'rollback', 'reapply', 'mark', 'unmark', 'break-lock'],
      asks: asking('-h'),
    },
    examples: ['yoyo apply --batch', 'yoyo rollback --batch --database "$URL"', 'yoyo break-lock'],
    counterExamples: ['yoyo list', 'yoyo new -m users', 'yoyo apply --help'],
    afterKill: 'the row in yoyo_lock stays, and with it every later run fails until yoyo break-lock',
    losers: ['has locked this database (run yoyo break-lock to remove this lock)'],
    source:
      'https://manpages.ubuntu.com/manpages/questing/man1/yoyo.1.html; yoyo/backends/base.py (LockTimeout)',
  }),
  row({
    id: 'migration.aerich',
    tool: 'aerich',
    lock: 'None',
    match: { program: ['aerich'], any: ['upgrade', 'downgrade', 'init-db'], asks: asking('-h') },
    examples: ['aerich upgrade', 'poetry run aerich init-db'],
    counterExamples: [
      'aerich heads',
      'aerich history',
      'aerich migrate --name users',
      'aerich upgrade --help',
    ],
    afterKill: ROLLED_BACK,
    losers: [],
    source:
      'tortoise/aerich aerich/__init__.py (a transaction for each version, no lock; migrate only writes a file)',
  }),
  row({
    id: 'migration.piccolo',
    tool: 'piccolo',
    lock: 'None',
    match: { program: ['piccolo'], words: ['migrations', 'forwards|backwards'], asks: asking('--preview') },
    examples: ['piccolo migrations forwards all', 'piccolo migrations backwards app 1'],
    counterExamples: ['piccolo migrations check', 'piccolo migrations new app --auto', 'piccolo asgi new'],
    afterKill: 'a migration that had run may be unrecorded, and then runs again',
    losers: [],
    source:
      'piccolo-orm/piccolo piccolo/apps/migrations/commands/forwards.py (recorded after it ran, no lock)',
  }),
  row({
    id: 'migration.pyway',
    tool: 'pyway',
    lock: 'None',
    match: { program: ['pyway'], any: ['migrate', 'import'], asks: asking() },
    examples: ['pyway migrate --database-type postgres'],
    counterExamples: ['pyway info', 'pyway validate'],
    afterKill: UNRECORDED,
    losers: [],
    source: 'jasondcamp/pyway pyway/migrate.py (recorded after it ran, no lock)',
  }),
];
