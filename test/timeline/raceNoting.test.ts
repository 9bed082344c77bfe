import { expect } from 'chai';
import { node } from '../build/node.ts';
import { running, succeeded } from '../build/state.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

const { workload, revision, pod } = web(2);
const first = pod('web-h1-1')
  .node('n1')
  .sandbox(10)
  .init('migrate', running('a1', { at: 10 }));
const second = pod('web-h1-2', 12).node('n1').sandbox(15);

/** Two runs overlap; then the pod of the one that is still under way is gone, and nobody knows how it ended. */
function told(look: (story: Story) => void): Story {
  const story = new Story().see(0, node('n1'), workload, revision).see(11, first);
  story.see(31, second.init('migrate', succeeded('b1', { from: 15, to: 30 })));
  look(story);
  return story.lose(32, first.deleted(32)).see(60, node('n1'));
}

describe('a race whose evidence goes with a pod', () => {
  it('is told alike to who looked at it in time and to who did not', () => {
    const looked = told((story) => story.findings());
    const waited = told(() => undefined);
    expect(looked.status().races.last).not.to.equal(undefined);
    expect(waited.findings()).to.deep.equal(looked.findings());
  });
});
