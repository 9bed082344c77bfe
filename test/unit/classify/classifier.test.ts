import { expect } from 'chai';
import fc from 'fast-check';
import { createClassifier, matchingRules } from '../../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import type { Example } from '../../../src/core/classify/signature.ts';
import type { Verdict } from '../../../src/core/model/verdict.ts';

const HOSTILE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const classify = createClassifier();
const judge = (example: Example, workloadKind = 'Deployment'): Verdict =>
  classify(exampleSpec(example), { workloadKind });

describe('classifier', () => {
  it('says with which tool, whether it locks, where it stands and what matched', () => {
    const verdict = judge({
      command: ['sh', '-c'],
      args: ['until nc -z db 5432; do sleep 1; done; alembic upgrade head'],
    });
    expect(verdict).to.include({
      category: 'Migration',
      severity: 'Red',
      sideEffecting: true,
      tool: 'alembic',
      lock: 'None',
    });
    expect(verdict.evidence[0]).to.deep.equal({
      rule: 'migration.alembic',
      field: 'args[0]',
      excerpt: 'alembic upgrade head',
    });
    expect(verdict.confidencePercent).to.be.at.least(90);
    expect(verdict.confession).to.include('alembic');
    expect(verdict.remedy).to.match(/\.$/);
  });

  it('names a container after the most severe of its works', () => {
    const verdict = judge('chown -R 1000 /data; cp /config/a /data/a; curl -X POST http://api/x -d a=b');
    expect(verdict.category).to.equal('ExternalCall');
    expect(verdict.evidence.map((one) => one.rule)).to.include.members(['config.copy', 'permissions.own']);
  });

  it('calls nothing safe for a lock when one of the migrations takes none', () => {
    expect(judge('npx prisma migrate deploy').lock).to.equal('Locks');
    expect(judge('npx prisma migrate deploy && alembic upgrade head').lock).to.equal('None');
  });

  it('puts known variables into words', () => {
    expect(judge('CMD=migrate; python manage.py $CMD').category).to.equal('Migration');
    expect(judge('ACTION="migrate --check"; python manage.py migrate --check').category).to.equal('Check');
  });

  it("takes Kubernetes' own $(NAME) for a variable", () => {
    expect(
      judge({ command: ['sh', '-c', 'nc -z $(DB_HOST) 5432'], env: ['DB_HOST'] }).evidence[0]?.excerpt,
    ).to.equal('nc -z ${DB_HOST} 5432');
  });

  it('says why it is Unknown, and never calls a program that nobody knows harmless', () => {
    const verdict = judge({ image: 'acme/app:1', command: ['sh', '-c', 'chown -R 1 /data; /opt/thing'] });
    expect(verdict).to.include({ category: 'Unknown', severity: 'Unknown', sideEffecting: false });
    expect(verdict.evidence[0]).to.deep.equal({
      rule: 'unknown.program',
      field: 'command[2]',
      excerpt: '/opt/thing',
    });
  });

  it('believes no name of a command that is read to its end and only says something', () => {
    const pull: Example = {
      name: 'pull-migrations',
      image: 'acme/app:1',
      command: ['sh', '-c', 'echo "Pulling complete"'],
    };
    expect(judge(pull)).to.include({ category: 'Unknown', sideEffecting: false });
    expect(judge({ ...pull, command: ['sh', '-c', 'echo start; "$RUN"'] }).category).to.equal('Migration');
  });

  it('calls a check what only looks, and nothing that goes on from there', () => {
    const named = (command: string): string =>
      judge({ name: 'init-config', image: 'alpine:3', command: ['sh', '-c', command] }).category;
    expect(named('ls')).to.equal('Check');
    expect(named('if [ -z "$A" ]; then echo missing >&2; exit 1; fi')).to.equal('Check');
    expect(named('ls; /opt/thing')).to.equal('ConfigRender');
    expect(named('cat /config/a > /data/a')).to.equal('ConfigRender');
    expect(named('echo done')).to.equal('Unknown');
  });

  it('lets no login hide what it was for', () => {
    const secret = 'az login --identity; az keyvault secret show --name a > /data/s';
    expect(judge(secret)).to.include({ category: 'SecretFetch', confidencePercent: 92 });
    expect(judge('az login --identity; /opt/thing').category).to.equal('Unknown');
  });

  it('takes no -h with a host for a call for help', () => {
    expect(judge('/opt/thing -h 10.0.0.1 run').evidence[0]?.rule).to.equal('unknown.program');
    expect(judge('/opt/thing -h').evidence[0]?.rule).to.equal('unknown.nothing');
  });

  it('believes no harmless name of a script that could change a store', () => {
    const script = (name: string, ...env: string[]): Verdict =>
      judge({ name: 'init', image: 'acme/shop:1', command: [`/opt/${name}.sh`], env });
    expect(script('configure_shop', 'DATABASE_URL')).to.include({
      category: 'Unknown',
      confidencePercent: 30,
    });
    expect(script('configure_shop', 'LOG_LEVEL').category).to.equal('ConfigRender');
    const render = script('render_config', 'DATABASE_URL');
    expect(render).to.include({ category: 'ConfigRender', confidencePercent: 50 });
    expect(render.evidence.map(({ rule }) => rule)).to.include('unknown.store');
    expect(script('render_config', 'LOG_LEVEL').confidencePercent).to.be.above(50);
  });

  it('believes no name that speaks of files where there is no volume for them', () => {
    const installer = { name: 'init', image: 'acme/shop:1', command: ['/opt/install.sh'] };
    const nowhere = judge({ ...installer, mounts: [] });
    expect(nowhere).to.include({ category: 'Unknown', confidencePercent: 30 });
    expect(nowhere.evidence.map(({ rule }) => rule)).to.include('unknown.volume');
    expect(judge({ ...installer, mounts: ['/data emptyDir'] }).category).to.equal('CopyArtifact');
  });

  it('believes the graver of two names, one of which speaks of files', () => {
    expect(judge({ name: 'register', image: 'acme/config-tool:1', command: ['/srv/run'] }).category).to.equal(
      'ExternalCall',
    );
  });

  it('takes what a client names in a cloud for no file of its own', () => {
    expect(judge('az storage account keys renew -n a').category).to.equal('ExternalCall');
    expect(judge('az iot hub certificate frobnicate -n a').category).to.equal('Unknown');
  });

  it('tells what inline code does by its calls', () => {
    const code = (text: string): string => judge({ command: ['python3', '-c', text] }).category;
    expect(code("requests.post('http://a', json={})")).to.equal('ExternalCall');
    expect(code("snapshot_download('a/b', local_dir='/data')")).to.equal('Download');
    expect(code("client.get_secret_value(SecretId='a')")).to.equal('SecretFetch');
    expect(code("db.users.insert_one({'a': 1})")).to.equal('Seed');
    expect(code("open('/data/a', 'w').write('b')")).to.equal('ConfigRender');
    expect(code("cursor.execute('delete from a'); open('/data/a', 'w')")).to.equal('Unknown');
  });

  it('reads a file of statements given to a client that nobody knows', () => {
    expect(judge('shopdb --host db < /config/users.cypher').category).to.equal('Seed');
    expect(judge('shopdb --host db < /config/schema.sql').category).to.equal('Migration');
    expect(judge('shopdb --check < /config/users.cypher').category).to.equal('Unknown');
    expect(judge('envsubst < /config/users.sql > /data/users.sql').category).to.equal('ConfigRender');
  });

  it('takes no log, lock or mark of a script for configuration', () => {
    const lock = 'exec 9>/data/.lock; flock -w 60 9; echo "$(date) got it" >> /data/lock.log';
    expect(judge(lock).category).to.equal('Wait');
  });

  it('takes a question about somebody else for a wait, and one about its own values for a check', () => {
    const named = (name: string): string =>
      judge({ name, image: 'acme/app:1', command: ['/run.sh'] }).category;
    expect(['check-db', 'db-ready', 'migrations-status'].map(named)).to.deep.equal(['Wait', 'Wait', 'Wait']);
    expect(['check-values', 'validate-license', 'check-db-config'].map(named)).to.deep.equal([
      'Check',
      'Check',
      'Check',
    ]);
  });

  it('takes a question in the name of a script for less than a container that is named after its migration', () => {
    const command = ['/bin/migrationStatus.sh', '3600'];
    expect(judge({ name: 'migration-shop', image: 'acme/app:1', command }).category).to.equal('Migration');
    expect(judge({ name: 'init', image: 'acme/app:1', command }).category).to.equal('Wait');
  });

  it('tells from a name alone with little confidence, and says so', () => {
    const verdict = judge({ name: 'migrate', image: 'acme/app:1' });
    expect(verdict.category).to.equal('Migration');
    expect(verdict.confidencePercent).to.be.at.most(66);
    expect(verdict.evidence[0]).to.include({ rule: 'name.migration', field: 'name' });
  });

  it('advises a Job about retries rather than to become a Job', () => {
    expect(judge('alembic upgrade head', 'Job').remedy).to.include('already runs in a Job');
  });

  it('reads a script to its end, however many programs come first', () => {
    const verdict = judge({ command: ['sh', '-c', `${'true;'.repeat(6400)}alembic upgrade head`] });
    expect(verdict).to.include({ category: 'Migration', severity: 'Red' });
  });

  it('says so when a script has more programs than it reads, also by variables that hold scripts', () => {
    const many = `${'a;'.repeat(16_000)}alembic upgrade head`;
    const grown = `A="${'a;'.repeat(500)}"; ${'eval "$A";'.repeat(3000)}alembic upgrade head`;
    const linked = `{ ${'echo a;'.repeat(1000)} } | psql`;
    for (const script of [many, grown, linked])
      expect(judge({ command: ['sh', '-c', script] }).evidence.map(({ rule }) => rule)).to.include(
        'unknown.truncated',
      );
  });

  it("follows a user's own signature before anything else of the same weight", () => {
    const own = createClassifier([
      {
        id: 'user.acme',
        category: 'Seed',
        tool: 'acmectl',
        lock: 'None',
        match: { program: ['acmectl'], words: ['prime'] },
        examples: ['acmectl prime'],
        counterExamples: ['acmectl show'],
        source: 'us',
      },
    ]);
    const verdict = own(exampleSpec('acmectl prime --all'), { workloadKind: 'Deployment' });
    expect(verdict).to.include({ category: 'Seed', tool: 'acmectl' });
  });

  it('heeds the case of a program of a user that begins as an option does', () => {
    const row = {
      id: 'user.dash',
      category: 'Seed',
      tool: 'dash',
      lock: 'None',
      match: { program: ['-Prime'] },
      examples: ['-Prime'],
      counterExamples: ['-prime'],
      source: 'us',
    } as const;
    const rules = (command: string): readonly string[] =>
      matchingRules(exampleSpec({ command: [command] }), [row]);
    expect([rules('-Prime'), rules('-prime')]).to.deep.equal([['user.dash'], []]);
  });

  describe('what is too long or too deep', () => {
    const doubtful: readonly (readonly [string, Example])[] = [
      ['a harmless head before 40 KiB', `chown -R 1 /data\n${'# x\n'.repeat(10_000)}alembic upgrade head`],
      ['deep nesting', `${'( '.repeat(200)}chown 1 /data${' )'.repeat(200)}`],
      ['a spec cut at the door', { command: ['chown', '1', '/data'] }],
    ];
    for (const [title, example] of doubtful) {
      it(`is never harmless: ${title}`, () => {
        const spec = { ...exampleSpec(example), truncated: title.includes('door') };
        const verdict = classify(spec, { workloadKind: 'Deployment' });
        expect(verdict.category).to.equal('Unknown');
        expect(verdict.confidencePercent).to.be.at.most(50);
        expect(verdict.evidence[0]?.rule).to.equal('unknown.truncated');
      });
    }

    it('still names a migration that was read', () => {
      const verdict = judge(`alembic upgrade head\n${'# x\n'.repeat(10_000)}`);
      expect(verdict.category).to.equal('Migration');
      expect(verdict.confidencePercent).to.be.at.most(50);
    });
  });

  it('takes an image for what it is, also where its name means something to JavaScript', () => {
    for (const image of ['__proto__', 'constructor', 'shop/toString:1'])
      expect(judge({ name: 'x', image }).category).to.equal('Unknown');
  });

  it('never throws and never prints a control character, whatever is written', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            '$(',
            ')',
            '"',
            "'",
            '`',
            '<<E\n',
            '{',
            '}',
            'if ',
            'then ',
            'fi',
            'do ',
            'done',
            ';',
            '|',
            '&&',
            '\u001b[31m',
            'x',
            '${a',
            ' ',
            '\n',
            'while ',
            'curl ',
            'sh -c ',
            'eval ',
            'A=$A$A ',
          ),
          { maxLength: 80 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, text, fc.array(text, { maxLength: 3 }), (name, image, words) => {
        for (const example of [
          { name, image, args: words },
          { name, image, command: ['sh', '-c', ...words] },
          { name, image, command: words },
        ]) {
          const verdict = judge(example);
          const said = [
            verdict.tool,
            verdict.confession,
            verdict.remedy,
            ...verdict.evidence.flatMap((one) => [one.rule, one.field, one.excerpt]),
          ];
          expect(said.some((one) => HOSTILE.test(one))).to.equal(false);
          expect(verdict.evidence.length).to.be.within(1, 6);
        }
      }),
      { numRuns: 300 },
    );
  });
});
