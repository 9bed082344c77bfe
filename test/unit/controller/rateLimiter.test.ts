import { expect } from 'chai';
import { RateLimiter, WRITE_RATE } from '../../../src/controller/rateLimiter.ts';
import { ManualClock, settle } from '../../build/manualClock.ts';

describe('rate limiter', () => {
  let clock: ManualClock;
  let limiter: RateLimiter;
  let sent: number;

  beforeEach(() => {
    clock = new ManualClock();
    limiter = new RateLimiter(clock, WRITE_RATE);
    sent = 0;
  });

  function ask(times: number): void {
    for (let index = 0; index < times; index += 1) {
      void limiter.acquire(1).then(() => {
        sent += 1;
      });
    }
  }

  it('lets a burst of 20 through at once, then 5 a second', async () => {
    ask(100);
    await settle();
    expect(sent).to.equal(20);
    await clock.advance(1000);
    expect(sent).to.equal(25);
    await clock.advance(10_000);
    expect(sent).to.equal(75);
    await clock.advance(5000);
    expect(sent).to.equal(100);
  });

  it('saves up no more than a burst, however long it was quiet', async () => {
    await clock.advance(3_600_000);
    ask(30);
    await settle();
    expect(sent).to.equal(20);
  });

  it('counts an object and its status as two', async () => {
    let done = 0;
    for (let index = 0; index < 20; index += 1) void limiter.acquire(2).then(() => (done += 1));
    await settle();
    expect(done).to.equal(10);
    await clock.advance(2000);
    expect(done).to.equal(15);
  });

  it('keeps its pace when the wall clock is set back', () => {
    let now = 1_000_000;
    const jumping = new RateLimiter({ now: () => now, after: () => () => undefined }, WRITE_RATE);
    jumping.reserve(20);
    now -= 500_000;
    expect(jumping.reserve(1)).to.equal(200);
    now += 200;
    expect(jumping.reserve(1)).to.equal(200);
  });
});
