import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { installOperator, OPERATOR_USER, operatorKubeconfig } from '../../operator/install.ts';
import { launchOperator, type RunningOperator, startOperator } from '../../operator/operator.ts';
import { cluster } from '../cluster.ts';
import { without } from './role.ts';
import { World } from '../../operator/world.ts';

const PATIENCE_SECONDS = 20;

describe('an operator that cannot go on', () => {
  before(() => installOperator(cluster()));

  /** Waits for it to give up by itself; all it said. */
  async function refusal(operator: RunningOperator): Promise<string> {
    const { code, seconds } = await operator.end();
    expect(code, operator.output.join('\n')).to.equal(2);
    expect(seconds).to.be.below(PATIENCE_SECONDS);
    return operator.output.join('\n');
  }

  it('names an address at which nobody answers, and what to check', async () => {
    const file = join(mkdtempSync(join(cluster().folder, 'kube-')), 'kubeconfig');
    const config = await cluster().kubectl('config', 'view', '--raw');
    writeFileSync(file, config.replace(/server: .*/, 'server: https://127.0.0.1:1'));
    const said = await refusal(await launchOperator({ kubeconfig: file }));
    expect(said).to.match(/^confessor: .*https:\/\/127\.0\.0\.1:1.*\n {2}cure: check that the server is up/m);
  });

  it('names a token that is not accepted', async () => {
    const file = join(mkdtempSync(join(cluster().folder, 'kube-')), 'kubeconfig');
    const config = await cluster().kubectl('config', 'view', '--raw');
    writeFileSync(file, config.replace(/token: .*/, 'token: nobody'));
    const said = await refusal(await launchOperator({ kubeconfig: file }));
    expect(said).to.match(/^ {2}cure: .*log in again or renew it/m);
  });

  it('names a kubeconfig that is not there', async () => {
    const said = await refusal(await launchOperator({ kubeconfig: '/nowhere/kubeconfig' }));
    expect(said).to.match(/^confessor: .*\/nowhere\/kubeconfig/m);
  });

  it('tells how to install a custom resource that is missing', async function () {
    this.timeout(120_000);
    await cluster().kubectl('delete', 'crd', 'initcontainerfindings.confessor.dev', '--wait=true');
    try {
      const kubeconfig = await operatorKubeconfig(cluster());
      const said = await refusal(await launchOperator({ kubeconfig }));
      expect(said).to.match(
        /^confessor: .*initcontainerfindings.*\n {2}cure: .*kubectl apply -f crds\/initcontainerfindings\.yaml/m,
      );
    } finally {
      await installOperator(cluster());
    }
  });

  it('says that it may not read pods, and what grants it', async function () {
    this.timeout(120_000);
    await without(cluster(), 'pods', async () => {
      const operator = await launchOperator({ kubeconfig: await operatorKubeconfig(cluster()) });
      await refusal(operator);
      const line = operator.log.findLast(({ level }) => level === 'error');
      expect(line?.['reason']).to.include('pods');
      expect(line?.['cure']).to.include('kubectl apply -f config/install.yaml');
    });
  });

  it('says which setting is bad, and how it should be', async () => {
    const kubeconfig = await operatorKubeconfig(cluster());
    for (const [name, value, said] of [
      ['race.hold', 'soon', /race\.hold/],
      ['record', 'some', /record.*notable, flagged, all|notable.*flagged.*all/],
      ['race.hodl', '24h', /race\.hodl/],
    ] as const) {
      const operator = await launchOperator({ kubeconfig, settings: { [name]: value } });
      expect((await operator.end()).code, name).to.equal(2);
      expect(operator.output.join('\n')).to.match(said);
    }
  });

  it('says that its address is taken', async () => {
    const kubeconfig = await operatorKubeconfig(cluster());
    const first = await startOperator({ kubeconfig });
    try {
      const settings = { 'http.listen': first.url.replace('http://', '') };
      const said = await refusal(await launchOperator({ kubeconfig, settings }));
      expect(said).to.match(/^ {2}cure: .*--http\.listen/m);
    } finally {
      await first.end('SIGTERM');
    }
  });
});

describe('an operator under the shipped role', () => {
  before(() => installOperator(cluster()));

  it('may do what it needs and nothing else', async () => {
    const may = async (...what: readonly string[]) =>
      (
        await cluster()
          .kubectl('auth', 'can-i', ...what, '-A', `--as=${OPERATOR_USER}`)
          .catch(() => 'no')
      ).trim();
    for (const kind of ['pods', 'replicasets.apps', 'deployments.apps', 'jobs.batch', 'nodes', 'namespaces'])
      expect(await may('watch', kind), kind).to.equal('yes');
    for (const asked of [
      ['get', 'secrets'],
      ['list', 'configmaps'],
      ['create', 'pods', '--subresource=exec'],
      ['get', 'pods', '--subresource=log'],
      ['patch', 'deployments.apps'],
      ['delete', 'pods'],
      ['patch', 'nodes'],
      ['impersonate', 'users'],
      ['*', '*'],
    ] as const)
      expect(await may(...asked), asked.join(' ')).to.equal('no');
  });

  it('leaves out one kind that it may not list, says so once, and works on', async function () {
    this.timeout(120_000);
    const world = await World.make(cluster(), 'op-forbidden');
    await without(cluster(), 'daemonsets', async () => {
      const operator = await startOperator({ kubeconfig: await operatorKubeconfig(cluster()) });
      const { owner } = await world.deployment('web');
      await world.pod('web-1', { owner });
      await world.tell('web-1', { id: 'f1', from: 0, to: 9 });
      await world.untilFinding('web', 'its finding', ({ runs }) => runs.total === 1);
      const { status, body } = await operator.health('/readyz');
      expect(status).to.equal(200);
      expect(body['leftOut']).to.have.all.keys('DaemonSet');
      const said = operator.log.filter((line) => JSON.stringify(line).includes('daemonsets'));
      expect(said).to.have.length(1);
      await operator.end('SIGTERM');
    });
    await world.end();
  });
});
