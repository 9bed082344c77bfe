import { expect } from 'chai';
import { freePort } from '../../../hack/lab/ports.ts';
import { inParallel } from '../../operator/api.ts';
import { keptBytes } from '../../operator/heap.ts';
import { installOperator, operatorKubeconfig } from '../../operator/install.ts';
import { type RunningOperator, startOperator } from '../../operator/operator.ts';
import { untilTrue } from '../../operator/until.ts';
import { cluster } from '../cluster.ts';
import { World } from '../../operator/world.ts';

const WARM_UP = 500;
/** As many as a cluster may make in an hour take two minutes here. */
const PODS = process.env['CONFESSOR_LONG'] === '1' ? 10_000 : 3000;
const WIDTH = 12;
const MAX_NEW_SERIES = 20;
/** Runs that may still turn out to have raced are kept for ten minutes. */
const MAX_GROWTH = PODS * 4 * 1024;

describe(`${PODS} pods that each have a name of their own, do one thing and go`, () => {
  let world: World;
  let operator: RunningOperator;
  let inspectPort: number;

  before(async function () {
    this.timeout(300_000);
    await installOperator(cluster());
    world = await World.make(cluster(), 'op-churn');
    inspectPort = await freePort();
    operator = await startOperator({ kubeconfig: await operatorKubeconfig(cluster()), inspectPort });
  });

  after(async () => {
    await operator.end('SIGTERM');
    await world.end();
  });

  async function task(number: number): Promise<void> {
    const name = `task-${number}-${(number * 7919).toString(36)}`;
    await world.pod(name, { rest: { restartPolicy: 'Never' } });
    await world.tell(name, { id: `t${number}`, from: number, to: number + 1 });
    await world.remove('pods', name);
  }

  async function tasks(from: number, count: number): Promise<void> {
    await inParallel(
      Array.from({ length: count }, (_, index) => from + index),
      WIDTH,
      task,
    );
    await untilTrue('the operator has seen them go', async () => {
      const metrics = await operator.metrics();
      return (
        metrics.sum('confessor_watch_events_total', { kind: 'Pod', type: 'deleted' }) >= from + count &&
        metrics.sum('confessor_queue_depth') === 0
      );
    });
  }

  /** All of Confessor's series; those that prom-client adds of Node.js itself are not ours. */
  async function series(): Promise<readonly string[]> {
    const { samples } = await operator.metrics();
    return samples
      .filter(({ name }) => name.startsWith('confessor_'))
      .map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`);
  }

  it('leave no finding, at most 20 series, and no memory behind', async function () {
    this.timeout(PODS * 200);
    const before = new Set(await series());
    await tasks(0, WARM_UP);
    const early = await keptBytes(inspectPort);
    await tasks(WARM_UP, PODS - WARM_UP);
    const late = await keptBytes(inspectPort);
    expect(await world.findings()).to.deep.equal([]);
    const more = (await series()).filter((one) => !before.has(one));
    expect(more.length, more.join('\n')).to.be.at.most(MAX_NEW_SERIES);
    expect(late - early).to.be.below(MAX_GROWTH);
  });

  it('are counted together, for their namespace and kind', async () => {
    const runs = (await operator.metrics()).all('confessor_init_container_runs_total', {
      namespace: world.namespace,
    });
    expect(runs.map(({ labels }) => labels['workload'])).to.deep.equal(runs.map(() => ''));
    expect(runs.reduce((sum, { value }) => sum + value, 0)).to.equal(PODS);
  });
});
