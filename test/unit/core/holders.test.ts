import { expect } from 'chai';
import { Holders } from '../../../src/core/track/holders.ts';
import type { Run } from '../../../src/core/track/run.ts';
import { runLike } from './runLike.ts';

/* Who may hold a lock that another run found taken. */

const at = (pod: string, from: number, to?: number): Run =>
  to === undefined
    ? runLike({ pod, from, outcome: 'Running' })
    : runLike({ pod, from, to, outcome: 'Failed' });

describe('a lock may be held', () => {
  const held = (run: Run, ...others: readonly Run[]): boolean => {
    const holders = new Holders();
    for (const other of others) holders.see(other, false);
    return holders.mayHold(run);
  };

  it('by a run that goes on, or went on, at that time', () => {
    expect(held(at('a', 10, 20), at('b', 15))).to.equal(true);
    expect(held(at('a', 10, 20), at('b', 1, 9))).to.equal(true);
    expect(held(at('a', 10, 20), at('b', 1, 5))).to.equal(false);
    expect(held(at('a', 10, 20), at('b', 30))).to.equal(false);
  });

  it('not by a run of the same pod, and not by one that found it taken, too', () => {
    expect(held(at('a', 10, 20), at('a', 1))).to.equal(false);
    const holders = new Holders();
    holders.see(at('b', 5), false);
    holders.see(at('b', 5, 12), true);
    expect(holders.mayHold(at('a', 10, 20))).to.equal(false);
  });

  it('by one of so many that the oldest were let go', () => {
    const holders = new Holders();
    for (let turn = 0; turn < 400; turn += 1) holders.see(at(`p${turn}`, 0, 5), false);
    expect(holders.mayHold(at('a', 6, 7))).to.equal(true);
    expect(holders.mayHold(at('a', 60, 70))).to.equal(false);
  });

  it('by one that ended long ago and was let go, where somebody asks so late', () => {
    const holders = new Holders();
    holders.see(at('b', 1, 5), false);
    holders.see(at('c', 900, 905), false);
    expect(holders.mayHold(at('a', 2, 6))).to.equal(true);
    expect(holders.mayHold(at('a', 20, 60))).to.equal(false);
  });

  it('and 5,000 that each ask of all others take few looks each', () => {
    const looks = (count: number): number => {
      let steps = 0;
      const counted = (run: Run): Run => ({
        ...run,
        get podUid() {
          steps += 1;
          return run.podUid;
        },
      });
      const holders = new Holders();
      for (let turn = 0; turn < count; turn += 1) {
        holders.see(counted(at(`old${turn}`, turn, turn)), false);
        expect(holders.mayHold(at(`p${turn}`, turn + 1e6, turn + 1e6)), String(turn)).to.equal(false);
      }
      return steps;
    };
    expect(looks(5000)).to.be.below(5000 * 300);
  });
});
