import { expect } from 'chai';
import { Backoff } from '../../../src/kube/reflect/backoff.ts';

describe('back-off', () => {
  it('doubles from 0.8 s to 30 s', () => {
    const backoff = new Backoff(() => 1);
    const pauses = Array.from({ length: 8 }, () => backoff.next(0));
    expect(pauses).to.deep.equal([800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
  });

  it('draws from the whole range, but never nothing', () => {
    const backoff = new Backoff(() => 0);
    expect(backoff.next(0)).to.equal(100);
    const half = new Backoff(() => 0.5);
    expect([half.next(0), half.next(0)]).to.deep.equal([400, 800]);
  });

  it('begins anew after two minutes without a failure', () => {
    const backoff = new Backoff(() => 1);
    for (let failure = 0; failure < 5; failure += 1) backoff.next(0);
    expect(backoff.next(119_000)).to.equal(25_600);
    expect(backoff.next(119_000 + 120_001)).to.equal(800);
  });
});
