import { expect } from 'chai';
import { createClassifier } from '../../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import { readCommand } from '../../../src/core/classify/read.ts';
import { WRAPPERS } from '../../../src/core/classify/signatures/wrappers.ts';
import type { Category } from '../../../src/core/model/names.ts';

const classify = createClassifier();
const judge = (script: string) => classify(exampleSpec(script), { workloadKind: 'Deployment' });

describe('wrappers', () => {
  for (const { names, examples } of WRAPPERS) {
    describe(names, () => {
      for (const example of examples)
        it(`are taken off ${example}`, () => {
          expect(readCommand(exampleSpec(example)).steps.at(-1)?.words.join(' ')).to.equal(
            'alembic upgrade head',
          );
          expect(judge(example)).to.include({ category: 'Migration', tool: 'alembic' });
        });
    });
  }

  it('have an example each, and stand once', () => {
    const names = WRAPPERS.flatMap((row) => row.names.split('|'));
    expect(new Set(names).size).to.equal(names.length);
    expect(WRAPPERS.filter(({ examples }) => examples.length === 0)).to.deep.equal([]);
  });

  /** What is no command of a wrapper, or where the wrapper itself is the work. */
  const others: readonly (readonly [string, Category])[] = [
    ['wait-for-it.sh db:5432 -t 60', 'Wait'],
    ['wait-for-it.sh db:5432 -- echo up', 'Wait'],
    ['dockerize -wait tcp://db:5432 -timeout 30s', 'Wait'],
    ['dockerize -template /config/a.tmpl:/data/a.conf true', 'ConfigRender'],
    ['op read op://vault/item > /data/s', 'SecretFetch'],
    ['chamber export shop > /data/s', 'SecretFetch'],
    ['runuser -u app alembic -c /a.ini current', 'Check'],
    ['flock /lock alembic -c /a.ini current', 'Check'],
    ['trap "rm -f /tmp/lock" EXIT; until nc -z db 5432; do sleep 1; done', 'Wait'],
    ['chown 1 /data; sed s/a/b/ /a | sh', 'Unknown'],
    ['. /opt/bitnami/scripts/liblog.sh; chown 1 /data', 'Permissions'],
    ['. /scripts/migrate.sh', 'Migration'],
    ['bash /wait-for-it.sh db:5432 -- alembic upgrade head', 'Migration'],
    ["acme-run --with x sh -c 'alembic upgrade head'", 'Migration'],
    ["acme-run sh -c 'chown 1 /data'", 'Unknown'],
    ['acme-run --with x -- npx prisma migrate deploy', 'Migration'],
    ["find /config -name '*.sql' -exec sh -c 'psql -f $1' _ {} \\;", 'Seed'],
    ["echo sh -c 'alembic upgrade head'; chown 1 /data", 'Permissions'],
    ['run_as() { gosu app "$@"; }; run_as python manage.py migrate', 'Migration'],
    ['run() { echo "+ $*"; "$@"; }; run chown 1 /data', 'Permissions'],
    ['node -e "require(\'./migrations\').run()"', 'Migration'],
    ["python -c \"import alembic.config; alembic.config.main(argv=['upgrade', 'head'])\"", 'Migration'],
    ['make migrate', 'Migration'],
    ['just db-migrate', 'Migration'],
    ['task db:seed', 'Seed'],
    ['deno task db:migrate', 'Migration'],
    ['ts-node -P tsconfig.json src/migrate.ts', 'Migration'],
    ['tsx --env-file .env scripts/seed.ts', 'Seed'],
  ];
  for (const [script, category] of others)
    it(`leave ${script} as ${category}`, () => expect(judge(script).category).to.equal(category));
});
