import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { renderIdentity } from '../../../src/api/render.ts';
import { installOperator, operatorKubeconfig } from '../../operator/install.ts';
import { type RunningOperator, startOperator } from '../../operator/operator.ts';
import { untilTrue } from '../../operator/until.ts';
import { cluster } from '../cluster.ts';
import { shortToken, tokenFileKubeconfig } from '../../operator/token.ts';
import { World } from '../../operator/world.ts';

/** Runs of one init container that fails and is tried again, as a kubelet tells them. */
const attempt = (number: number) => ({
  id: `a${number}`,
  restarts: number,
  from: 10 * number,
  to: 10 * number + 5,
  exitCode: 1,
  ...(number === 0
    ? {}
    : { before: { id: `a${number - 1}`, from: 10 * number - 10, to: 10 * number - 5, exitCode: 1 } }),
});

describe('an operator whose world breaks', () => {
  let world: World;
  let operator: RunningOperator;
  const start = async () => startOperator({ kubeconfig: await operatorKubeconfig(cluster()) });

  before(async () => {
    await installOperator(cluster());
    world = await World.make(cluster(), 'op-recovery');
    operator = await start();
  });

  after(async () => {
    await operator.end('SIGTERM');
    await world.end();
  });

  async function looping(app: string): Promise<void> {
    const { owner } = await world.deployment(app);
    await world.pod(`${app}-1`, { owner });
    for (const number of [0, 1]) await world.tell(`${app}-1`, attempt(number));
    await world.untilFinding(
      app,
      'the crash loop',
      ({ state, runs }) => state === 'CrashLooping' && runs.total === 2,
    );
  }

  it('goes on where it was when the API server has been restarted', async function () {
    this.timeout(180_000);
    await looping('served');
    await cluster().restartComponent('kube-apiserver');
    await untilTrue(
      'the API server answers',
      async () => (await cluster().get('/readyz'))?.status === 200,
      120,
    );
    await world.tell('served-1', attempt(2));
    const { status } = await world.untilFinding(
      'served',
      'the third failure',
      ({ runs }) => runs.total === 3,
      90,
    );
    expect(status.runs).to.include({ failed: 3, succeeded: 0, running: 0 });
    expect(operator.ended).to.equal(false);
  });

  it('counts nothing twice after being killed, nor what happened meanwhile', async function () {
    this.timeout(120_000);
    await looping('killed');
    await operator.end('SIGKILL');
    await world.tell('killed-1', attempt(2));
    operator = await start();
    const { status } = await world.untilFinding(
      'killed',
      'the third failure',
      ({ runs }) => runs.total === 3,
    );
    expect(status.runs).to.include({ failed: 3 });
    await operator.end('SIGKILL');
    operator = await start();
    const total = async () =>
      (await operator.metrics()).sum('confessor_init_container_runs_total', {
        namespace: world.namespace,
        workload: 'killed',
      });
    expect(await total()).to.equal(3);
    await world.tell('killed-1', { ...attempt(3), exitCode: 0 });
    const healed = await world.untilFinding('killed', 'the success', ({ runs }) => runs.succeeded === 1);
    expect(healed.status.runs).to.include({ total: 4, failed: 3 });
  });

  it('heals a status that a hand has edited, and does not believe its ledger', async function () {
    this.timeout(120_000);
    await looping('edited');
    const { name, status } = await world.untilFinding('edited', 'the finding', () => true);
    const forged = {
      status: { state: 'Quiet', ledger: status.ledger, runs: { ...status.runs, total: 900, failed: 900 } },
    };
    const args = ['patch', 'icf', name, '-n', world.namespace, '--subresource=status', '--type=merge', '-p'];
    await cluster().kubectl(...args, JSON.stringify(forged));
    const healed = await world.untilFinding(
      'edited',
      'its true state',
      ({ state }) => state === 'CrashLooping',
    );
    expect(healed.status.runs).to.include({ total: 2, failed: 2 });
    expect(healed.statusManager).to.equal('confessor');
  });

  it('does not believe what a hand wrote while it was down', async function () {
    this.timeout(120_000);
    await looping('forged');
    const { name, status } = await world.untilFinding('forged', 'the finding', () => true);
    await operator.end('SIGKILL');
    const forged = { status: { state: 'Quiet', runs: { ...status.runs, total: 900, failed: 900 } } };
    const args = ['patch', 'icf', name, '-n', world.namespace, '--subresource=status', '--type=merge', '-p'];
    await cluster().kubectl(...args, JSON.stringify(forged));
    operator = await start();
    const healed = await world.untilFinding(
      'forged',
      'its true state',
      ({ state }) => state === 'CrashLooping',
    );
    expect(healed.status.runs).to.include({ total: 2, failed: 2 });
  });

  it('makes a finding anew that somebody deleted', async function () {
    this.timeout(120_000);
    await looping('deleted');
    const { name, uid } = await world.untilFinding('deleted', 'the finding', () => true);
    await cluster().kubectl('delete', 'icf', name, '-n', world.namespace);
    await untilTrue('another one', async () => {
      const found = (await world.findings()).find((finding) => finding.name === name);
      return found?.status !== undefined && found.uid !== uid;
    });
    const { status } = await world.untilFinding('deleted', 'the same state', () => true);
    expect(status).to.include({ state: 'CrashLooping' });
    expect(status.runs).to.include({ total: 2, failed: 2 });
  });

  it('keeps one finding whose owner and labels were taken off as it should be', async function () {
    this.timeout(120_000);
    await looping('stripped');
    const finding = await world.untilFinding('stripped', 'the finding', () => true);
    const patch = JSON.stringify({ metadata: { labels: null, ownerReferences: null } });
    await cluster().kubectl('patch', 'icf', finding.name, '-n', world.namespace, '--type=merge', '-p', patch);
    const wanted = JSON.stringify(renderIdentity(finding).metadata.labels);
    await untilTrue('labels and owner are back', async () => {
      const now = (await world.findings()).find(({ name }) => name === finding.name);
      return now?.owner.uid === finding.owner.uid && JSON.stringify(now.labels) === wanted;
    });
  });
});

describe('an operator whose token expires', () => {
  const TOKEN_SECONDS = 20;

  it('uses the new one as soon as it is there', async function () {
    this.timeout(180_000);
    await installOperator(cluster());
    const world = await World.make(cluster(), 'op-token');
    const kubeconfig = tokenFileKubeconfig(cluster(), await shortToken(cluster(), TOKEN_SECONDS));
    const operator = await startOperator({ kubeconfig: kubeconfig.path });
    const { owner } = await world.deployment('web');
    await world.pod('web-1', { owner });
    await world.tell('web-1', attempt(0));
    await world.untilFinding('web', 'the first failure', ({ runs }) => runs.total === 1);
    // The server remembers a token that it has accepted for some seconds more.
    await sleep((TOKEN_SECONDS + 12) * 1000);
    await world.tell('web-1', attempt(1));
    await untilTrue('a write is refused', async () =>
      operator.log.some((line) => JSON.stringify(line).includes('Unauthorized')),
    );
    kubeconfig.renew(await shortToken(cluster(), 600));
    const { status } = await world.untilFinding(
      'web',
      'the second failure',
      ({ runs }) => runs.total === 2,
      90,
    );
    expect(status.state).to.equal('CrashLooping');
    expect((await operator.end('SIGTERM')).code).to.equal(0);
    await world.end();
  });
});
