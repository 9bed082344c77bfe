import { expect } from 'chai';
import { Gaps } from '../../../src/core/memory/gaps.ts';

const MINUTE = 60_000;

describe('since when everything was watched', () => {
  let gaps: Gaps;

  beforeEach(() => {
    gaps = new Gaps();
    gaps.note(1000);
  });

  it('is the last gap of all, or that of the namespace where it came later', () => {
    gaps.note(2000, 'shop');
    expect(gaps.since('shop')).to.equal(2000);
    expect(gaps.since('other')).to.equal(1000);
    gaps.note(3000);
    expect(gaps.since('shop')).to.equal(3000);
  });

  it('keeps no gap of a namespace that one of all has overtaken', () => {
    gaps.note(2000, 'shop');
    gaps.note(3000);
    expect(gaps.size).to.equal(0);
  });

  it('is known of a namespace that goes for as long as other watches may tell of what was in it', () => {
    gaps.note(2000, 'shop');
    gaps.leave('shop', 3000);
    gaps.leave('other', 3000 + 9 * MINUTE);
    expect(gaps.since('shop')).to.equal(2000);
  });

  it('keeps nothing of namespaces that have gone', () => {
    for (let index = 0; index < 10_000; index += 1) {
      const now = index * MINUTE;
      gaps.note(now, `ns-${index}`);
      gaps.leave(`ns-${index}`, now);
    }
    expect(gaps.size).to.be.at.most(25);
  });

  it('is known of a namespace of the same name that had a gap since', () => {
    gaps.note(2000, 'shop');
    gaps.leave('shop', 3000);
    gaps.note(4000, 'shop');
    gaps.leave('other', 3000 + 20 * MINUTE);
    expect(gaps.since('shop')).to.equal(4000);
  });
});
