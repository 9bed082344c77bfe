import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { confessor } from './cliRun.ts';

interface Printed {
  readonly findings: readonly {
    readonly source: { readonly file: string; readonly document: number; readonly line: number };
    readonly workload: { readonly kind: string; readonly namespace: string; readonly name: string };
    readonly container: string;
    readonly severity: string;
    readonly potentialRace: boolean;
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

const init = (name: string, ...command: readonly string[]): object => ({ name, image: 'app:1', command });
const MIGRATE = init('migrate', 'alembic', 'upgrade', 'head');
const CHOWN = init('own', 'chown', '-R', '1000', '/data');
const PROXY = { ...init('proxy', 'envoy'), restartPolicy: 'Always' };

const deployment = (name: string, replicas: number, ...initContainers: readonly object[]): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: { replicas, template: { spec: { initContainers, containers: [{ name: 'app', image: 'app:1' }] } } },
});

async function lintJson(
  manifest: string,
  ...more: readonly string[]
): Promise<Printed & { readonly code: number }> {
  const { out, code } = await confessor(['lint', '-o', 'json', ...more, '-'], manifest);
  return { ...(JSON.parse(out) as Printed), code };
}

const stream = (...objects: readonly object[]): string =>
  objects.map((one) => JSON.stringify(one)).join('\n---\n');

describe('lint', () => {
  it('prints one entry for each regular init container, harmless ones too, and counts sidecars', async () => {
    const { findings, summary } = await lintJson(stream(deployment('web', 1, CHOWN, PROXY, MIGRATE)));
    expect(findings.map(({ container }) => container)).to.deep.equal(['own', 'migrate']);
    expect(summary).to.include({
      files: 1,
      documents: 1,
      workloads: 1,
      initContainers: 2,
      sidecars: 1,
      red: 1,
    });
  });

  it('has exactly the fields of its contract', async () => {
    const { findings } = await lintJson(stream(deployment('web', 1, MIGRATE)));
    expect(findings[0]).to.have.all.keys(
      'source',
      'workload',
      'container',
      'category',
      'severity',
      'sideEffecting',
      'tool',
      'lock',
      'confidencePercent',
      'potentialRace',
      'accepted',
      'evidence',
      'confession',
      'remedy',
    );
    expect(findings[0]).to.include({
      category: 'migration',
      severity: 'red',
      sideEffecting: true,
      tool: 'alembic',
    });
    expect(findings[0]?.workload).to.deep.equal({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'web',
    });
  });

  it('says that replicas can race, and that a single one cannot', async () => {
    const { findings } = await lintJson(
      stream(deployment('many', 3, MIGRATE), deployment('one', 1, MIGRATE)),
    );
    expect(findings.map(({ potentialRace }) => potentialRace)).to.deep.equal([true, false]);
  });

  it('names document and line of the init container', async () => {
    const yaml = [
      'kind: ConfigMap',
      '---',
      'apiVersion: v1',
      'kind: Pod',
      'metadata: {name: p}',
      'spec:',
      '  initContainers:',
      '    - name: a',
      '      image: x',
      '    - name: b',
      '      image: x',
    ];
    const { findings } = await lintJson(yaml.join('\n'));
    expect(findings.map(({ source }) => source)).to.deep.equal([
      { file: '-', document: 2, line: 8 },
      { file: '-', document: 2, line: 10 },
    ]);
  });

  it('takes Lists apart, whatever they are a list of', async () => {
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      items: [deployment('a', 1, CHOWN), deployment('b', 1, CHOWN)],
    };
    const { findings } = await lintJson(JSON.stringify(list, undefined, 2));
    expect(findings.map(({ workload }) => workload.name)).to.deep.equal(['a', 'b']);
    expect(findings[1]?.source.line).to.be.greaterThan(findings[0]?.source.line ?? Number.NaN);
  });

  it('gives the items of a DeploymentList the kind of the list, also within another list', async () => {
    const { kind: _, apiVersion: __, ...item } = deployment('web', 1, MIGRATE) as Record<string, unknown>;
    const list = { apiVersion: 'apps/v1', kind: 'DeploymentList', items: [item] };
    for (const text of [list, { apiVersion: 'v1', kind: 'List', items: [list] }]) {
      const { findings } = await lintJson(JSON.stringify(text));
      expect(findings.map(({ workload }) => workload)).to.deep.equal([
        { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
      ]);
    }
  });

  const LEVELS: readonly { readonly level: string; readonly red: number; readonly yellow: number }[] = [
    { level: 'red', red: 1, yellow: 0 },
    { level: 'yellow', red: 1, yellow: 1 },
    { level: 'never', red: 0, yellow: 0 },
  ];
  for (const { level, red, yellow } of LEVELS) {
    it(`--fail-on ${level} ends with ${red} on red, ${yellow} on yellow and 0 on harmless findings`, async () => {
      const wait = init('wait', 'sh', '-c', 'until nc -z db 5432; do sleep 1; done');
      const code = async (one: object): Promise<number> =>
        (await lintJson(stream(deployment('web', 1, one)), '--fail-on', level)).code;
      expect([await code(MIGRATE), await code(wait), await code(CHOWN)]).to.deep.equal([red, yellow, 0]);
    });
  }

  it('reports a broken document with its line, shows the others, and ends with 2', async () => {
    const { code, out, err } = await confessor(
      ['lint', '-'],
      `${stream(deployment('web', 1, MIGRATE))}\n---\na: [\n`,
    );
    expect(code).to.equal(2);
    expect(out).to.match(/RED .*Deployment shop\/web, migrate/);
    expect(err).to.match(/-:\d+: document 2 cannot be read/);
  });

  it('is not held up by what is nested deeper than any manifest', async () => {
    const levels = 30_000;
    const pod = `{"kind":"Pod","spec":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
    const { code } = await confessor(['lint', '-'], `{"apiVersion":"v1",${pod.slice(1)}`);
    expect(code).to.equal(0);
  });

  it('says how to lint a chart that is not rendered', async () => {
    const { code, err } = await confessor(['lint', '-'], 'metadata:\n  name: {{ .Release.Name }}-x\n');
    expect(code).to.equal(2);
    expect(err).to.include('helm template');
  });

  it('tells a broken document from a template beside it, and what mends each, in the order of reading', async () => {
    const template = 'metadata:\n  name: {{ .Release.Name }}-x\n';
    const { code, err } = await confessor(
      ['lint', '-'],
      ['a: [\n', template, template, 'b: [\n'].join('---\n'),
    );
    expect(code).to.equal(2);
    expect(err.split('\n').map((said) => said.replace(/ \(.*|(read): .*/, '$1'))).to.deep.equal([
      'confessor: -:2: document 1 cannot be read',
      'confessor: -:10: document 4 cannot be read',
      '  cure: repair the YAML or JSON at this line',
      'confessor: -:4: document 2 looks like a template that is not rendered',
      'confessor: -:7: document 3 looks like a template that is not rendered',
      '  cure: render templates first, as with `helm template`',
      '',
    ]);
  });

  it('says nothing of a result where nothing was read', async () => {
    const { code, out } = await confessor(['lint', '-'], 'a: [\n');
    expect({ code, out }).to.deep.equal({ code: 2, out: '' });
  });

  it('says that a document is nested too deep, not what became of the stack', async () => {
    for (const text of [
      `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    ]) {
      const { err } = await confessor(['lint', '-'], text);
      expect(err).to.not.include('call stack');
      expect(err).to.match(/nested deeper than|holds no Kubernetes object/);
    }
  });

  it('counts in good grammar', async () => {
    const { out } = await confessor(['lint', '-'], stream(deployment('web', 1, MIGRATE, PROXY)));
    expect(out).to.include('1 init container in 1 workload: ').and.include('1 native sidecar not judged');
  });

  it('says that a script was cut', async () => {
    const long = init('long', 'sh', '-c', 'a;'.repeat(16_000));
    const { out } = await confessor(['lint', '-'], stream(deployment('web', 1, long)));
    expect(out).to.match(/UNKNOWN .*long[^]*because only a part of the command was read/);
  });

  it('shows no secret of a command in text or JSON', async () => {
    const migrate = init(
      'a',
      'sh',
      '-c',
      'curl -sSu me:hunter2xyz https://h; mongorestore -p hunter2xyz /dump',
    );
    const seed = init('b', 'sqlcmd', '-P', 'hunter2xyz', '-Q', 'INSERT INTO a VALUES (1)');
    for (const form of ['text', 'json']) {
      const { out } = await confessor(['lint', '-o', form, '-'], stream(deployment('web', 1, migrate, seed)));
      expect(out).to.include('***').and.not.include('hunter2xyz');
    }
  });

  it('refuses input without any Kubernetes object', async () => {
    expect(await confessor(['lint', '-'], 'hello: world\n')).to.include({ code: 2 });
    expect(await confessor(['lint', '-'], '')).to.include({ code: 2 });
  });

  it('takes a List of nothing, as kubectl prints it of an empty cluster, for what it is', async () => {
    const none = 'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n';
    expect(await confessor(['lint', '-'], none)).to.include({ code: 0, err: '' });
  });

  it('leaves no control character of a manifest in what people read', async () => {
    const hostile = init('x\u001b[2J', 'psql', '-c', 'DROP TABLE a;\u009b31m\u202e');
    const { out } = await confessor(['lint', '-'], stream(deployment('web\u0007', 1, hostile)));
    expect(out).to.match(/^[^\p{Cc}\p{Cf}]+$/mu);
    expect(out.replaceAll('\n', '')).not.to.match(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('lint of what Kubernetes would not take as it is written', () => {
  const SPEC = '  template:\n    spec:\n      containers: [{name: app, image: app:1}]\n';
  const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n';
  const red =
    '      initContainers:\n        - {name: migrate, image: a, command: [alembic, upgrade, head]}\n';
  const rows: readonly (readonly [title: string, manifest: string, says: RegExp])[] = [
    [
      'a key that stands twice',
      `${head}${SPEC}${red}      initContainers: []\n`,
      /-:10: .*initContainers.* stands twice/,
    ],
    [
      'a key that stands twice in JSON',
      `{"kind": "Pod", "spec": {"initContainers": [{"name": "a"}],\n "initContainers": []}}`,
      /-:2: .*initContainers.* stands twice/,
    ],
    [
      'init containers that are no list',
      `${head}${SPEC}      initContainers: none\n`,
      /-:8: spec\.template\.spec\.initContainers is not a list/,
    ],
    [
      'an init container that is no object',
      `${head}${SPEC}      initContainers:\n        - migrate\n`,
      /-:9: spec\.template\.spec\.initContainers\[0\] is not an object/,
    ],
    [
      'a command that is no list',
      `${head}${SPEC}      initContainers:\n        - {name: a, image: b, command: alembic upgrade head}\n`,
      /-:9: spec\.template\.spec\.initContainers\[0\]\.command is not a list/,
    ],
    [
      'a key in another case',
      `${head}${SPEC}${red.replace('initContainers', 'initcontainers')}`,
      /-:\d+: spec\.template\.spec\.initcontainers is not known: its name is initContainers/,
    ],
    [
      'a key of a container in another case',
      `${head}${SPEC}${red.replace('command', 'Command')}`,
      /-:9: spec\.template\.spec\.initContainers\[0\]\.Command is not known: its name is command/,
    ],
    [
      'a key in another case on the way to the pod',
      `${head}${SPEC.replace('template', 'Template')}${red}`,
      /-:\d+: spec\.Template is not known: its name is template/,
    ],
    ['a pod whose spec is text', 'apiVersion: v1\nkind: Pod\nspec: none\n', /-:3: spec is not an object/],
  ];
  for (const [title, manifest, says] of rows) {
    it(`${title}: names the place, judges the other documents, and ends with 2`, async () => {
      const other = JSON.stringify(deployment('other', 1, MIGRATE));
      const beside = manifest.startsWith('{') ? `${manifest}\n${other}` : `${manifest}---\n${other}`;
      const { code, out, err } = await confessor(['lint', '-'], beside);
      expect(err).to.match(says);
      expect(err).to.match(/cure: /);
      expect(out).to.match(/RED .*shop\/other, migrate/);
      expect(code).to.equal(2);
    });
  }

  const unrendered: readonly (readonly [title: string, manifest: string])[] = [
    ['a value', `${head}${SPEC}${red.replace('image: a', 'image: "{{ .Values.image }}"')}`],
    ['a block', `${head}${SPEC}      initContainers:\n        {{- toYaml .Values.init | nindent 8 }}\n`],
    ['a name', `${head.replace('web', '"{{ .Release.Name }}-web"')}${SPEC}`],
    ['an include', `${head}  template:\n    spec:\n      {{- include "pod" . | nindent 6 }}\n`],
  ];
  for (const [title, manifest] of unrendered) {
    it(`a template of Helm that is not rendered, in ${title}: says what renders it, and ends with 2`, async () => {
      const { code, err } = await confessor(['lint', '-'], manifest);
      expect(err)
        .to.match(/^confessor: -:\d+: /m)
        .and.match(/cure: render templates first/);
      expect(code).to.equal(2);
    });
  }

  it('leaves templates alone that are meant for others than Helm', async () => {
    const consul = { ...MIGRATE, args: ['{{ with secret "db" }}{{ .Data.user }}{{ end }}', '{{inputs.x}}'] };
    expect((await lintJson(stream(deployment('web', 1, consul)))).code).to.equal(1);
  });

  it('takes a patch of a workload for what it is', async () => {
    expect((await lintJson(`${head}  replicas: 3\n`)).code).to.equal(0);
    expect((await lintJson(`${head}${SPEC}      initContainers:\n`)).code).to.equal(0);
  });
});

describe('lint of a folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'confessor-lint-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads the manifests in it and below it, in order, and nothing else', async () => {
    mkdirSync(join(folder, 'sub'));
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, 'b.yaml'), stream(deployment('b', 1, CHOWN)));
    writeFileSync(join(folder, 'a.yml'), stream(deployment('a', 1, CHOWN)));
    writeFileSync(join(folder, 'sub/c.json'), stream(deployment('c', 1, CHOWN)));
    writeFileSync(join(folder, 'values.yaml'), 'image: x\n');
    writeFileSync(join(folder, 'notes.txt'), 'a: [');
    writeFileSync(join(folder, '.git/x.yaml'), 'a: [');
    const { code, out } = await confessor(['lint', '-o', 'json', folder]);
    expect(code).to.equal(0);
    const { findings } = JSON.parse(out) as Printed;
    expect(findings.map(({ workload }) => workload.name)).to.deep.equal(['a', 'b', 'c']);
  });

  it('goes on where one file in a folder cannot be read, and names it', async () => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'a.yaml'));
    writeFileSync(join(folder, 'b.yaml'), JSON.stringify(deployment('web', 1, MIGRATE)));
    const { out, err, code } = await confessor(['lint', '-o', 'json', folder]);
    expect((JSON.parse(out) as Printed).findings.map(({ container }) => container)).to.deep.equal([
      'migrate',
    ]);
    expect(err).to.include(join(folder, 'a.yaml'));
    expect(code).to.equal(2);
  });

  it('goes on where one of several arguments cannot be read', async () => {
    writeFileSync(join(folder, 'a.yaml'), stream(deployment('a', 1, CHOWN)));
    const { code, out, err } = await confessor(['lint', '-o', 'json', join(folder, 'none'), folder]);
    expect(code).to.equal(2);
    expect((JSON.parse(out) as Printed).findings).to.have.length(1);
    expect(err).to.include('no such file or folder');
  });

  it('says of UTF-16 and binary files that they are no UTF-8 text', async () => {
    const text = stream(deployment('a', 1, CHOWN));
    for (const bytes of [
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.from(text, 'utf16le'),
      Buffer.from([0xc3, 0x28]),
    ]) {
      writeFileSync(join(folder, 'a.yaml'), bytes);
      const { code, out, err } = await confessor(['lint', folder]);
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.include('a.yaml: is not UTF-8 text');
    }
  });

  it('shows nothing of a name that could move a terminal, nor of several that cannot be read', async () => {
    const file = join(folder, 'a\u001b[31m\u202e\u{e0041}.yaml');
    writeFileSync(file, `${JSON.stringify(deployment('web', 1, MIGRATE))}\n---\na: [\n`);
    for (const form of ['text', 'json']) {
      const { out, err } = await confessor([
        'lint',
        '-o',
        form,
        file,
        folder,
        '/no\u001b[2J/a',
        '/no\u001b[2J/b',
      ]);
      expect((out + err).replaceAll('\n', '')).not.to.match(/[\p{Cc}\p{Cf}]/u);
      if (form === 'json') expect((JSON.parse(out) as Printed).findings[0]?.source.file).to.equal(file);
    }
  });

  it('without a manifest is a mistake', async () => {
    const { code, err } = await confessor(['lint', folder]);
    expect(code).to.equal(2);
    expect(err).to.include('no manifest in this folder');
  });
});
