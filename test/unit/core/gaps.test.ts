import { expect } from 'chai';
import { Departures } from '../../../src/core/memory/departures.ts';
import { Gaps } from '../../../src/core/memory/gaps.ts';

const MINUTE = 60_000;

describe('since when everything was watched', () => {
  let gaps: Gaps;

  beforeEach(() => {
    gaps = new Gaps();
    gaps.note(1000);
    gaps.note(2000, 'shop');
  });

  it('is the last gap of all, or that of the namespace where it came later', () => {
    expect(gaps.since('shop')).to.equal(2000);
    expect(gaps.since('other')).to.equal(1000);
    gaps.note(3000);
    expect(gaps.since('shop')).to.equal(3000);
  });

  it('keeps no gap of a namespace that one of all has overtaken', () => {
    gaps.note(3000);
    expect(gaps.size).to.equal(0);
  });

  it('keeps no gap of a namespace that is forgotten', () => {
    gaps.forget('shop');
    expect(gaps.size).to.equal(0);
  });
});

describe('what is kept of a namespace that has gone', () => {
  let departures: Departures;

  beforeEach(() => {
    departures = new Departures();
    departures.go('shop', 0);
  });

  it('stays for as long as other watches may tell of what was in it, and goes then', () => {
    expect(departures.go('other', 9 * MINUTE)).to.deep.equal([]);
    expect(departures.go('third', 11 * MINUTE)).to.deep.equal(['shop']);
    expect(departures.go('fourth', 12 * MINUTE), 'once').to.deep.equal([]);
  });

  it('stays when another one takes the name', () => {
    departures.come('shop');
    expect(departures.go('other', 11 * MINUTE)).to.deep.equal([]);
  });

  it('stays anew when it goes again', () => {
    departures.go('shop', 5 * MINUTE);
    expect(departures.go('other', 11 * MINUTE)).to.deep.equal([]);
    expect(departures.go('third', 16 * MINUTE)).to.deep.equal(['shop']);
  });
});
