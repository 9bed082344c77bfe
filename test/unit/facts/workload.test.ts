import { expect } from 'chai';
import type { Json } from '../../build/object.ts';
import { factOf, workloadFactOf } from '../../build/observation.ts';
import { millis } from '../../build/clock.ts';
import { namespace } from '../../build/namespace.ts';
import { node } from '../../build/node.ts';
import { replicaSet } from '../../build/replicaset.ts';
import { cronJob, daemonSet, deployment, job, statefulSet, type Workload } from '../../build/workload.ts';

const rolling = (maxSurge: unknown, maxUnavailable: unknown): Json => ({
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
});
const daemonUpdate = (rollingUpdate: Json): Json => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate },
});

/** Workload, replicas, how many a rollout starts at once (T5). */
const SCALES: readonly (readonly [string, Workload, number, number])[] = [
  ['Deployment without replicas', deployment('w'), 1, 1],
  ['Deployment of 2', deployment('w').replicas(2), 2, 1],
  ['Deployment of 3', deployment('w').replicas(3), 3, 1],
  ['Deployment of 4', deployment('w').replicas(4), 4, 2],
  ['Deployment of 5', deployment('w').replicas(5), 5, 3],
  ['Deployment of 8', deployment('w').replicas(8), 8, 4],
  ['Deployment of 10', deployment('w').replicas(10), 10, 5],
  ['Deployment with 0/0', deployment('w').replicas(4).spec(rolling(0, 0)), 4, 1],
  ['Deployment with 2/1', deployment('w').replicas(4).spec(rolling(2, 1)), 4, 3],
  ['Deployment with 100 %/0', deployment('w').replicas(4).spec(rolling('100%', 0)), 4, 4],
  ['Deployment with nonsense', deployment('w').replicas(4).spec(rolling(0, '0%')), 4, 1],
  ['Deployment Recreate', deployment('w').replicas(3).recreate(), 3, 3],
  ['Deployment of none', deployment('w').replicas(0), 0, 1],
  ['StatefulSet', statefulSet('w').replicas(3), 3, 0],
  ['StatefulSet Parallel', statefulSet('w').replicas(3).parallelPods(), 3, 0],
  ['DaemonSet', daemonSet('w').replicas(20), 20, 1],
  ['DaemonSet that nobody counted', daemonSet('w'), 1, 1],
  [
    'DaemonSet with maxUnavailable 10 %',
    daemonSet('w')
      .replicas(15)
      .spec(daemonUpdate({ maxUnavailable: '10%' })),
    15,
    2,
  ],
  [
    'DaemonSet with maxSurge 3',
    daemonSet('w')
      .replicas(15)
      .spec(daemonUpdate({ maxSurge: 3, maxUnavailable: 0 })),
    15,
    3,
  ],
  [
    'DaemonSet OnDelete',
    daemonSet('w')
      .replicas(15)
      .spec({ updateStrategy: { type: 'OnDelete' } }),
    15,
    0,
  ],
  ['Job', job('w'), 1, 0],
  ['Job of 4', job('w').replicas(4), 4, 0],
  ['CronJob', cronJob('w'), 1, 0],
  ['CronJob of 4', cronJob('w').replicas(4), 4, 0],
];

describe('the fact of a workload', () => {
  for (const [what, builder, replicas, surge] of SCALES) {
    it(`${what}: ${replicas} replicas, ${surge} at once in a rollout`, () => {
      expect(workloadFactOf(builder)).to.include({ replicas, surge });
    });
  }

  for (const make of [deployment, statefulSet, daemonSet, job, cronJob]) {
    const kind = workloadFactOf(make('w')).kind;

    it(`${kind}: finds the init containers of its template`, () => {
      expect(
        workloadFactOf(make('w').init('migrate').init('wait')).init.map((one) => one.name),
      ).to.deep.equal(['migrate', 'wait']);
    });

    it(`${kind}: a restart leaves the template hash, a change does not`, () => {
      const before = workloadFactOf(make('w').init('migrate'));
      const restarted = workloadFactOf(
        make('w').init('migrate').restarted('2026-01-01T00:00:00Z').replicas(5),
      );
      expect(restarted.templateHash).to.equal(before.templateHash);
      expect([before.restartedAt, restarted.restartedAt]).to.deep.equal(['', '2026-01-01T00:00:00Z']);
      expect(workloadFactOf(make('w').init('migrate', { image: 'x:2' })).templateHash).to.not.equal(
        before.templateHash,
      );
    });
  }

  it('hashes a template by its content, whatever its key order and creationTimestamp', () => {
    const template = { metadata: { labels: { a: 'b', c: 'd' } }, spec: { containers: [] } };
    const other = {
      spec: { containers: [] },
      metadata: { creationTimestamp: null, labels: { c: 'd', a: 'b' } },
    };
    const labelled = { metadata: { labels: { a: 'x', c: 'd' } }, spec: { containers: [] } };
    const hash = (one: Json) => {
      const object = { ...deployment('w').build(), spec: { template: one } };
      return factOfObject(object).templateHash;
    };
    expect(hash(other)).to.equal(hash(template));
    expect(hash(labelled)).to.not.equal(hash(template));
  });

  it('has a shape without texts that may hold a secret', () => {
    const shape = (variable: string, annotation: string, image = 'x:1') => {
      const container = { name: 'main', image, args: [variable], env: [{ name: 'KEY', value: variable }] };
      const template = { metadata: { annotations: { a: annotation } }, spec: { containers: [container] } };
      return factOfObject({ ...deployment('w').build(), spec: { template } }).templateShape;
    };
    expect(shape('one', 'two')).to.equal(shape('another', 'three'));
    expect(shape('one', 'two')).to.not.equal(shape('one', 'two', 'x:2'));
  });

  it('reports the revision that its controller reports', () => {
    expect(workloadFactOf(deployment('w').revision('7')).revision).to.equal('7');
    expect(workloadFactOf(statefulSet('w').revision('w-5d9')).revision).to.equal('w-5d9');
    expect(workloadFactOf(daemonSet('w')).revision).to.equal('');
  });

  it('knows whether its controller has seen the spec; of Jobs nothing is asked', () => {
    expect(workloadFactOf(deployment('w')).observed).to.equal(true);
    expect(workloadFactOf(deployment('w').unobserved()).observed).to.equal(false);
    expect(workloadFactOf(job('w').unobserved()).observed).to.equal(true);
    expect(workloadFactOf(cronJob('w').unobserved()).observed).to.equal(true);
  });

  it('knows its controller and what was accepted', () => {
    const fact = workloadFactOf(job('w-1').ownedBy(cronJob('w')).at(1).accept('[{}]'));
    expect(fact.controller).to.deep.equal({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      name: 'w',
      uid: 'cronjob.default.w',
    });
    expect([fact.createdAt, fact.accept]).to.deep.equal([millis(1), '[{}]']);
    expect([fact.restartPolicy, fact.apiVersion]).to.deep.equal(['Never', 'batch/v1']);
  });

  it('caps what was accepted at 4 KiB, and a character more, by which it is known to be too long', () => {
    expect(workloadFactOf(deployment('w').accept('x'.repeat(100_000))).accept).to.have.length(4097);
  });
});

describe('the facts around workloads', () => {
  it('a ReplicaSet: hash, revision and desired replicas', () => {
    const set = replicaSet(deployment('web'), 'h1');
    expect(factOf(set)).to.include({ name: 'web-h1', hash: 'h1', revision: 0, desired: undefined });
    expect(factOf(set.revision(3).desired(0))).to.include({ revision: 3, desired: 0 });
    expect(factOf(set.annotation('deployment.kubernetes.io/revision', '-1'))).to.include({ revision: 0 });
    expect(factOf(set)).to.have.nested.property('controller.uid', 'deployment.default.web');
  });

  it('a node is fresh unless Ready is Unknown (C22)', () => {
    expect(factOf(node('n1').boot('b2').ready('True', 5))).to.include({
      bootId: 'b2',
      fresh: true,
      readyAt: millis(5),
    });
    expect(factOf(node('n1').ready('False', 5))).to.include({ fresh: true });
    expect(factOf(node('n1').ready('Unknown', 6))).to.include({ fresh: false, readyAt: millis(6) });
    expect(factOf({ build: () => ({ ...node('n1').build(), status: {} }) })).to.include({
      fresh: true,
      readyAt: undefined,
    });
  });

  it('a namespace: what was accepted', () => {
    expect(factOf(namespace('shop').accept('[]'))).to.include({ accept: '[]' });
  });
});

function factOfObject(object: Json): { readonly templateHash: string; readonly templateShape: string } {
  const fact = factOf({ build: () => object });
  if (!('templateHash' in fact)) throw new Error('no workload');
  return fact;
}
