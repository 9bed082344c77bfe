import { expect } from 'chai';
import { addTallies, EMPTY_TALLY, lessened, totalOf } from '../../../src/core/track/run.ts';

const closed = { ...EMPTY_TALLY, Succeeded: 2, Unknown: 1 };

describe('a sum of attempts', () => {
  it('without a part of it is what it was before that was added', () => {
    const part = { ...EMPTY_TALLY, Failed: 1, Succeeded: 1 };
    expect(lessened(addTallies(closed, part), part)).to.deep.equal(closed);
  });

  it('is lessened by the same outcomes where it has them', () => {
    expect(lessened(closed, { ...EMPTY_TALLY, Succeeded: 1 })).to.deep.equal({ ...closed, Succeeded: 1 });
  });

  it('is lessened by as many others where it has not: what was Unknown may be told since', () => {
    expect(totalOf(lessened(closed, { ...EMPTY_TALLY, Failed: 2 }))).to.equal(1);
  });

  it('never falls below nothing', () => {
    expect(lessened(closed, { ...EMPTY_TALLY, Succeeded: 9 })).to.deep.equal(EMPTY_TALLY);
  });
});
