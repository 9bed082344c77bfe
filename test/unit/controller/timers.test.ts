import { expect } from 'chai';
import fc from 'fast-check';
import { Timers } from '../../../src/controller/timers.ts';
import { ManualClock } from '../../build/manualClock.ts';

const settings = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 1, max: 200 })),
);

describe('timers', () => {
  it('ring for every key once, at its earliest time, whatever the order they were set in', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (all) => {
        const clock = new ManualClock();
        const start = clock.now();
        const rung: (readonly [string, number])[] = [];
        const timers = new Timers<string>(clock, (key) => rung.push([key, clock.now() - start]));
        const earliest = new Map<string, number>();
        for (const [key, delay] of all) {
          timers.set(key, start + delay);
          earliest.set(key, Math.min(delay, earliest.get(key) ?? delay));
        }
        await clock.advance(200);
        expect(Object.fromEntries(rung)).to.deep.equal(Object.fromEntries(earliest));
        expect(rung.map(([, at]) => at)).to.deep.equal([...earliest.values()].toSorted((a, b) => a - b));
        expect([timers.size, clock.timers]).to.deep.equal([0, 0]);
      }),
    );
  });

  it('do not remember what has been replaced: a deadline far away, set anew after each of many events', async () => {
    const clock = new ManualClock();
    const timers = new Timers<string>(clock, () => undefined);
    for (let event = 0; event < 2_000; event += 1) {
      timers.set('web', clock.now() + 86_400_000);
      timers.set('web', clock.now() + 200);
      await clock.advance(200);
    }
    expect(timers.held).to.be.lessThan(100);
  });
});
