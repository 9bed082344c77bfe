import { resolve } from 'node:path';
import { expect } from 'chai';
import { CRD_NAME } from '../../../src/api/group.ts';
import { openTransport } from '../../../src/kube/transport/transport.ts';
import { preflight } from '../../../src/kube/write/preflight.ts';
import { cluster } from '../cluster.ts';
import { tokenFileConfig, wallClock } from './wire.ts';

const SHIPPED_CRD = resolve(import.meta.dirname, '../../../crds/initcontainerfindings.yaml');

describe('the look at the server before the start', () => {
  async function problems(path: string) {
    const transport = openTransport({ kind: 'file', path }, wallClock);
    try {
      return await preflight(transport);
    } finally {
      await transport.close();
    }
  }

  it('finds nothing wrong with a server that serves our kind', async () => {
    expect(await problems(cluster().kubeconfig)).to.deep.equal([]);
  });

  it('tells how to install a kind that is missing', async function () {
    this.timeout(60_000);
    await cluster().kubectl('delete', 'crd', CRD_NAME, '--wait=true');
    try {
      const [problem] = await problems(cluster().kubeconfig);
      expect(problem).to.include({ fatal: true });
      expect(problem?.cure).to.match(/kubectl apply -f crds\/initcontainerfindings\.yaml/);
    } finally {
      await cluster().kubectl('apply', '--server-side', '-f', SHIPPED_CRD);
      await cluster().kubectl('wait', '--for=condition=Established', `crd/${CRD_NAME}`, '--timeout=30s');
    }
  });

  it('tells an address at which nobody answers', async () => {
    const { path } = tokenFileConfig('any', { server: 'https://127.0.0.1:1' });
    const [problem] = await problems(path);
    expect(problem?.what).to.include('https://127.0.0.1:1/version');
    expect(problem?.cure).to.include('check that the server is up');
  });

  it('tells a token that is not accepted', async () => {
    const [problem] = await problems(tokenFileConfig('wrong').path);
    expect(problem?.cure).to.include('log in again or renew it');
  });

  it('tells a certificate of an authority that is not trusted', async () => {
    const [problem] = await problems(tokenFileConfig('any', { trusted: false }).path);
    expect(problem?.cure).to.include('check certificate-authority');
    expect(problem?.fatal).to.equal(true);
  });

  it('names a kubeconfig that is not there', async () => {
    const [problem] = await problems('/nowhere/kubeconfig');
    expect(problem?.what).to.include('the kubeconfig /nowhere/kubeconfig cannot be read');
  });
});
