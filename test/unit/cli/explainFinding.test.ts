import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { renderFinding } from '../../../src/api/render.ts';
import { sampleFinding } from '../api/sampleFinding.ts';
import { confessor } from './cliRun.ts';

const NAME = sampleFinding.name;
const PATH = `/apis/confessor.dev/v1alpha1/namespaces/default/initcontainerfindings/${NAME}`;

/** As the API server has it. */
function stored(): Record<string, unknown> {
  const { metadata, ...rest } = renderFinding(sampleFinding);
  const server = { uid: 'u1', resourceVersion: '7', creationTimestamp: '2026-11-20T10:00:00Z' };
  return { ...rest, metadata: { ...metadata, ...server } };
}

describe('explain of a finding of a cluster', () => {
  let server: Server;
  let folder = '';
  let kubeconfig = '';
  let object: unknown;
  before(async () => {
    server = createServer(({ url }, answer) => {
      const found = url === PATH && object !== undefined;
      answer.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
      answer.end(JSON.stringify(found ? object : { kind: 'Status', reason: 'NotFound', code: 404 }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    folder = mkdtempSync(join(tmpdir(), 'confessor-explain-'));
    kubeconfig = join(folder, 'config');
    const { port } = server.address() as AddressInfo;
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'c',
      clusters: [
        { name: 's', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } },
      ],
      users: [{ name: 'u', user: { token: 't' } }],
      contexts: [{ name: 'c', context: { cluster: 's', user: 'u' } }],
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    object = stored();
  });

  const explain = (...args: readonly string[]) => confessor(['explain', '--kubeconfig', kubeconfig, ...args]);

  it('tells its state, why it is called so, what it confesses and what to do', async () => {
    const { code, out, err } = await explain(`icf/${NAME}`);
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    expect(out).to.match(
      /^web-migrate-3f9c2a1b: a finding\n\nabout +init container migrate of Deployment default\/web\n/,
    );
    for (const line of [
      /^state +Racing: \S/m,
      /^tells +migration, red, side-effecting, with alembic, takes no lock \(97 % sure\)$/m,
      /^because +args\[0\]: alembic upgrade head {2}\[migration-alembic\]$/m,
      /^confesses +Every replica migrates the database before it starts\.$/m,
      /^runs +3: 2 succeeded, 1 failed; exact$/m,
      /^reruns +1: 1 Retry$/m,
      /^races +1: 1 failed$/m,
      /^to do +1\. \S/m,
      /\d\. Run the migration once per release, in a Job\.$/m,
    ])
      expect(out).to.match(line);
  });

  it('takes its name as kubectl prints it, or with its namespace', async () => {
    const { out } = await explain(`icf/${NAME}`);
    for (const args of [[`initcontainerfinding.confessor.dev/${NAME}`], ['-n', 'default', NAME]])
      expect((await explain(...args)).out)
        .to.equal(out)
        .and.not.to.equal('');
  });

  it('has it in JSON with what its words mean', async () => {
    const { out } = await explain('-o', 'json', `icf/${NAME}`);
    const printed = JSON.parse(out) as {
      readonly finding: object;
      readonly explanations: readonly { readonly name: string }[];
    };
    expect(printed.finding).to.deep.equal(JSON.parse(JSON.stringify(renderFinding(sampleFinding))));
    expect(printed.explanations.map(({ name }) => name)).to.deep.equal(['Racing']);
  });

  it('says of a count that is a lower bound since when it is none', async () => {
    const runs = { ...sampleFinding.status.runs, exact: false };
    object = { ...stored(), status: { ...sampleFinding.status, runs } };
    expect((await explain(`icf/${NAME}`)).out).to.include(
      '1 failed; at least, and exact since 2026-11-20T09:00:00Z',
    );
  });

  const { races } = sampleFinding.status;
  const none = { ...races, total: 0, possible: 0, observed: 0, failed: 0 };
  const { endedAt, ...open } = { ...races.last, level: 'observed' };
  for (const { what, given, told } of [
    {
      what: 'a race that goes on',
      given: { ...none, last: open },
      told: ['one since 2026-11-20T10:00:00Z, whose end is not seen yet: observed, 2 pods'],
    },
    {
      what: 'a race that goes on after others',
      given: { ...races, last: open },
      told: ['1: 1 failed', 'one since 2026-11-20T10:00:00Z, whose end is not seen yet: observed, 2 pods'],
    },
    {
      what: 'a race that has just ended',
      given: { ...none, last: { ...open, endedAt } },
      told: ['one since 2026-11-20T10:00:00Z, not counted yet: observed, 2 pods'],
    },
    {
      what: 'none',
      given: { ...none, last: undefined },
      told: ['none yet, but its replicas can race'],
    },
  ])
    it(`tells of races where there is ${what}`, async () => {
      object = { ...stored(), status: { ...sampleFinding.status, races: given } };
      const { out } = await explain(`icf/${NAME}`);
      expect(out.replaceAll(/\s+/g, ' ')).to.include(` races ${told.join(' ')} accepted by`);
    });

  it('shows nothing of a status that could move a terminal', async () => {
    const hostile = 'a\u001b[31m\u009b1m\u202eb';
    object = { ...stored(), status: { ...sampleFinding.status, message: hostile, confession: hostile } };
    for (const form of ['text', 'json'])
      expect((await explain('-o', form, `icf/${NAME}`)).out.replaceAll('\n', '')).not.to.match(
        /[\p{Cc}\p{Cf}]/u,
      );
  });

  it('says what to do where there is none, none that can be read, or no cluster', async () => {
    object = { ...stored(), status: undefined };
    expect((await explain(`icf/${NAME}`)).err).to.include('has no status that can be read');
    object = undefined;
    const { code, err } = await explain(`icf/${NAME}`);
    expect(code).to.equal(2);
    expect(err).to.equal(
      `confessor: no finding '${NAME}' in namespace 'default'\n  cure: kubectl get initcontainerfindings -A lists all\n`,
    );
    const nowhere = await confessor(['explain', '--kubeconfig', join(folder, 'none'), `icf/${NAME}`]);
    expect(nowhere.code).to.equal(2);
    expect(nowhere.err).to.include('cannot be read').and.to.include('cure:');
  });
});
