import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Credentials } from '../../../src/kube/transport/credentials.ts';
import { KubeSourceError, loadKubeConfig } from '../../../src/kube/transport/source.ts';
import { ManualClock } from '../../build/manualClock.ts';

describe('credentials', () => {
  let folder: string;
  let path: string;
  let clock: ManualClock;
  let credentials: Credentials;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'credentials-'));
    path = join(folder, 'kubeconfig');
    write({ token: 'one', ca: 'CA one' });
    clock = new ManualClock();
    credentials = new Credentials(() => loadKubeConfig({ kind: 'file', path }), clock);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write({ token, ca }: { token: string; ca?: string }): void {
    writeFileSync(join(folder, 'token'), `${token}\n`);
    if (ca !== undefined) writeFileSync(join(folder, 'ca.crt'), ca);
    const config = {
      clusters: [{ name: 'c', cluster: { server: 'https://lab:6443/', 'certificate-authority': 'ca.crt' } }],
      users: [
        {
          name: 'u',
          user: { 'auth-provider': { name: 'tokenFile', config: { tokenFile: join(folder, 'token') } } },
        },
      ],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    };
    writeFileSync(path, JSON.stringify(config));
  }

  async function token(): Promise<string | undefined> {
    return (await credentials.current()).headers['Authorization'];
  }

  it('are the server, the token without its line break, and the authority', async () => {
    const access = await credentials.current();
    expect(access.server).to.equal('https://lab:6443');
    expect(access.headers).to.deep.equal({ Authorization: 'Bearer one' });
    expect(access.connection).to.have.nested.property('connect.ca').that.deep.equals(Buffer.from('CA one'));
  });

  it('are read anew once the server has refused them', async () => {
    await token();
    write({ token: 'two' });
    expect(await token(), 'not for each request').to.equal('Bearer one');
    await clock.advance(2000);
    credentials.refused();
    expect(await token()).to.equal('Bearer two');
  });

  it('are not read for each of many refusals', async () => {
    await token();
    write({ token: 'two' });
    credentials.refused();
    expect(await token()).to.equal('Bearer one');
  });

  it('take a new authority within half a minute, and say that connections are stale', async () => {
    const before = await credentials.current();
    writeFileSync(join(folder, 'ca.crt'), 'CA two');
    expect((await credentials.current()).fingerprint).to.equal(before.fingerprint);
    await clock.advance(30_000);
    const after = await credentials.current();
    expect(after.fingerprint).not.to.equal(before.fingerprint);
    expect(after.connection).to.have.nested.property('connect.ca').that.deep.equals(Buffer.from('CA two'));
  });

  it('come back by themselves when a file was missing for a while', async () => {
    rmSync(join(folder, 'ca.crt'));
    const failed = await credentials.current().catch((error: unknown) => String(error));
    expect(failed).to.match(/ca\.crt/);
    writeFileSync(join(folder, 'ca.crt'), 'CA one');
    expect(await token()).to.equal('Bearer one');
  });

  it('name the file that cannot be used, and what to do', () => {
    const load = (name: string, text?: string) => {
      if (text !== undefined) writeFileSync(join(folder, name), text);
      return () => loadKubeConfig({ kind: 'file', path: join(folder, name) });
    };
    expect(load('none')).to.throw(KubeSourceError, /kubeconfig .*none cannot be read: .*; name a kubeconfig/);
    expect(load('empty', '{}')).to.throw(KubeSourceError, /has no current cluster; choose one/);
    expect(() => loadKubeConfig({ kind: 'file', path, context: 'other' })).to.throw(
      KubeSourceError,
      /has no context other; kubectl config get-contexts/,
    );
  });

  it('come from a list of files as with kubectl: what is missing or empty counts for nothing, and the first decides', () => {
    const cluster = (server: string) => ({ name: 'c', cluster: { server } });
    const contexts = [{ name: 'x', context: { cluster: 'c', user: 'u' } }];
    const other = { clusters: [cluster('https://other')], contexts, 'current-context': 'x' };
    writeFileSync(join(folder, 'other'), JSON.stringify(other));
    writeFileSync(join(folder, 'empty'), '');
    writeFileSync(
      join(folder, 'clusters'),
      JSON.stringify({ clusters: [cluster('https://first')], 'current-context': '' }),
    );
    const serverOf = (...names: readonly string[]) =>
      loadKubeConfig({ kind: 'files', paths: names.map((name) => join(folder, name)) }).getCurrentCluster()
        ?.server;
    expect(serverOf('none', 'kubeconfig', 'other')).to.equal('https://lab:6443');
    expect(serverOf('other', 'empty', 'kubeconfig')).to.equal('https://other');
    expect(serverOf('clusters', 'kubeconfig')).to.equal('https://first');
    expect(() => serverOf('none', 'empty')).to.throw(
      KubeSourceError,
      /^no file of \$KUBECONFIG exists \(.*none, .*empty\); set it to/,
    );
  });

  it('are missed where there is no kubeconfig, and not looked for on this machine', () => {
    const { HOME, KUBECONFIG } = process.env;
    process.env['HOME'] = join(folder, 'nobody');
    delete process.env['KUBECONFIG'];
    try {
      expect(() => loadKubeConfig({ kind: 'default' })).to.throw(KubeSourceError, 'no kubeconfig was found');
    } finally {
      process.env['HOME'] = HOME;
      if (KUBECONFIG !== undefined) process.env['KUBECONFIG'] = KUBECONFIG;
    }
  });
});
