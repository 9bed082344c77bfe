import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { cluster } from '../cluster.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Objects by kind and name: the order of a manifest means nothing. */
function objects(text: string): Readonly<Record<string, unknown>> {
  const all = parseAllDocuments(text).map(
    (document) => document.toJS() as { kind: string; metadata: { name: string } },
  );
  return Object.fromEntries(all.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
}

describe('the installation', () => {
  const install = readFileSync(join(ROOT, 'config/install.yaml'), 'utf8');

  it('by one file is the installation by kustomize', async () => {
    const built = await cluster().kubectl('kustomize', join(ROOT, 'config/default'));
    expect(objects(install)).to.deep.equal(objects(built));
  });

  it('is taken by the API server, and the samples are', async () => {
    await cluster().apply(install);
    expect(await cluster().kubectl('get', 'deployment', '-n', 'confessor-system', '-o', 'name')).to.include(
      'confessor',
    );
    await cluster().kubectl('create', 'namespace', 'shop');
    expect(
      await cluster().kubectl('apply', '--dry-run=server', '-f', join(ROOT, 'config/samples')),
    ).to.include('deployment.apps/web created');
  });

  it('lets the operator write findings and nobody else, and read no secrets', async () => {
    const may = async (who: string, ...what: readonly string[]) =>
      (
        await cluster()
          .kubectl('auth', 'can-i', '-n', 'shop', ...what, `--as=${who}`)
          .catch(() => 'no')
      ).trim();
    const operator = 'system:serviceaccount:confessor-system:confessor';
    expect(await may(operator, 'patch', 'initcontainerfindings', '--subresource=status')).to.equal('yes');
    expect(await may(operator, 'list', 'pods')).to.equal('yes');
    expect(await may(operator, 'get', 'secrets')).to.equal('no');
    expect(await may(operator, 'delete', 'pods')).to.equal('no');
    const lease = 'leases.coordination.k8s.io/confessor';
    expect(await may(operator, 'update', lease, '-n', 'confessor-system')).to.equal('yes');
    expect(await may(operator, 'update', lease), 'in another namespace').to.equal('no');
    expect(await may(operator, 'get', `${lease}-other`, '-n', 'confessor-system')).to.equal('no');
    expect(await may('system:serviceaccount:shop:default', 'list', 'initcontainerfindings')).to.equal('no');
  });
});
