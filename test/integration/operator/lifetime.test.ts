import { expect } from 'chai';
import { installOperator, operatorKubeconfig } from '../../operator/install.ts';
import { launchOperator, type RunningOperator, startOperator } from '../../operator/operator.ts';
import { untilTrue } from '../../operator/until.ts';
import { cluster } from '../cluster.ts';
import { MIGRATE, World } from '../../operator/world.ts';

const RETAIN_SECONDS = 8;

describe('a finding over its life', () => {
  let world: World;
  let operator: RunningOperator;

  before(async () => {
    await installOperator(cluster());
    world = await World.make(cluster(), 'op-lifetime');
    operator = await startOperator({
      kubeconfig: await operatorKubeconfig(cluster()),
      settings: { 'findings.retain': `${RETAIN_SECONDS}s` },
    });
  });

  after(async () => {
    await operator.end('SIGTERM');
    await world.end();
  });

  it('is Resolved when the init container is gone, keeps its numbers, and goes after findings.retain', async function () {
    this.timeout(120_000);
    const { made, owner } = await world.deployment('web');
    await world.pod('web-1', { owner });
    await world.tell('web-1', { id: 'l1', from: 0, to: 9 });
    const { name } = await world.untilFinding('web', 'its finding', ({ runs }) => runs.total === 1);
    const path = world.path('deployments', made.metadata.name);
    await world.api.make('PATCH', path, { spec: { template: { spec: { initContainers: null } } } });
    await world.remove('pods', 'web-1');
    const { status } = await world.untilFinding('web', 'Resolved', ({ state }) => state === 'Resolved');
    expect(status.runs).to.include({ total: 1, succeeded: 1 });
    await untilTrue(
      'the finding is gone',
      async () => !(await world.findings()).some((finding) => finding.name === name),
      RETAIN_SECONDS + 20,
    );
  });

  it('is another one, with a count of its own, for a workload of the same name that is made anew', async function () {
    this.timeout(120_000);
    const first = await world.deployment('again');
    await world.pod('again-1', { owner: first.owner });
    await world.tell('again-1', { id: 'g1', from: 0, to: 9 });
    const old = await world.untilFinding('again', 'its finding', ({ runs }) => runs.total === 1);
    for (const [kind, name] of [
      ['deployments', 'again'],
      ['replicasets', 'again-aaaa'],
      ['pods', 'again-1'],
    ] as const)
      await world.remove(kind, name);
    // Here runs no garbage collector, which would take it away for its owner reference.
    await untilTrue(
      'its finding is gone',
      async () => !(await world.findings()).some(({ name }) => name === old.name),
    );
    const second = await world.deployment('again');
    await world.pod('again-2', { owner: second.owner });
    await world.tell('again-2', { id: 'g2', from: 20, to: 29 });
    const now = await world.untilFinding('again', 'a finding', ({ runs }) => runs.total === 1);
    expect(now.name).to.not.equal(old.name);
    expect(now.owner.uid).to.equal(second.made.metadata.uid);
    expect(now.status.reruns.total).to.equal(0);
  });

  it('leaves no series behind, and none twice', async function () {
    this.timeout(120_000);
    const { owner } = await world.deployment('brief', [MIGRATE, { ...MIGRATE, name: 'again' }]);
    await world.pod('brief-1', { owner });
    await world.tell('brief-1', { id: 'b1', from: 0, to: 9 });
    await world.untilFinding('brief', 'its finding', ({ runs }) => runs.total === 1);
    const series = async () =>
      (await operator.metrics()).samples.filter(({ labels }) => labels['workload'] === 'brief').length;
    expect(await series()).to.be.above(0);
    for (const [kind, name] of [
      ['deployments', 'brief'],
      ['replicasets', 'brief-aaaa'],
      ['pods', 'brief-1'],
    ] as const)
      await world.remove(kind, name);
    await cluster().kubectl('delete', 'icf', '-n', world.namespace, '-l', 'confessor.dev/workload=brief');
    await untilTrue('no series of it', async () => (await series()) === 0);
    expect((await operator.metrics()).duplicates).to.deep.equal([]);
  });
});

describe('the health of an operator', () => {
  it('is alive at once and ready when it has seen everything; a silent server does not make it unwell', async function () {
    this.timeout(120_000);
    await installOperator(cluster());
    const kubeconfig = await operatorKubeconfig(cluster());
    cluster().signal('kube-apiserver', 'SIGSTOP');
    let operator: RunningOperator | undefined;
    try {
      operator = await launchOperator({ kubeconfig });
    } finally {
      setTimeout(() => cluster().signal('kube-apiserver', 'SIGCONT'), 3000);
    }
    await operator.untilReady();
    const { status, body } = await operator.health('/readyz');
    expect(status).to.equal(200);
    expect(body).to.deep.include({ ok: true, waiting: [], silent: [], leftOut: {} });
    expect((await operator.health('/livez')).status).to.equal(200);
    expect(await operator.end('SIGTERM')).to.include({ code: 0 });
  });
});
