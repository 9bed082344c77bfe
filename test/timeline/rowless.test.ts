import { expect } from 'chai';
import { failed } from '../build/state.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

describe('more pods than find room in a ledger', () => {
  const { workload, revision, pod } = web(2);
  const PODS = 200;
  const failedPod = (index: number) =>
    pod(`web-h1-${index}`)
      .at(index)
      .init('migrate', failed(String(index).padStart(64, '0'), { from: index, to: index + 1 }))
      .phase('Failed');
  const all = Array.from({ length: PODS }, (_, index) => failedPod(index + 1));
  const begun = () => {
    const story = new Story().see(0, workload, revision);
    for (const [index, one] of all.entries()) story.see(index + 2, one);
    return story;
  };

  it('are not counted twice when some went while nobody watched', () => {
    const story = begun();
    expect(story.total()).to.equal(PODS);
    const gone = all.slice(-10);
    story.restart(1000, (later) => later.away(...gone.map((one) => ({ gone: one }))));
    expect(story.total()).to.equal(PODS);
    story.restart(2000);
    expect(story.total()).to.equal(PODS);
  });
});
