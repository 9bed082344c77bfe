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

describe('a chown of the pod’s own volume', () => {
  const story = scenario('chown', async (place) => {
    await place.deploy('cache', 2, podOf({ own: { command: ['chown', '-R', '999:999', '/work'] } }));
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
    await place.kubectl('scale', 'deployment/orders', '--replicas=0');
    await place.kubectl('wait', '--for=delete', 'pod', '-l', 'app=orders', '--timeout=60s');
  });

  it('is not counted, however often it starts', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.runs('orders', 'helper')).to.have.length.of.at.least(3);
    expect(story.truth.runs('orders', 'migrate')).to.have.length(1);
    expect(story.status('orders', 'migrate').runs).to.include({ total: 1, exact: true });
    expect(story.findings().map(({ spec }) => spec.container)).to.deep.equal(['migrate']);
  });
});
