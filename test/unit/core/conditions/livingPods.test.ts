import { expect } from 'chai';
import { LivingPods } from '../../../../src/core/conditions/livingPods.ts';
import type { PodFact } from '../../../../src/core/model/facts.ts';
import { factOf } from '../../../build/observation.ts';
import { pod, type Pod } from '../../../build/pod.ts';

function podFact(builder: Pod): PodFact {
  const fact = factOf(builder);
  if (fact.kind !== 'Pod') throw new Error('not a pod');
  return fact;
}

describe('who lives in a namespace', () => {
  const living = (...pods: readonly Pod[]) => {
    const names = new LivingPods();
    for (const one of pods) names.see(podFact(one));
    return names;
  };

  it('is known by its host name, bare or fully qualified', () => {
    const names = living(pod('web-0'));
    expect(names.named('default', 'web-0')).to.equal(podFact(pod('web-0')).uid);
    expect(names.named('default', 'web-0.web.default.svc.cluster.local')).to.equal(podFact(pod('web-0')).uid);
    expect(names.named('default', 'web')).to.equal(undefined);
    expect(names.named('other', 'web-0')).to.equal(undefined);
  });

  it('has a host name of at most 63 characters, as the kubelet cuts it', () => {
    const name = `${'a'.repeat(62)}-${'b'.repeat(20)}`;
    expect(living(pod(name)).named('default', 'a'.repeat(62))).to.equal(podFact(pod(name)).uid);
  });

  it('is not a pod that has ended', () => {
    expect(living(pod('web-0'), pod('web-0').phase('Succeeded')).named('default', 'web-0')).to.equal(
      undefined,
    );
  });

  it('is the next pod of the name, also when the end of the one before is told late', () => {
    const names = living(pod('web-0').uid('first'), pod('web-0').uid('second'));
    names.forget(podFact(pod('web-0').uid('first')));
    expect(names.named('default', 'web-0')).to.equal('second');
  });
});
