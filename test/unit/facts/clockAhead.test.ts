import { expect } from 'chai';
import { podFactOf } from '../../build/observation.ts';
import { pod } from '../../build/pod.ts';
import { failed, running, startError, succeeded, waiting } from '../../build/state.ts';

const written = pod('p').written(100);

describe('how far a clock is ahead (V8)', () => {
  it('is told by the newest time of an init container', () => {
    expect(podFactOf(written.init('A', running('a1', { at: 103 }))).clockAhead).to.equal(3000);
    expect(podFactOf(written.init('A', succeeded('a1', { from: 90, to: 104 }))).clockAhead).to.equal(4000);
  });

  it('is told by the newest time of a main container, its last run included', () => {
    const last = failed('m1', { from: 90, to: 105 });
    expect(podFactOf(written.main(waiting('CrashLoopBackOff', { id: 'm1', last }))).clockAhead).to.equal(
      5000,
    );
  });

  it('is told by the transition of the sandbox and of initialisation', () => {
    expect(podFactOf(written.sandbox(101)).clockAhead).to.equal(1000);
    expect(podFactOf(written.initialized(102)).clockAhead).to.equal(2000);
  });

  it('is below zero when the newest time is older than the write', () => {
    expect(podFactOf(written.init('A', running('a1', { at: 60 }))).clockAhead).to.equal(-40_000);
  });

  for (const type of [
    'Ready',
    'ContainersReady',
    'DisruptionTarget',
    'PodScheduled',
    'AllContainersRestarting',
  ]) {
    it(`is not told by ${type}, which others than the kubelet write`, () => {
      const fact = podFactOf(written.init('A', running('a1', { at: 100 })).condition(type, 'False', 157));
      expect(fact.clockAhead).to.equal(0);
    });
  }

  it('cannot be told without a write of the kubelet, or without a time of the node', () => {
    expect(podFactOf(pod('p').init('A', running('a1', { at: 3 }))).clockAhead).to.equal(undefined);
    expect(podFactOf(written).clockAhead).to.equal(undefined);
    expect(podFactOf(written.init('A', startError('a1', { to: 0 }))).clockAhead).to.equal(-100_000);
  });
});
