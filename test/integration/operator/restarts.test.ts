import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { installOperator, operatorKubeconfig } from '../../operator/install.ts';
import { type RunningOperator, startOperator } from '../../operator/operator.ts';
import { cluster } from '../cluster.ts';
import { initStatus, now, World } from '../../operator/world.ts';

/** Longer than counts are gathered for. */
const SETTLE_SECONDS = 12;

/** What runs say when they fail, by their workload. */
const SAID = {
  dirty: 'error: Dirty database version 12. Fix and force version.',
  locked: 'Could not acquire change log lock.  Currently locked by web-7d9 (10.0.0.4) since 1/1/26 1:00 PM',
};

describe('an operator that is restarted three times while nothing happens', () => {
  let world: World;
  let operator: RunningOperator;
  const start = async () => startOperator({ kubeconfig: await operatorKubeconfig(cluster()) });

  before(async function () {
    this.timeout(180_000);
    await installOperator(cluster());
    world = await World.make(cluster(), 'op-restarts');
    operator = await start();
    await tellAll();
    await world.untilFinding('raced', 'the race', ({ state }) => state === 'Racing');
    await world.untilFinding('loops', 'the crash loop', ({ state }) => state === 'CrashLooping');
    await world.untilFinding('blocked', 'the block', ({ state }) => state === 'Blocked');
    await world.untilFinding('again', 'the rerun', ({ state }) => state === 'Repeating');
    await world.untilFinding('runs', 'that it is slow', ({ state }) => state === 'Slow');
    await world.untilFinding('hangs', 'that it is stuck', ({ state }) => state === 'Stuck');
    await world.untilFinding('dirty', 'what it said', ({ state }) => state === 'HalfApplied');
    await world.untilFinding('locked', 'the orphan lock', ({ state }) => state === 'StuckLock');
    await world.untilFinding('removed', 'its end', ({ state }) => state === 'Resolved');
    await world.untilFinding('idle', 'its finding', ({ runs }) => runs.total === 0);
    // A restart ends exactness, once.
    await operator.end('SIGTERM');
    operator = await start();
    await sleep(SETTLE_SECONDS * 1000);
    await operator.end('SIGTERM');
  });

  after(async () => {
    await operator.end('SIGTERM');
    await world.end();
  });

  /** Findings in several states; each workload is called after its own. */
  async function tellAll(): Promise<void> {
    await world.deployment('idle');
    const pods = async (app: string, ...names: readonly string[]) => {
      const { owner } = await world.deployment(app);
      for (const name of names) await world.pod(name, { owner });
    };
    await pods('ran', 'ran-1');
    await world.tell('ran-1', { id: 'n1', from: 0, to: 9 });
    await pods('runs', 'runs-1');
    await world.tell('runs-1', { id: 'u1', from: now() - 100 });
    await pods('hangs', 'hangs-1');
    await world.tell('hangs-1', { id: 'h1', from: now() - 700 });
    for (const [app, message] of Object.entries(SAID)) {
      await pods(app, `${app}-1`);
      await world.tell(`${app}-1`, { id: `${app}1`, from: 0, to: 9, exitCode: 1, message });
    }
    await pods('raced', 'raced-1', 'raced-2');
    await world.tell('raced-1', { id: 'r1', from: 0, to: 9 });
    await world.tell('raced-2', { id: 'r2', from: 1, to: 8, exitCode: 1 });
    await pods('loops', 'loops-1');
    const failed = { id: 'l1', from: 0, to: 5, exitCode: 1 };
    await world.tell('loops-1', failed);
    await world.tell('loops-1', { id: 'l2', restarts: 1, from: 15, to: 16, exitCode: 1, before: failed });
    await pods('again', 'again-1');
    await world.tell('again-1', { id: 'a1', from: 0, to: 5 });
    await world.tell('again-1', { id: 'a2', restarts: 1, from: 50, to: 55 });
    await pods('blocked', 'blocked-1');
    const waiting = { state: { waiting: { reason: 'ImagePullBackOff' } }, containerID: '', lastState: {} };
    const status = { ...initStatus('migrate', { id: '', from: 0 }), ...waiting };
    await world.status('blocked-1', { phase: 'Pending', initContainerStatuses: [status] });
    await pods('removed', 'removed-1');
    await world.tell('removed-1', { id: 'd1', from: 0, to: 9 });
    await world.untilFinding('removed', 'its run', ({ runs }) => runs.total === 1);
    const without = { spec: { template: { spec: { initContainers: null } } } };
    await world.api.make('PATCH', world.path('deployments', 'removed'), without);
    await world.remove('pods', 'removed-1');
  }

  /** Name and version of each finding. */
  async function versions(): Promise<Readonly<Record<string, string>>> {
    const findings = await world.findings();
    return Object.fromEntries(
      findings.map(({ spec, resourceVersion }) => [spec.workloadRef.name, resourceVersion]),
    );
  }

  /** What the page says of findings, one line for each series. */
  async function counters(): Promise<readonly string[]> {
    const { samples } = await operator.metrics();
    return samples
      .filter(({ labels }) => labels['namespace'] === world.namespace)
      .map(({ name, labels, value }) => `${name} ${JSON.stringify(labels)} ${value}`)
      .toSorted();
  }

  it('writes no finding again, and exports the same counters', async function () {
    this.timeout(180_000);
    const before = await versions();
    expect(Object.keys(before)).to.have.length(11);
    const pages: (readonly string[])[] = [];
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGTERM'] as const) {
      operator = await start();
      await sleep(SETTLE_SECONDS * 1000);
      pages.push(await counters());
      // At SIGTERM whatever waits to be written is written.
      await operator.end(signal);
      expect(await versions(), `after ${signal}`).to.deep.equal(before);
    }
    expect(pages[0]).to.not.deep.equal([]);
    expect(pages[1]).to.deep.equal(pages[0]);
    expect(pages[2]).to.deep.equal(pages[0]);
  });
});
