import { expect } from 'chai';
import { WaitingPods } from '../../../src/core/intake/waitingPods.ts';
import type { PodFact } from '../../../src/core/model/facts.ts';
import { uid } from '../../../src/core/model/refs.ts';
import { podFactOf } from '../../build/observation.ts';
import { pod } from '../../build/pod.ts';
import { replicaSet } from '../../build/replicaset.ts';
import { deployment } from '../../build/workload.ts';

const OWNED = podFactOf(pod('p').ownedBy(replicaSet(deployment('web'), 'h1')));

/** A pod of this owner; `asked` is told whenever somebody looks whose it is. */
function podOf(name: string, owner: string, asked: () => void = () => undefined): PodFact {
  const controller = OWNED.controller && { ...OWNED.controller, uid: uid(owner) };
  const fact = { ...OWNED, uid: uid(name), name };
  return Object.defineProperty(fact, 'controller', {
    get: () => {
      asked();
      return controller;
    },
  });
}

function told(waiting: WaitingPods, owner: string): readonly string[] {
  return waiting.take(uid(owner)).map(({ type, fact }) => `${type} ${fact.name}`);
}

describe('pods that wait for what joins them to their workload', () => {
  let waiting: WaitingPods;

  beforeEach(() => {
    waiting = new WaitingPods();
  });

  it('are taken by owner, with all that was told of them, in order', () => {
    waiting.add(podOf('a', 'rs1'));
    waiting.add(podOf('b', 'rs2'));
    waiting.add(podOf('a', 'rs1'));
    waiting.bury(podOf('a', 'rs1'));
    expect(told(waiting, 'rs1')).to.deep.equal(['seen a', 'seen a', 'gone a']);
    expect(told(waiting, 'rs2')).to.deep.equal(['seen b']);
  });

  it('are taken once', () => {
    waiting.add(podOf('a', 'rs1'));
    told(waiting, 'rs1');
    expect(told(waiting, 'rs1')).to.deep.equal([]);
  });

  it('are not taken when they have found their workload meanwhile', () => {
    waiting.add(podOf('a', 'rs1'));
    waiting.forget(uid('a'));
    expect(told(waiting, 'rs1')).to.deep.equal([]);
  });

  it('are taken by the owner that they were last seen with', () => {
    waiting.add(podOf('a', 'rs1'));
    waiting.add(podOf('a', 'rs2'));
    expect(told(waiting, 'rs1')).to.deep.equal([]);
    expect(told(waiting, 'rs2')).to.deep.equal(['seen a', 'seen a']);
  });

  it('are not kept without end when they have gone: of many, the last thousand', () => {
    for (let index = 0; index < 1500; index += 1) {
      waiting.add(podOf(`p${index}`, 'rs1'));
      waiting.bury(podOf(`p${index}`, 'rs1'));
    }
    const taken = told(waiting, 'rs1');
    expect(taken).to.have.length(2000);
    expect(taken[0]).to.equal('seen p500');
  });

  it('cost work in proportion to their number, not to that of those who wait beside', () => {
    const cost = (pods: number): number => {
      const all = new WaitingPods();
      let steps = 0;
      for (let index = 0; index < pods; index += 1)
        all.add(podOf(`p${index}`, `rs${index}`, () => (steps += 1)));
      for (let index = 0; index < pods; index += 1) all.take(uid(`rs${index}`));
      return steps;
    };
    expect(cost(2000)).to.be.at.most(2 * cost(1000));
  });
});
