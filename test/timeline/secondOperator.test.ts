import { expect } from 'chai';
import { at } from '../build/clock.ts';
import { failed, succeeded } from '../build/state.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

const { workload, revision, pod } = web(3);
const one = pod('web-h1-1').init('migrate', succeeded('a1', { from: 1, to: 3 }));
const two = pod('web-h1-2').init('migrate', succeeded('b1', { from: 11, to: 13 }));

function watched(): Story {
  return new Story().see(0, workload, revision).see(5, one);
}

describe('an operator beside a second one that was started by mistake', () => {
  it('takes back no total that the other one has written', () => {
    const story = watched().beside({ total: 2, succeeded: 2 });
    expect(story.status().runs).to.include({ total: 2, succeeded: 1, unknown: 1 });
    expect(story.restart(60).total()).to.equal(2);
  });

  it('adds nothing to it when it sees the same run, only later', () => {
    const story = watched().beside({ total: 2, succeeded: 2 }).see(15, two);
    expect(story.status().runs).to.include({ total: 2, succeeded: 2, unknown: 0 });
  });

  it('goes on with its own count where that is higher', () => {
    expect(watched().see(15, two).beside({ total: 1, succeeded: 1 }).total()).to.equal(2);
  });

  it('is not exact where the other one is not, so that the two do not contradict each other for ever', () => {
    expect(watched().status().runs.exact).to.equal(true);
    const story = watched().beside({ exact: false, exactSince: at(4) });
    expect(story.status().runs).to.include({ exact: false, exactSince: at(4) });
  });
});

describe('an operator that starts with a ledger newer than the pods it lists', () => {
  const first = failed('a1', { from: 2, to: 4 });
  const old = pod('web-h1-1').sandbox(1).init('migrate', first).version(10);
  const newer = old.init('migrate', succeeded('a2', { rc: 1, from: 6, to: 8, last: first })).version(11);
  const started = () =>
    new Story()
      .see(0, workload, revision)
      .see(5, old)
      .see(9, newer)
      .restart(20, (story) => story.away({ seen: old }));

  it('takes the older run that they still show for no new one', () => {
    expect(started().status().runs).to.include({ total: 2, failed: 1, succeeded: 1 });
    expect(started().see(21, newer).status().runs).to.include({ total: 2, failed: 1, succeeded: 1 });
  });

  it('goes on with what comes after', () => {
    const last = newer.initialized(9).sandbox(30);
    const again = last.init('migrate', succeeded('a3', { rc: 2, from: 31, to: 33 })).version(12);
    expect(started().see(34, again).status().runs).to.include({ total: 3, failed: 1, succeeded: 2 });
  });
});
