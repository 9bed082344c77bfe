import { expect } from 'chai';
import { until } from '../operator/until.ts';
import { scenario } from './stage.ts';
import { podOf } from './workloads.ts';

describe('an image that is not there', () => {
  const story = scenario('no-image', async (place) => {
    await place.deploy('orders', 1, podOf({ migrate: { image: 'lab/missing:1' } }));
    await until('Blocked in the finding', async () => {
      const finding = await place.finding('orders', 'migrate');
      return finding?.status.state === 'Blocked' ? true : undefined;
    });
  });

  it('blocks the workload, and nothing has run', () => {
    expect(story.outcome).to.equal(undefined);
    const status = story.status('orders', 'migrate');
    expect(status.state).to.equal('Blocked');
    expect(status.conditions.find(({ type }) => type === 'Blocked')).to.include({
      reason: 'ImageUnavailable',
    });
    expect(status.runs.total).to.equal(0);
    expect(story.truth.runs('orders')).to.deep.equal([]);
  });
});

describe('a configuration that is not there at first', () => {
  const story = scenario('no-config', async (place) => {
    const envFrom = [{ configMapRef: { name: 'settings' } }];
    await place.deploy('orders', 1, podOf({ migrate: { rest: { envFrom } } }));
    const blocked = await until('Blocked in the finding', async () => {
      const finding = await place.finding('orders', 'migrate');
      return finding?.status.state === 'Blocked' ? finding.status : undefined;
    });
    await place.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: {} });
    await place.deployed('orders');
    return blocked;
  });

  it('blocks the workload while nothing has run', () => {
    const blocked = story.outcome.conditions.find(({ type }) => type === 'Blocked');
    expect(blocked).to.include({ status: 'True', reason: 'ConfigurationInvalid' });
    expect(story.outcome.runs.total).to.equal(0);
  });

  it('lets it run once when it is there', () => {
    expect(story.truth.runs('orders')).to.have.length(1);
    const status = story.status('orders', 'migrate');
    expect(status.runs).to.include({ total: 1, succeeded: 1, exact: true });
    expect(status.conditions.find(({ type }) => type === 'Blocked')?.status).to.equal('False');
  });
});

// C5, S9: containerd makes a container whose program it cannot start.
describe('a program that is not in the image', () => {
  const story = scenario('no-program', async (place) => {
    await place.deploy('orders', 1, podOf({ migrate: { command: ['/missing/alembic', 'upgrade', 'head'] } }));
    await until('two attempts in the finding', async () => {
      const finding = await place.finding('orders', 'migrate');
      return (finding?.status.runs.notExecuted ?? 0) >= 2 ? true : undefined;
    });
    await place.end('orders');
  });

  it('has attempts, and none of them is an execution', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.runs('orders')).to.deep.equal([]);
    const { runs } = story.status('orders', 'migrate');
    expect(runs).to.include({ succeeded: 0, failed: 0, notExecuted: runs.total });
    expect(runs.total).to.be.at.least(2);
  });
});

describe('a chown of the pod’s own volume', () => {
  const story = scenario('chown', async (place) => {
    await place.deploy('cache', 1, podOf({ own: { command: ['chown', '-R', '999:999', '/work'] } }));
    await place.deployed('cache');
    await place.kubectl('rollout', 'restart', 'deployment/cache');
    await place.deployed('cache');
    return (await place.operator.metrics()).all('confessor_init_container_info', {
      namespace: place.namespace,
    });
  });

  it('is harmless: it has no finding', () => {
    expect(story.outcome.map(({ labels }) => labels['category'])).to.deep.equal(['permissions']);
    expect(story.findings()).to.deep.equal([]);
  });
});

describe('a native sidecar', () => {
  const story = scenario('sidecar', async (place) => {
    const sidecar = { rest: { restartPolicy: 'Always' } };
    await place.deploy('orders', 1, podOf({ helper: sidecar, migrate: { seconds: 1 } }));
    await place.untilRuns('orders', 'helper', 3);
    await place.untilRuns('orders', 'migrate', 1);
    await place.end('orders');
  });

  it('is not counted, however often it starts', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.runs('orders', 'helper')).to.have.length.of.at.least(3);
    expect(story.truth.runs('orders', 'migrate')).to.have.length(1);
    expect(story.status('orders', 'migrate').runs).to.include({ total: 1, exact: true });
    expect(story.findings().map(({ spec }) => spec.container)).to.deep.equal(['migrate']);
  });
});
