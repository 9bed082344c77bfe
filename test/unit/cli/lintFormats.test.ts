import { expect } from 'chai';
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { signatureRows } from '../../../src/core/classify/catalogue.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import type { LintFinding, LintReport } from '../../../src/cli/lint/report.ts';
import { asSarif } from '../../../src/cli/lint/sarif/log.ts';
import { readSarif, type SarifRun } from '../../golden/cli/sarifSchema.ts';
import { type Element, readXml } from '../../golden/cli/xml.ts';
import { confessor } from './cliRun.ts';

const FORMS = ['text', 'json', 'sarif', 'junit'] as const;
const HOSTILE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const init = (name: string, ...command: readonly string[]): object => ({ name, image: 'app:1', command });
const MIGRATE = init('migrate', 'alembic', 'upgrade', 'head');
const WAIT = init('wait', 'sh', '-c', 'until nc -z db 5432; do sleep 1; done');
const CHOWN = init('own', 'chown', '-R', '1000', '/data');

const deployment = (name: string, ...initContainers: readonly object[]): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    replicas: 3,
    template: { spec: { initContainers, containers: [{ name: 'app', image: 'app:1' }] } },
  },
});

async function sarif(manifest: string, ...paths: readonly string[]): Promise<SarifRun> {
  const { out } = await confessor(['lint', '-o', 'sarif', ...(paths.length === 0 ? ['-'] : paths)], manifest);
  return readSarif(out);
}

async function junit(manifest: string, ...more: readonly string[]): Promise<readonly Element[]> {
  const { out } = await confessor(['lint', '-o', 'junit', ...more, '-'], manifest);
  return readXml(out);
}

const named = (elements: readonly Element[], name: string): readonly Element[] =>
  elements.filter((element) => element.name === name);

describe('the checks of these tests', () => {
  const WRONG: readonly (readonly [title: string, from: string, to: string])[] = [
    ['a level that is none', '"level":"error"', '"level":"fatal"'],
    ['a property that is not known', '"ruleIndex":0', '"ruleIndex":0,"rulePath":"x"'],
    ['an address that is none', '"uri":"stdin"', '"uri":"std in"'],
    ['no line', '"startLine":1', '"startLine":0'],
    ['a rule that is missing', '"ruleIndex":0', '"ruleIndex":1'],
    ['an empty message', '"message":{"text":"Init', '"message":{"text":"","id":"Init'],
  ];
  for (const [title, from, to] of WRONG) {
    it(`would not take SARIF with ${title}`, async () => {
      const { out } = await confessor(
        ['lint', '-o', 'sarif', '-'],
        JSON.stringify(deployment('web', MIGRATE)),
      );
      const text = JSON.stringify(JSON.parse(out));
      expect(text).to.include(from);
      expect(() => readSarif(text)).not.to.throw();
      expect(() => readSarif(text.replaceAll(from, to))).to.throw();
    });
  }

  it('would not take XML that is not well-formed', () => {
    for (const text of [
      '<a>',
      '<a b="<"/>',
      '<a>&</a>',
      '<a>\u0001</a>',
      '<a>&#1;</a>',
      '<a>\ufffe</a>',
      '<a>]]></a>',
    ])
      expect(() => readXml(text), text).to.throw();
  });
});

describe('lint -o sarif', () => {
  it('has a result for what is red, yellow or unknown, worst first, and none for what is harmless', async () => {
    const odd = init('odd', '/opt/frob');
    const { results } = await sarif(JSON.stringify(deployment('web', CHOWN, odd, WAIT, MIGRATE)));
    expect(results.map(({ ruleId, level }) => [ruleId, level])).to.deep.equal([
      ['migration.alembic', 'error'],
      ['wait/probe.port', 'warning'],
      ['unknown.program', 'note'],
    ]);
  });

  it('has each rule once, told from what stands in the catalogue', async () => {
    const { tool } = await sarif(JSON.stringify(deployment('web', MIGRATE, { ...MIGRATE, name: 'again' })));
    const [rule, ...others] = tool.driver.rules;
    expect(others).to.deep.equal([]);
    expect(rule).to.deep.include({ id: 'migration.alembic', name: 'MigrationAlembic' });
    expect(rule?.help.markdown).to.match(/\*\*Instead:\*\* .*\n[^]*\*\*Such as:\*\* `alembic upgrade head`/);
    expect(rule?.help.text).to.include('Lock: none taken');
  });

  it('tells a question about a tool from the work of the tool', async () => {
    const asks = init('asks', 'alembic', 'upgrade', 'head', '--help');
    const { results, tool } = await sarif(JSON.stringify(deployment('web', MIGRATE, asks)));
    expect(results.map(({ ruleId }) => ruleId)).to.deep.equal([
      'migration.alembic',
      'check/migration.alembic',
    ]);
    expect(tool.driver.rules[0]?.shortDescription.text).to.include('checks');
  });

  it('says whose init container it is, what it does and what to do instead', async () => {
    const { results } = await sarif(JSON.stringify(deployment('web', MIGRATE)));
    expect(results[0]?.message.text).to.match(
      /^Init container migrate of Deployment shop\/web: migration \(alembic\), replicas can race\. .* Because command\[0\]: alembic upgrade head\. Instead: /,
    );
  });

  it('makes neither a placeholder nor a link of what it quotes', async () => {
    const migrate = init(
      'migrate',
      'alembic',
      '-x',
      '{0}',
      '-x',
      '[here](https://example.org)',
      'upgrade',
      'head',
    );
    const { results } = await sarif(JSON.stringify(deployment('web', migrate)));
    expect(results[0]?.message.text).to.include('{{0}}').and.not.include('](');
  });

  it('tells of places that could not be read, with their line, and that it did not succeed', async () => {
    const manifest = `${JSON.stringify(deployment('web', MIGRATE))}\n---\na: [\n`;
    const run = await sarif(manifest, '-', 'no/such place.yaml');
    const [invocation] = run.invocations;
    expect(run.results).to.have.length(1);
    expect(invocation?.executionSuccessful).to.equal(false);
    expect(
      invocation?.toolExecutionNotifications.map(({ level, locations }) => [
        level,
        locations?.[0]?.physicalLocation.artifactLocation.uri,
        locations?.[0]?.physicalLocation.region?.startLine,
      ]),
    ).to.deep.equal([
      ['error', 'stdin', 4],
      ['error', 'no/such%20place.yaml', undefined],
    ]);
    expect(invocation?.toolExecutionNotifications[0]?.message.text).to.match(/^document 2 .*\(cure: .*\)$/);
  });

  it('is a whole file, also where nothing was found or could be read', async () => {
    expect(await sarif('a: [\n')).to.deep.include({ results: [] });
    const clean = await sarif(JSON.stringify(deployment('web', CHOWN)));
    expect(clean.results).to.deep.equal([]);
    expect(clean.invocations).to.deep.equal([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  });

  it('holds no more results than GitHub takes, and says what it left out', () => {
    const { runs } = JSON.parse([...asSarif(reportOf(25_003))].join('')) as {
      readonly runs: readonly SarifRun[];
    };
    expect(runs[0]?.results).to.have.length(25_000);
    expect(runs[0]?.results[0]?.level).to.equal('error');
    expect(runs[0]?.invocations[0]?.toolExecutionNotifications[0]?.message.text).to.match(
      /^3 further results/,
    );
  });

  it('has sound rules for whatever row of the catalogue tells', async () => {
    const inits = signatureRows.flatMap(({ examples }) =>
      examples.map((example, index) => {
        const { name, image, command, args } = exampleSpec(example);
        return { name: `${name}-${index}`, image, command, args };
      }),
    );
    const { tool } = await sarif(JSON.stringify(deployment('web', ...inits)));
    expect(tool.driver.rules.length).to.be.greaterThan(150);
    expect(new Set(tool.driver.rules.map(({ id }) => id)).size).to.equal(tool.driver.rules.length);
  });

  describe('for a file', () => {
    let folder = '';
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'confessor-sarif-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    const hashes = ({ results }: SarifRun): readonly string[] =>
      results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    const uris = ({ results }: SarifRun): readonly string[] =>
      results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri ?? '');

    it('has the same fingerprints when lines, order, version and image change, and others for others', async () => {
      const file = join(folder, 'web.yaml');
      const write = (...objects: readonly object[]): void =>
        writeFileSync(file, objects.map((one) => JSON.stringify(one, undefined, 2)).join('\n---\n'));
      write(deployment('web', MIGRATE, WAIT), deployment('api', MIGRATE));
      const before = await sarif('', file);
      write({ apiVersion: 'v1', kind: 'ConfigMap' }, deployment('api', { ...MIGRATE, image: 'app:2' }), {
        ...deployment('web', WAIT, MIGRATE),
        apiVersion: 'apps/v1beta1',
      });
      const after = await sarif('', file);
      expect(hashes(after).toSorted()).to.deep.equal(hashes(before).toSorted());
      expect(new Set(hashes(before)).size).to.equal(3);
    });

    it('tells those apart that share file, workload and name', async () => {
      const file = join(folder, 'web.yaml');
      writeFileSync(
        file,
        [deployment('web', MIGRATE), deployment('web', MIGRATE)].map((one) => JSON.stringify(one)).join('\n'),
      );
      const [first = '', second = ''] = hashes(await sarif('', file));
      expect([first.split(':')[0], second]).to.deep.equal([second.split(':')[0], first.replace(/1$/, '2')]);
    });

    it('names it relative to the working directory, however it was called', async () => {
      const home = process.cwd();
      mkdirSync(join(folder, 'deploy ä'));
      writeFileSync(join(folder, 'deploy ä', 'web#1.yaml'), JSON.stringify(deployment('web', MIGRATE)));
      process.chdir(folder);
      try {
        for (const path of ['.', './deploy ä', join(folder, 'deploy ä/web#1.yaml'), 'deploy ä/../deploy ä'])
          expect(uris(await sarif('', path))).to.deep.equal(['deploy%20%C3%A4/web%231.yaml']);
      } finally {
        process.chdir(home);
      }
    });

    it('gives what lies outside of the working directory its full address', async () => {
      const file = join(folder, 'web.yaml');
      writeFileSync(file, JSON.stringify(deployment('web', MIGRATE)));
      expect(uris(await sarif('', relative('', file)))).to.deep.equal([`file://${file}`]);
    });

    it('shows nothing of a name that could move a terminal', async () => {
      const file = join(folder, 'a\u001b[31m\u202e\u{e0041}".yaml');
      writeFileSync(file, `${JSON.stringify(deployment('web', MIGRATE))}\n---\na: [\n`);
      for (const form of FORMS) {
        const { out, err } = await confessor([
          'lint',
          '-o',
          form,
          file,
          folder,
          '/no\u001b[2J/a',
          '/no\u001b[2J/b',
        ]);
        expect(HOSTILE.test(out + err), form).to.equal(false);
      }
    });
  });
});

describe('lint -o junit', () => {
  it('has a suite for each file and a case for each init container, which fails where it gives exit code 1', async () => {
    const manifest = JSON.stringify(deployment('web', CHOWN, WAIT, MIGRATE));
    const red = await junit(manifest);
    expect(named(red, 'testsuite').map(({ attributes }) => attributes)).to.deep.equal([
      { name: '-', tests: '3', failures: '1', errors: '0', skipped: '0' },
    ]);
    expect(
      named(red, 'testcase').map(({ attributes: { classname, name } }) => [classname, name]),
    ).to.deep.equal([
      ['Deployment shop/web', 'own'],
      ['Deployment shop/web', 'wait'],
      ['Deployment shop/web', 'migrate'],
    ]);
    for (const { level, failures } of [
      { level: 'red', failures: 1 },
      { level: 'yellow', failures: 2 },
      { level: 'never', failures: 0 },
    ])
      expect(named(await junit(manifest, '--fail-on', level), 'failure')).to.have.length(failures);
  });

  it('has an error for each place that cannot be read, and a suite for a file without init containers', async () => {
    const read = await junit('kind: ConfigMap\n---\na: [\n', '/no/such/place');
    expect(named(read, 'testsuite').map(({ attributes }) => attributes['name'])).to.deep.equal([
      '-',
      '/no/such/place',
    ]);
    expect(named(read, 'testcase').map(({ attributes }) => attributes['name'])).to.deep.equal([
      '-:4',
      '/no/such/place',
    ]);
    expect(named(read, 'error')).to.have.length(2);
    expect(named(read, 'testsuites')[0]?.attributes).to.include({ tests: '2', failures: '0', errors: '2' });
    const config = await junit('kind: ConfigMap\n');
    expect(named(config, 'testsuite')[0]?.attributes).to.include({ tests: '0', errors: '0' });
  });

  it('is well-formed whatever a manifest holds', async () => {
    const hostile = init(`<a>&"'\ufffe\ud800\u0000]]>`, 'psql', '-c', `DROP TABLE "a<b>" -- ]]> & \uffff`);
    const read = await junit(JSON.stringify(deployment('w&<>"\u0007', hostile)));
    expect(named(read, 'failure')).to.have.length(1);
  });
});

describe('every form of lint', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{10,24}$/).map((text) => `Zq9${text}`);
  const shapes: readonly ((secret: string) => string)[] = [
    (s) => `psql postgres://app:${s}@db/x -c 'DROP TABLE a'`,
    (s) => `migrate -database "postgres://u:${s}@db:5432/x" up`,
    (s) => `mysql -h db -u root -p${s} shop < a.sql`,
    (s) => `flyway -password=${s} migrate`,
    (s) => `PGPASSWORD=${s} psql -f a.sql`,
    (s) => `export DB_PASSWORD='${s}'; alembic upgrade head`,
    (s) => `curl -u admin:${s} -X POST http://h`,
    (s) => `curl -H "Authorization: Bearer ${s}" -X POST http://h`,
    (s) => `curl -H "X-Vault-Token: ${s}" http://h`,
    (s) => `redis-cli -h cache -a ${s} FLUSHALL`,
    (s) => `sshpass -p ${s} ssh h`,
    (s) => `echo ${s} | docker login -u me --password-stdin`,
    (s) => `frob --api-token ${s}`,
    (s) => `until curl -f https://x/a?token=${s}; do sleep 1; done`,
    (s) => `frob '{"password": "${s}"}'`,
    (s) => `mongorestore --uri mongodb://root:${s}@mongo/admin /dump`,
    (s) => `aws s3 cp s3://a/b /data AKIA${s.toUpperCase().padEnd(16, 'A').slice(0, 16)}`,
    (s) => `frob ghp_${s}${s}`,
  ];
  const hostileText = fc.string({ unit: 'binary', maxLength: 40 });
  const container = fc.record({
    name: hostileText,
    image: hostileText,
    shape: fc.constantFrom(...shapes),
    before: hostileText.map((text) => text.replaceAll(/["'`$#\\(<]/g, '')),
    script: fc.boolean(),
  });

  it('shows neither a secret of a known shape nor anything that is not seen, and can be read', async () => {
    await fc.assert(
      fc.asyncProperty(secret, container, hostileText, async (hidden, one, name) => {
        const text = one.shape(hidden);
        const spec = {
          name: one.name,
          image: one.image,
          command: one.script ? ['sh', '-c', `echo ${one.before}\n${text}`] : text.split(' '),
          env: [{ name: 'DB_PASSWORD', value: hidden }],
        };
        const manifest = JSON.stringify(deployment(name, spec));
        for (const form of FORMS) {
          const { out, err } = await confessor(['lint', '-o', form, '-'], manifest);
          expect(HOSTILE.test(out + err), form).to.equal(false);
          expect((out + err).toLowerCase(), form).not.to.include(hidden.toLowerCase());
          if (form === 'json') JSON.parse(out);
          if (form === 'sarif') readSarif(out);
          if (form === 'junit') readXml(out);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('shows no secret of what cannot be read', async () => {
    const broken = `kind: Pod\nspec:\n  "postgres://u:Zq9secretword@db/x": 1\n  "postgres://u:Zq9secretword@db/x": 2\n`;
    for (const form of ['sarif', 'junit']) {
      const { out } = await confessor(['lint', '-o', form, '-'], broken);
      expect(out).to.include('stands twice').and.not.include('Zq9secretword');
    }
  });
});

function reportOf(count: number): LintReport {
  const finding = (index: number): LintFinding => ({
    source: { file: 'web.yaml', document: 1, line: 1 },
    workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: `web-${index}` },
    container: 'migrate',
    category: index === count - 1 ? 'migration' : 'unknown',
    severity: index === count - 1 ? 'red' : 'unknown',
    sideEffecting: false,
    tool: null,
    lock: 'Unknown',
    confidencePercent: 0,
    potentialRace: false,
    accepted: null,
    evidence: [{ rule: 'unknown.nothing', field: 'image', excerpt: 'app:1' }],
    confession: 'It does something.',
    remedy: 'Do it elsewhere.',
  });
  const findings = Array.from({ length: count }, (_, index) => finding(index));
  const summary = {
    files: 1,
    documents: 1,
    workloads: count,
    initContainers: count,
    sidecars: 0,
    red: 1,
    yellow: 0,
    legitimate: 0,
    unknown: count - 1,
    sideEffecting: 0,
    accepted: 0,
    unreadable: 0,
  };
  return { files: ['web.yaml'], findings, summary, unreadable: [], expired: [], signatures: [] };
}
