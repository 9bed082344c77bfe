import { expect } from 'chai';
import { at } from '../build/clock.ts';
import { agentRan, agentsWithRows } from './fleet.ts';

const PODS = 5000;
const FURTHER = 100;
const RESTARTED_AT = 1000;

describe('five thousand living pods, each with a run that only the operator knows of', () => {
  const story = agentsWithRows();
  const before = story.status();
  const restarted = story.restart(RESTARTED_AT).status();
  const totals: number[] = [];
  for (let further = 1; further <= FURTHER; further += 1) {
    // Of the oldest pods, which find no room in the ledger, and of the newest, which do.
    const index = further % 2 === 0 ? further : PODS - further;
    totals.push(story.see(RESTARTED_AT + 100 + further, agentRan(index, 12)).total());
  }

  it('are counted before', () => {
    expect(before.runs).to.include({ total: 2 * PODS, succeeded: 2 * PODS });
    expect(before.ledger.length).to.be.within(4000, 8192);
  });

  it('lose no run by a restart of the operator', () => {
    expect(restarted.runs.total).to.equal(2 * PODS);
    expect(restarted.reruns).to.deep.equal(before.reruns);
  });

  it('count each further run, whether its pod found room in the ledger or not', () => {
    expect(totals).to.deep.equal(totals.map((_, index) => 2 * PODS + index + 1));
    expect(story.status().reruns.total).to.equal(before.reruns.total + FURTHER);
  });

  it('say since when no evidence was dropped', () => {
    expect(story.status().runs).to.include({ exact: false, exactSince: at(RESTARTED_AT) });
  });

  it('lose nothing by another restart either', () => {
    const { runs, reruns } = story.status();
    const again = story.restart(5000).status();
    expect(again.runs.total).to.equal(runs.total);
    expect(again.reruns).to.deep.equal(reruns);
  });
});
