import { expect } from 'chai';
import { millis } from '../../build/clock.ts';
import { ALEMBIC } from '../../build/container.ts';
import { node } from '../../build/node.ts';
import { podFactOf } from '../../build/observation.ts';
import { type Pod, pod } from '../../build/pod.ts';
import { replicaSet } from '../../build/replicaset.ts';
import { failed, invented, running, startError, succeeded, terminated, waiting } from '../../build/state.ts';
import { deployment } from '../../build/workload.ts';
import type { ContainerStatusFact } from '../../../src/core/model/facts.ts';

/** The status of init container `A` in the fact. */
function statusOf(one: Pod): ContainerStatusFact | undefined {
  return podFactOf(one).init.find((init) => init.spec.name === 'A')?.status;
}

describe('the fact of a pod', () => {
  it('holds who and where it is', () => {
    const web = deployment('web');
    const one = pod('web-h1-x')
      .ownedBy(replicaSet(web, 'h1'))
      .at(5)
      .deleted(9)
      .version(7)
      .node('n2')
      .restartPolicy('OnFailure')
      .phase('Failed')
      .reason('Evicted')
      .accept('[]')
      .annotation('kubectl.kubernetes.io/restartedAt', 'then');
    const { init: _init, main: _main, conditions: _conditions, ...fact } = podFactOf(one);
    expect(fact).to.deep.equal({
      kind: 'Pod',
      uid: 'pod.default.web-h1-x',
      namespace: 'default',
      name: 'web-h1-x',
      generateName: 'web-h1-',
      resourceVersion: '7',
      writtenAt: undefined,
      createdAt: millis(5),
      deletedAt: millis(9),
      controller: {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'web-h1',
        uid: 'replicaset.default.web-h1',
      },
      revision: 'h1',
      restartedAt: 'then',
      accept: '[]',
      mirror: false,
      host: 'web-h1-x',
      node: 'n2',
      restartPolicy: 'OnFailure',
      phase: 'Failed',
      reason: 'Evicted',
      clock: undefined,
    });
  });

  it('tells when it was last written, by the server’s clock', () => {
    expect(podFactOf(pod('p').written(9)).writtenAt).to.equal(millis(9));
    expect(podFactOf(pod('p')).writtenAt).to.equal(undefined);
  });

  it('takes the controller revision where there is no template hash', () => {
    expect(podFactOf(pod('db-0').revision('r7')).revision).to.equal('r7');
    expect(podFactOf(pod('db-0').revision('r7').hash('h1')).revision).to.equal('h1');
    expect(podFactOf(pod('db-0')).revision).to.equal('');
  });

  it('takes the template hash of an Argo Rollout', () => {
    const rolled = pod('web-1').label('rollouts-pod-template-hash', 'h2').revision('r7');
    expect(podFactOf(rolled).revision).to.equal('h2');
  });

  it('knows a static pod by its mirror annotation', () => {
    const fact = podFactOf(pod('etcd-n3').mirror(node('n3')));
    expect([fact.mirror, fact.controller?.kind, fact.node]).to.deep.equal([true, 'Node', 'n3']);
  });

  it('knows the four conditions that count', () => {
    const fact = podFactOf(
      pod('p')
        .sandbox(1)
        .initialized(2)
        .disrupted('EvictionByEvictionAPI', 3)
        .condition('AllContainersRestarting', 'False', 4)
        .condition('Ready', 'True', 5),
    );
    expect(fact.conditions).to.deep.equal({
      sandboxReady: { status: 'True', reason: '', at: millis(1) },
      initialized: { status: 'True', reason: '', at: millis(2) },
      disruptionTarget: { status: 'True', reason: 'EvictionByEvictionAPI', at: millis(3) },
      allContainersRestarting: { status: 'False', reason: '', at: millis(4) },
    });
  });

  it('matches statuses by name, whatever their order, and ignores names that the spec does not know (S65)', () => {
    const fact = podFactOf(
      pod('p')
        .init('A', succeeded('a1'))
        .init('B', running('b1'))
        .stray('ghost', running('g1'))
        .statusOrder('B', 'ghost', 'A'),
    );
    expect(fact.init.map((one) => [one.spec.name, one.status?.id])).to.deep.equal([
      ['A', 'containerd://a1'],
      ['B', 'containerd://b1'],
    ]);
  });

  it('keeps sidecars in their place and marks them (R8)', () => {
    const fact = podFactOf(
      pod('p')
        .sidecar('proxy', running('p1', { rc: 7 }))
        .init('A', succeeded('a1')),
    );
    expect(fact.init.map((one) => [one.spec.name, one.spec.sidecar])).to.deep.equal([
      ['proxy', true],
      ['A', false],
    ]);
  });

  it('counts an init container with restartPolicy OnFailure as a regular one (S27)', () => {
    const [init] = podFactOf(
      pod('p').init('A', failed('a1'), { ...ALEMBIC, restartPolicy: 'OnFailure' }),
    ).init;
    expect([init?.spec.sidecar, init?.spec.restartPolicy]).to.deep.equal([false, 'OnFailure']);
  });

  it('has the statuses of the main containers', () => {
    const fact = podFactOf(
      pod('p').main(running('m1', { rc: 2, last: terminated('m0', 137, { reason: 'OOMKilled' }) })),
    );
    expect(fact.main.map((one) => [one.name, one.restartCount, one.last?.reason])).to.deep.equal([
      ['main', 2, 'OOMKilled'],
    ]);
  });
});

describe('the status of a container', () => {
  const real = { message: '', startedAt: millis(3), finishedAt: millis(4) };

  it('running', () => {
    expect(statusOf(pod('p').init('A', running('a1', { at: 3 })))).to.deep.equal({
      name: 'A',
      id: 'containerd://a1',
      restartCount: 0,
      state: { kind: 'running', startedAt: millis(3) },
      last: undefined,
    });
  });

  it('terminated, with the run before it', () => {
    const state = succeeded('a2', { rc: 1, from: 3, to: 4, last: failed('a1', { from: 3, to: 4 }) });
    expect(statusOf(pod('p').init('A', state))).to.deep.equal({
      name: 'A',
      id: 'containerd://a2',
      restartCount: 1,
      state: { kind: 'terminated', id: 'containerd://a2', exitCode: 0, reason: 'Completed', ...real },
      last: { id: 'containerd://a1', exitCode: 1, reason: 'Error', ...real },
    });
  });

  it('waiting for an image has no id', () => {
    const status = statusOf(pod('p').init('A', waiting('ErrImagePull', { message: 'no such image' })));
    expect([status?.id, status?.state]).to.deep.equal([
      undefined,
      { kind: 'waiting', reason: 'ErrImagePull', message: 'no such image' },
    ]);
  });

  it('invented by the kubelet: no id, no times (R2)', () => {
    const state = invented(137, 'ContainerStatusUnknown', { id: 'a5' });
    expect(statusOf(pod('p').init('A', state))?.state).to.deep.equal({
      kind: 'terminated',
      id: undefined,
      exitCode: 137,
      reason: 'ContainerStatusUnknown',
      message: '',
      startedAt: undefined,
      finishedAt: undefined,
    });
  });

  it('never started: the epoch stays visible (R2)', () => {
    const status = statusOf(
      pod('p').init('A', waiting('RunContainerError', { id: 'a1', last: startError('a1', { to: 4 }) })),
    );
    expect([status?.last?.startedAt, status?.last?.finishedAt, status?.last?.exitCode]).to.deep.equal([
      0,
      millis(4),
      128,
    ]);
  });

  it('keeps the lines of a message, without secrets and control characters (R60)', () => {
    const state = failed('a1', { message: 'line 1\n\u001b[31mpostgres://me:hunter2@db/x\n' });
    const status = statusOf(pod('p').init('A', state));
    expect(status?.state).to.have.property('message', 'line 1\n[31mpostgres://me:***@db/x\n');
  });

  it('caps a message at 4096 characters', () => {
    const status = statusOf(pod('p').init('A', failed('a1', { message: 'x'.repeat(100_000) })));
    expect(status?.state).to.have.property('message').with.length(4096);
  });
});
