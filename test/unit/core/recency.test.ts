import { expect } from 'chai';
import { Recency } from '../../../src/core/intake/recency.ts';
import type { Observation } from '../../../src/core/model/facts.ts';
import { podFactOf } from '../../build/observation.ts';
import { pod } from '../../build/pod.ts';

const web = pod('web-1').init('migrate');
const seen = (version: number, one = web): Observation => ({
  type: 'seen',
  fact: podFactOf(one.version(version)),
});
const gone = (version: number, one = web): Observation => ({
  type: 'gone',
  fact: podFactOf(one.version(version)),
});
const list: Observation = { type: 'gap', kind: 'Pod' };

function newsOf(recency: Recency, ...told: readonly Observation[]): readonly boolean[] {
  return told.map((observation) => recency.isNews(observation));
}

describe('what is told of an object', () => {
  it('is no news where it is older, or where the object has gone', () => {
    const told = [seen(5), seen(5), seen(4), gone(6), gone(6), seen(5), seen(7)];
    expect(newsOf(new Recency(), ...told)).to.deep.equal([true, true, false, true, false, false, false]);
  });

  it('begins anew with a list, unless several watch of whom one has listed', () => {
    const told = [seen(5), gone(6), list, seen(5)];
    expect(newsOf(new Recency(), ...told)).to.deep.equal([true, true, true, true]);
    expect(newsOf(new Recency({ lasting: true }), ...told)).to.deep.equal([true, true, true, false]);
  });

  it('is not remembered of pods of which nothing is counted, unless several watch', () => {
    const told = [seen(5, pod('db-0')), seen(4, pod('db-0'))];
    expect(newsOf(new Recency(), ...told)).to.deep.equal([true, true]);
    expect(newsOf(new Recency({ lasting: true }), ...told)).to.deep.equal([true, false]);
  });
});
