import { expect } from 'chai';
import { LivingPods } from '../../../../src/core/conditions/livingPods.ts';
import type { PodFact } from '../../../../src/core/model/facts.ts';
import { factOf } from '../../../build/observation.ts';
import { pod, type Pod } from '../../../build/pod.ts';
import { replicaSet } from '../../../build/replicaset.ts';
import { running } from '../../../build/state.ts';
import { deployment } from '../../../build/workload.ts';

function podFact(builder: Pod): PodFact {
  const fact = factOf(builder);
  if (fact.kind !== 'Pod') throw new Error('not a pod');
  return fact;
}

function living(...pods: readonly Pod[]): LivingPods {
  const names = new LivingPods();
  for (const one of pods) names.see(podFact(one));
  return names;
}

const set = replicaSet(deployment('web'), '84956cb69b');
const asker = podFact(pod('web-84956cb69b-x7k2p').ownedBy(set));

describe('who bears the name of a host', () => {
  it('is a living pod, by its bare or its fully qualified name', () => {
    const names = living(pod('db-0'));
    expect(names.bearer('db-0', asker)).to.equal('Living');
    expect(names.bearer('db-0.db.default.svc.cluster.local', asker)).to.equal('Living');
    expect(names.bearer('db', asker)).to.equal('Unknown');
  });

  it('is a pod with a host name of its own, and not by the name of its object', () => {
    const names = living(pod('db-0').hostname('zeus'));
    expect(names.bearer('zeus', asker)).to.equal('Living');
    expect(names.bearer('db-0', asker)).to.equal('Unknown');
  });

  it('is none in the network of its node: that is called as the node is', () => {
    expect(living(pod('db-0').hostNetwork()).bearer('db-0', asker)).to.equal('Unknown');
  });

  it('is a pod of another namespace, too: they may share a database', () => {
    expect(living(pod('schema-1').namespace('other')).bearer('schema-1', asker)).to.equal('Living');
  });

  it('has a host name of at most 63 characters, as the kubelet cuts it', () => {
    const name = `${'a'.repeat(62)}-${'b'.repeat(20)}`;
    expect(living(pod(name)).bearer('a'.repeat(62), asker)).to.equal('Living');
  });

  it('is the next pod of the name, also when the end of the one before is told late', () => {
    const names = living(pod('db-0').uid('first'), pod('db-0').uid('second'));
    names.forget(podFact(pod('db-0').uid('first').deleted(5)));
    expect(names.bearer('db-0', asker)).to.equal('Living');
  });

  it('is the pod itself, or one of its name before it; with others of that name nobody knows', () => {
    const db = pod('db-0').uid('second');
    expect(living(db).bearer('db-0', podFact(db))).to.equal('Own');
    expect(living(db, pod('db-0').namespace('other')).bearer('db-0', podFact(db))).to.equal('Unknown');
    const shared = [pod('a').hostname('zeus'), pod('b').hostname('zeus')] as const;
    expect(living(...shared).bearer('zeus', podFact(shared[0]))).to.equal('Living');
  });
});

describe('a host of which no pod lives', () => {
  const gone = (...pods: readonly Pod[]): LivingPods => {
    const names = living(...pods);
    for (const one of pods) names.forget(podFact(one));
    return names;
  };

  it('is gone where a pod of that name was seen to go, or to end', () => {
    expect(gone(pod('schema-1').phase('Failed').deleted(5)).bearer('schema-1', asker)).to.equal('Gone');
    expect(living(pod('schema-1'), pod('schema-1').phase('Failed')).bearer('schema-1', asker)).to.equal(
      'Gone',
    );
  });

  it('may live where nobody looks, whatever it is called: the same workload may be in another cluster', () => {
    for (const host of [
      'ci-runner-7',
      'web-0',
      'laptop.local',
      'web-84956cb69b-9b7zz',
      'web-6d4b75cb6d-9b7zz',
    ])
      expect(living().bearer(host, asker), host).to.equal('Unknown');
  });

  it('may run on where its kubelet has not said that it is over, and where it is a static pod', () => {
    const lost = pod('db-0').init('migrate', running('a1'));
    for (const one of [lost, lost.deleted(5)]) expect(gone(one).bearer('db-0', asker)).to.equal('Unknown');
    expect(gone(pod('db-0').annotation('kubernetes.io/config.mirror', 'm')).bearer('db-0', asker)).to.equal(
      'Unknown',
    );
  });

  it('is not told where a pod of that name has gone here and another one lives elsewhere', () => {
    const names = gone(pod('db-0').phase('Failed').deleted(5));
    names.see(podFact(pod('db-0').namespace('other')));
    expect(names.bearer('db-0', asker)).to.equal('Unknown');
  });
});
