import { expect } from 'chai';
import { alone } from './nodes.ts';
import { causes, type Place } from './scenario.ts';
import { scenario } from './stage.ts';
import { podOf } from './workloads.ts';

const NODE = 'node-2';
const migrating = podOf({ migrate: {} }, {}, { node: NODE });

const podOfApp = async (place: Place, app: string) =>
  (await place.kubectl('get', 'pods', '-l', `app=${app}`, '-o', 'name')).trim();

describe('a drained node', () => {
  // kubectl drains all namespaces: the name is this scenario's alone.
  const app = 'drained';
  const story = scenario('drain', (place) =>
    alone(NODE, async () => {
      await place.deploy(app, 1, migrating);
      await place.deployed(app);
      await place.kubectl('drain', NODE, `--pod-selector=app=${app}`, '--timeout=60s');
      await place.kubectl('uncordon', NODE);
      await place.deployed(app);
      await place.end(app);
    }),
  );

  it('makes the init container run again, by a drain', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.runs(app, 'migrate')).to.have.length(2);
    const status = story.status(app, 'migrate');
    expect(status.runs).to.include({ total: 2, succeeded: 2, exact: true });
    expect(causes(status)).to.deep.equal({ Drain: 1 });
  });
});

describe('a taint with effect NoExecute', () => {
  const app = 'orders';
  const story = scenario('taint', (place) =>
    alone(NODE, async () => {
      await place.deploy(app, 1, migrating);
      await place.deployed(app);
      const before = await podOfApp(place, app);
      await place.kubectl('taint', 'node', NODE, 'maintenance=now:NoExecute');
      await place.kubectl('wait', '--for=delete', before, '--timeout=60s');
      await place.kubectl('taint', 'node', NODE, 'maintenance-');
      await place.deployed(app);
      await place.end(app);
    }),
  );

  it('makes the init container run again, by a taint', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.runs(app, 'migrate')).to.have.length(2);
    const status = story.status(app, 'migrate');
    expect(status.runs).to.include({ total: 2, succeeded: 2, exact: true });
    expect(causes(status)).to.deep.equal({ Taint: 1 });
  });
});

// C10, R12: containers live on without kubelet and containerd.
describe('a kubelet and a containerd that are killed and started again in mid-run', () => {
  const story = scenario('daemons', (place) =>
    alone(NODE, async () => {
      const init = { seconds: 12 };
      await place.deploy('orders', 1, podOf({ kubelet: init, containerd: init }, {}, { node: NODE }));
      for (const part of ['kubelet', 'containerd']) {
        await place.untilRuns('orders', part, 1);
        await place.cluster.restartComponent(`${NODE}-${part}`);
      }
      await place.deployed('orders');
      await place.end('orders');
    }),
  );

  for (const part of ['kubelet', 'containerd']) {
    it(`add no run while the ${part} starts`, () => {
      expect(story.outcome).to.equal(undefined);
      expect(story.truth.runs('orders', part)).to.have.length(1);
      const status = story.status('orders', part);
      expect(status.runs).to.include({ total: 1, succeeded: 1, exact: true });
      expect(causes(status)).to.deep.equal({});
    });
  }
});

describe('a pod that is deleted while its init container runs', () => {
  const story = scenario('deleted', async (place) => {
    const deaf = ['sh', '-c', 'trap "" TERM; alembic upgrade head'];
    await place.deploy('polite', 1, podOf({ migrate: { seconds: 15 } }));
    await place.deploy('deaf', 1, podOf({ migrate: { seconds: 15, command: deaf } }));
    await Promise.all(
      ['polite', 'deaf'].map(async (app) => {
        await place.untilRuns(app, 'migrate', 1);
        await place.kubectl('delete', await podOfApp(place, app), '--wait=false');
        await place.untilRuns(app, 'migrate', 2);
        await place.deployed(app);
      }),
    );
  });

  for (const [app, exitCode] of [
    ['polite', 143],
    ['deaf', undefined],
  ] as const) {
    it(`is interrupted and no failure ("${app}")`, () => {
      expect(story.outcome).to.equal(undefined);
      expect(story.truth.runs(app, 'migrate').map((run) => run.exitCode)).to.deep.equal([exitCode, 0]);
      const status = story.status(app, 'migrate');
      expect(status.runs).to.include({ total: 2, interrupted: 1, succeeded: 1, failed: 0, exact: true });
      // Nothing had succeeded before.
      expect(causes(status)).to.deep.equal({});
    });
  }
});
