import { expect } from 'chai';
import { createClassifier } from '../../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import { readFailure } from '../../../src/core/classify/failure.ts';
import type { Example } from '../../../src/core/classify/signature.ts';
import { migrations } from '../../../src/core/classify/signatures/migrations.ts';
import type { Category } from '../../../src/core/model/names.ts';

const classify = createClassifier();
const judge = (example: Example) => classify(exampleSpec(example), { workloadKind: 'Deployment' });

describe('the catalogue of migration tools', () => {
  it('knows more than sixty by name', () => {
    expect(new Set(migrations.map(({ tool }) => tool)).size).to.be.above(60);
  });

  it('says in a short sentence what a kill leaves, or that it is not documented', () => {
    for (const { id, afterKill } of migrations) expect(afterKill, id).to.match(/^[^\n.]{10,180}$/);
  });

  it('says of every lock what kind it is, and of nothing else', () => {
    for (const { id, lock, lockKind } of migrations)
      expect(lockKind !== undefined && lockKind !== '', id).to.equal(lock === 'Locks');
  });

  it('quotes losers in one line of text each', () => {
    for (const { id, losers } of migrations)
      for (const line of losers) expect(line, id).to.match(/^[^\p{C}]{15,140}$/u);
  });

  it('quotes nothing of losers that the last words of a run would not be told by', () => {
    const meanings = ['Race', 'LockWait', 'LockStuck', 'Ambiguous'];
    for (const { id, losers } of migrations)
      for (const line of losers) expect(meanings, `${id}: ${line}`).to.include(readFailure(line)?.meaning);
  });

  for (const row of migrations) {
    describe(row.id, () => {
      for (const example of row.examples) {
        it(`decides of ${JSON.stringify(example)}, with its tool and its lock`, () => {
          const verdict = judge(example);
          expect(verdict).to.include({ category: 'Migration', tool: row.tool, lock: row.lock });
          expect(verdict.evidence[0]?.rule).to.equal(row.id);
        });
      }
      for (const example of row.counterExamples) {
        it(`lets nobody else call ${JSON.stringify(example)} a migration`, () => {
          const verdict = judge(example);
          const another = verdict.category === 'Migration' && verdict.tool === row.tool && row.tool !== '';
          expect(verdict.category !== 'Migration' || another, verdict.evidence[0]?.rule).to.equal(true);
        });
      }
    });
  }

  describe('the verb decides', () => {
    const verbs: readonly (readonly [Category, Example, ...Category[]])[] = [
      ['Check', 'npx prisma migrate status'],
      ['Check', 'kong migrations up --help'],
      ['Check', 'dotnet ef migrations list'],
      ['Check', 'flyway -dryRunOutput=/tmp/x.sql migrate'],
      ['Check', 'php bin/console doctrine:migrations:migrate --dry-run'],
      ['Check', 'atlas migrate apply --dry-run --url "$URL"'],
      ['Check', 'bundle exec rake db:abort_if_pending_migrations'],
      ['Check', 'python manage.py migrate --check'],
      ['Check', 'flyway validate'],
      ['Check', 'alembic current'],
      ['Check', 'alembic check'],
      ['Wait', 'airflow db check-migrations'],
      [
        'Wait',
        {
          name: 'wait-for-airflow-migrations',
          image: 'apache/airflow:2.10.0',
          args: ['airflow', 'db', 'check-migrations', '--migration-wait-timeout=60'],
        },
      ],
      ['Wait', 'until npx prisma migrate status; do sleep 5; done'],
      ['Wait', { name: 'migrations-waiting-init', image: 'acme/x', command: ['/wait'] }],
      ['Migration', 'flyway info migrate'],
      ['Migration', 'bundle exec rails db:migrate db:migrate:status'],
      ['Migration', 'python manage.py migrate help'],
      ['Migration', 'grate --version 1.2 --connectionstring="$C"'],
      ['Migration', 'temporal-sql-tool setup-schema --version 0.0'],
      ['Migration', 'openfga migrate --datastore-engine postgres --version 5'],
      ['Migration', 'hasura migrate apply --version 1700000000000'],
      ['Migration', 'ridgepole --diff a.schema b.schema --with-apply'],
      ['Check', 'ridgepole --apply --dry-run -c d.yml'],
      ['Migration', 'php artisan migrate --force; php artisan migrate:status'],
      ['Migration', 'alembic current; alembic upgrade head'],
      ['Migration', 'sqitch deploy --log-only'],
    ];
    for (const [category, example, ...others] of verbs) {
      it(`${JSON.stringify(example)}: ${category}`, () => {
        expect([category, ...others]).to.include(judge(example).category);
      });
    }

    it('and a question changes nothing outside of the pod', () => {
      for (const [category, example] of verbs)
        expect(judge(example).sideEffecting, JSON.stringify(example)).to.equal(category === 'Migration');
    });

    it('in other senses: what migrates no database', () => {
      const others: readonly Example[] = [
        { name: 'migrate-config', image: 'acme/x', command: ['sh', '-c', 'cp /config/* /data/'] },
        { name: 'volume-migration', image: 'busybox', command: ['sh', '-c', 'cp -a /config/a /data/'] },
        'kubectl-storage-version-migrate --help',
        'iptables -t nat -N ISTIO_INBOUND',
      ];
      for (const example of others) expect(judge(example).category).not.to.equal('Migration');
    });
  });
});
