import { expect } from 'chai';
import { readSarif } from '../../golden/cli/sarifSchema.ts';
import { readXml } from '../../golden/cli/xml.ts';
import { confessor } from './cliRun.ts';

const MIGRATE = { name: 'migrate', image: 'app:1', command: ['alembic', 'upgrade', 'head'] };
const SEED = { name: 'seed', image: 'app:1', command: ['psql', '-c', 'insert into a values (1)'] };
const AHEAD = '2999-01-31';
const BEHIND = '2020-01-31';

type Entry = Readonly<Record<string, unknown>>;
const annotated = (...entries: readonly Entry[]): object =>
  entries.length === 0 ? {} : { annotations: { 'confessor.dev/accept': JSON.stringify(entries) } };
const accept = (container: string, more: Entry = {}): Entry => ({
  container,
  reason: 'one replica',
  ...more,
});

function deployment(own: readonly Entry[], inner: readonly Entry[] = []): string {
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', ...annotated(...own) },
    spec: {
      template: {
        metadata: annotated(...inner),
        spec: { initContainers: [MIGRATE, SEED], containers: [{ name: 'app', image: 'app:1' }] },
      },
    },
  });
}

const namespace = (...entries: readonly Entry[]): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', ...annotated(...entries) },
  });

interface Printed {
  readonly findings: readonly { readonly container: string; readonly accepted: object | null }[];
  readonly summary: object;
}

async function accepted(...manifests: readonly string[]): Promise<readonly (object | null)[]> {
  const { out } = await confessor(['lint', '-o', 'json', '-'], manifests.join('\n'));
  return (JSON.parse(out) as Printed).findings.map((finding) => finding.accepted);
}

describe('lint of what was accepted', () => {
  const both = [accept('migrate', { until: AHEAD }), accept('seed')];

  it('shows it, says by whom and why, and does not fail for it', async () => {
    const { code, out, err } = await confessor(['lint', '-'], deployment(both));
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    expect(out).to.match(
      /^RED {5}-:1 {2}Deployment shop\/web, migrate: migration \(alembic\).*\n {8}accepted until 2999-01-31 by its workload: one replica\n\n/,
    );
    expect(out).to.include('2 red, 0 yellow, 0 unknown, 0 legitimate; 2 of them accepted\n');
  });

  it('still fails for what was not', async () => {
    expect((await confessor(['lint', '-'], deployment([accept('seed')]))).code).to.equal(1);
  });

  it('has it in JSON', async () => {
    expect(await accepted(deployment(both))).to.deep.equal([
      { reason: 'one replica', until: '2999-02-01T00:00:00Z', from: 'workload' },
      { reason: 'one replica', until: null, from: 'workload' },
    ]);
  });

  it('has it in SARIF as a suppression, and says of all others that they have none', async () => {
    const { out } = await confessor(['lint', '-o', 'sarif', '-'], deployment([accept('seed')]));
    readSarif(out);
    const { runs } = JSON.parse(out) as {
      readonly runs: readonly { readonly results: readonly { readonly suppressions: unknown }[] }[];
    };
    expect(runs[0]?.results.map(({ suppressions }) => suppressions)).to.deep.equal([
      [],
      [{ kind: 'inSource', status: 'accepted', justification: 'accepted by its workload: one replica' }],
    ]);
  });

  it('has it in JUnit as skipped', async () => {
    const { out } = await confessor(['lint', '-o', 'junit', '-'], deployment([accept('seed')]));
    const elements = readXml(out);
    expect(elements.filter(({ name }) => name === 'failure')).to.have.length(1);
    expect(elements.find(({ name }) => name === 'skipped')?.attributes['message']).to.equal(
      'red: seed (sql); accepted by its workload: one replica',
    );
    expect(elements.find(({ name }) => name === 'testsuites')?.attributes).to.include({
      failures: '1',
      skipped: '1',
    });
  });

  it('takes the word of the Namespace before that of the workload, and that before the pod template', async () => {
    const from = (one: object | null | undefined): unknown =>
      one === null || one === undefined ? one : Reflect.get(one, 'from');
    const web = deployment([accept('migrate')], [accept('migrate'), accept('seed')]);
    expect((await accepted(web)).map(from)).to.deep.equal(['workload', 'template']);
    const all = namespace(accept('*'));
    for (const manifests of [
      [all, web],
      [web, all],
    ])
      expect((await accepted(...manifests)).map(from)).to.deep.equal(['namespace', 'namespace']);
  });

  it('counts what was accepted until a day that is past, and tells where it stands', async () => {
    const web = deployment([accept('migrate', { until: BEHIND }), accept('seed')]);
    const { code, out, err } = await confessor(['lint', '-'], web);
    expect(code).to.equal(1);
    expect(out).to.include('1 of them accepted');
    expect(err).to.equal(
      "confessor: -:1: the acceptance of 'migrate' has ended: it held until 2020-01-31; give it a date that lies ahead, or remove it\n",
    );
    const sarif = readSarif((await confessor(['lint', '-o', 'sarif', '-'], web)).out);
    expect(sarif.invocations[0]?.toolExecutionNotifications[0]).to.deep.include({ level: 'warning' });
    expect(sarif.invocations[0]?.executionSuccessful).to.equal(true);
  });

  it('ends with 2 where an acceptance cannot be read, says where and what to write, and counts it for nothing', async () => {
    const yaml = [
      'apiVersion: v1',
      'kind: Pod',
      'metadata:',
      '  name: web',
      '  annotations:',
      `    confessor.dev/accept: '[{"container":"migrate"}]'`,
      'spec:',
      '  containers: [{name: app, image: app}]',
      '  initContainers: [{name: migrate, image: app, command: [alembic, upgrade, head]}]',
    ].join('\n');
    const { code, out, err } = await confessor(['lint', '-'], yaml);
    expect(code).to.equal(2);
    expect(out).to.include('1 red').and.not.include('accepted');
    expect(err).to.equal(
      'confessor: -:6: annotation confessor.dev/accept does not count: [0] has no reason\n  cure: say why it may be so: "reason":"…"\n',
    );
  });

  it('does so too where the annotation is longer than 4 KiB, or is that of a Namespace', async () => {
    const long = await confessor(['lint', '-'], deployment([accept('seed', { reason: 'x'.repeat(5000) })]));
    expect(long.err).to.include('it is longer than 4 KiB');
    const above = await confessor(['lint', '-'], namespace({ container: '*' }));
    expect({ code: above.code, err: above.err }).to.deep.include({ code: 2 });
    expect(above.err).to.include('[0] has no reason');
  });

  it('shows neither a secret of a reason nor anything that is not seen', async () => {
    const reason = 'a\u001b[31m\u202eb password=Zq9secretword ]]> <b>';
    for (const form of ['text', 'json', 'sarif', 'junit']) {
      const { code, out } = await confessor(
        ['lint', '-o', form, '-'],
        deployment([accept('seed', { reason })]),
      );
      expect(code).to.equal(1);
      expect(out.replaceAll('\n', '')).not.to.match(/[\p{Cc}\p{Cf}]|Zq9secretword/u);
      if (form === 'sarif') readSarif(out);
      if (form === 'junit') readXml(out);
    }
  });
});
