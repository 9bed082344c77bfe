import { expect } from 'chai';
import { untilTrue } from '../operator/until.ts';
import { causes } from './scenario.ts';
import { scenario } from './stage.ts';
import { podOf, workload } from './workloads.ts';

const migrating = podOf({ migrate: {} });

describe('a stateful set of two', () => {
  const story = scenario('stateful-set', async (place) => {
    const template = place.template('orders', migrating);
    await place.apply(
      workload('StatefulSet', 'apps/v1', 'orders', template, { replicas: 2, serviceName: 'orders' }),
    );
    await place.deployed('orders', 'statefulset');
    await place.kubectl('rollout', 'restart', 'statefulset/orders');
    await place.deployed('orders', 'statefulset');
  });

  it('has one finding for both pods, over a restart', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.runs('orders')).to.have.length(4);
    expect(story.status('orders', 'migrate').runs).to.include({ total: 4, succeeded: 4, exact: true });
    expect(causes(story.status('orders', 'migrate'))).to.deep.equal({ Replica: 1, Restart: 2 });
  });
});

describe('a daemon set', () => {
  const story = scenario('daemon-set', async (place) => {
    await place.apply(workload('DaemonSet', 'apps/v1', 'orders', place.template('orders', migrating)));
    await place.deployed('orders', 'daemonset');
    await place.kubectl('rollout', 'restart', 'daemonset/orders');
    await place.deployed('orders', 'daemonset');
  });

  it('has one finding, over a restart', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.runs('orders')).to.have.length(2);
    expect(story.status('orders', 'migrate').runs).to.include({ total: 2, succeeded: 2, exact: true });
    expect(causes(story.status('orders', 'migrate'))).to.deep.equal({ Restart: 1 });
  });
});

describe('a bare pod', () => {
  const story = scenario('bare-pod', async (place) => {
    const metadata = { name: 'orders', labels: { app: 'orders' } };
    await place.apply({ apiVersion: 'v1', kind: 'Pod', metadata, spec: place.template('orders', migrating) });
    await place.kubectl('wait', '--for=condition=Ready', 'pod/orders', '--timeout=120s');
  });

  it('is its own workload', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.runs('orders')).to.have.length(1);
    expect(story.status('orders', 'migrate').runs).to.include({ total: 1, succeeded: 1, exact: true });
    expect(story.findings('orders').map(({ spec }) => spec.workloadRef.kind)).to.deep.equal(['Pod']);
  });
});

describe('a static pod', () => {
  const story = scenario('static-pod', async (place) => {
    const metadata = { name: 'orders', namespace: place.namespace, labels: { app: 'orders' } };
    // A static pod has no other name for itself than the one in its file.
    const spec = place.template('orders', migrating);
    place.cluster.staticPod('node-1', 'orders', { apiVersion: 'v1', kind: 'Pod', metadata, spec });
    const ready = async () =>
      (await place.kubectl('get', 'pods', '-l', 'app=orders', '-o', 'jsonpath={.items[*].status.phase}')) ===
      'Running';
    await untilTrue('the static pod runs', ready, 120);
    // Its mirror goes and comes back with another uid, while its containers run on (R9).
    await place.kubectl('delete', 'pod', '-l', 'app=orders', '--grace-period=0', '--force');
    // The kubelet looks after a static pod's mirror every one to one and a half minutes.
    await untilTrue('the mirror is back', ready, 150);
    place.cluster.staticPod('node-1', 'orders', undefined);
    const gone = async () =>
      (await place.kubectl('get', 'pods', '-l', 'app=orders', '-o', 'name')).trim() === '';
    await untilTrue('the static pod is gone', gone, 60);
  });

  it('belongs to its node, and a new mirror of it is no new run', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.runs('orders')).to.have.length(1);
    const [finding, more] = story.findings();
    expect(more).to.equal(undefined);
    expect(finding?.owner).to.include({ kind: 'Node', name: 'node-1' });
    expect(finding?.status?.runs).to.include({ total: 1, succeeded: 1 });
  });
});
