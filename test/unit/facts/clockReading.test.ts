import { expect } from 'chai';
import { millis } from '../../build/clock.ts';
import { podFactOf } from '../../build/observation.ts';
import { pod, type Pod } from '../../build/pod.ts';
import { failed, running, startError, succeeded, waiting } from '../../build/state.ts';

const written = pod('p').written(100);

function aheadOf(one: Pod): number | undefined {
  return podFactOf(one).clock?.ahead;
}

describe('how far a clock is ahead (V8)', () => {
  it('is told by the newest time of an init container', () => {
    expect(aheadOf(written.init('A', running('a1', { at: 103 })))).to.equal(3000);
    expect(aheadOf(written.init('A', succeeded('a1', { from: 90, to: 104 })))).to.equal(4000);
  });

  it('is told by the newest time of a main container, its last run included', () => {
    const last = failed('m1', { from: 90, to: 105 });
    expect(aheadOf(written.main(waiting('CrashLoopBackOff', { id: 'm1', last })))).to.equal(5000);
  });

  it('is told by the transition of the sandbox and of initialisation', () => {
    expect(aheadOf(written.sandbox(101))).to.equal(1000);
    expect(aheadOf(written.initialized(102))).to.equal(2000);
  });

  it('is below zero when the newest time is older than the write', () => {
    expect(aheadOf(written.init('A', running('a1', { at: 60 })))).to.equal(-40_000);
  });

  for (const type of [
    'Ready',
    'ContainersReady',
    'DisruptionTarget',
    'PodScheduled',
    'AllContainersRestarting',
  ]) {
    it(`is not told by ${type}, which others than the kubelet write`, () => {
      const one = written.init('A', running('a1', { at: 100 })).condition(type, 'False', 157);
      expect(aheadOf(one)).to.equal(0);
    });
  }

  it('is told as of the kubelet’s write, not of what others have written since', () => {
    expect(podFactOf(written.init('A', running('a1', { at: 103 }))).clock?.at).to.equal(millis(100));
  });

  it('cannot be told without a write of the kubelet, or without a time of the node', () => {
    expect(aheadOf(pod('p').init('A', running('a1', { at: 3 })))).to.equal(undefined);
    expect(aheadOf(written)).to.equal(undefined);
    expect(aheadOf(written.init('A', startError('a1', { to: 0 })))).to.equal(-100_000);
  });
});
