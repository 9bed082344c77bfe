import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { confessor } from '../../unit/cli/cliRun.ts';
import { cluster } from '../cluster.ts';

const MAIN = resolve(import.meta.dirname, '../../../src/main.ts');

interface Line {
  readonly type: string;
  readonly object: {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
  };
}

const manifest = (namespace: string): string => `
apiVersion: v1
kind: Namespace
metadata: {name: ${namespace}}
---
apiVersion: v1
kind: Pod
metadata: {name: migrating-pod, namespace: ${namespace}, annotations: {note: private}}
spec:
  initContainers:
    - name: migrate
      image: registry.corp.example/app:1
      command: [alembic, upgrade, head]
      env: [{name: URL, value: 'postgres://db/x'}]
  containers: [{name: app, image: app}]
`;

/** Runs `record` while `change` happens, until `enough` of it was printed; then ends it as Ctrl-C does. */
async function record(
  args: readonly string[],
  change: () => Promise<unknown>,
  enough: (out: string) => boolean,
): Promise<{ readonly code: unknown; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [MAIN, 'record', '--kubeconfig', cluster().kubeconfig, ...args]);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const ended = once(child, 'exit');
  const until = async (done: () => boolean): Promise<void> => {
    for (let turn = 0; turn < 300 && !done() && child.exitCode === null; turn += 1) await sleep(100);
  };
  try {
    await until(() => said.err.includes('all kinds are listed'));
    await change();
    await until(() => enough(said.out));
  } finally {
    child.kill('SIGINT');
  }
  await ended;
  return { code: child.exitCode, ...said };
}

const parse = (out: string): Line[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('record', () => {
  it('prints what happens as lines that replay takes, without values and annotations of others', async () => {
    const { code, out, err } = await record(
      [],
      async () => {
        await cluster().apply(manifest('recorded-plain'));
        await cluster().kubectl(
          'delete',
          'pod',
          '-n',
          'recorded-plain',
          'migrating-pod',
          '--force',
          '--grace-period=0',
        );
      },
      (text) => text.includes('"DELETED"'),
    );
    expect({ code, err }).to.have.property('code', 0);
    const pods = parse(out).filter(({ object }) => object.metadata.name === 'migrating-pod');
    expect(pods[0]?.type).to.equal('ADDED');
    expect(pods.at(-1)?.type).to.equal('DELETED');
    expect(parse(out).some(({ object }) => object.kind === 'Namespace')).to.equal(true);
    expect(out)
      .to.include('alembic')
      .and.not.match(/postgres:|private/);
    expect(await confessor(['replay', '-'], out)).to.include({ code: 0 });
  });

  it('prints no name where names are scrubbed, and the engine sees the same', async () => {
    const { out } = await record(
      ['--scrub-names'],
      () => cluster().apply(manifest('recorded-scrubbed')),
      (text) => text.includes('alembic'),
    );
    expect(out).not.to.match(/migrating-pod|recorded-scrubbed|registry\.corp/);
    const { out: table } = await confessor(['replay', '--record', 'all', '-'], out);
    expect(table).to.match(/^n[0-9a-f]{10} +n[0-9a-f]{10} +migrate +Migration +Red/m);
  });

  it('ends at once, with the cure, where there is no cluster', async () => {
    const { code, err } = await confessor(['record', '--kubeconfig', '/no/such/kubeconfig']);
    expect(code).to.equal(2);
    expect(err).to.include('/no/such/kubeconfig').and.include('cure: ');
  });
});
