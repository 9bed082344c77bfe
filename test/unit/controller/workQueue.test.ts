import { expect } from 'chai';
import { WorkQueue } from '../../../src/controller/workQueue.ts';
import { ManualClock, settle } from '../../build/manualClock.ts';

describe('work queue', () => {
  let clock: ManualClock;
  let queue: WorkQueue<string>;

  beforeEach(() => {
    clock = new ManualClock();
    queue = new WorkQueue(clock);
  });

  /** What one worker gets now, one after the other, until the queue is empty. */
  async function drained(): Promise<string[]> {
    const keys: string[] = [];
    while (queue.depth > 0) {
      const key = await queue.get();
      if (key === undefined) break;
      keys.push(key);
      queue.done(key);
    }
    return keys;
  }

  it('hands out in the order of arrival, each key once', async () => {
    for (const key of ['a', 'b', 'a', 'c', 'b']) queue.add(key);
    expect(queue.depth).to.equal(3);
    expect(await drained()).to.deep.equal(['a', 'b', 'c']);
  });

  it('gives a waiting worker the next key', async () => {
    const waiting = queue.get();
    queue.add('a');
    expect(await waiting).to.equal('a');
  });

  it('never lets two workers have one key; what came in meanwhile is worked on afterwards', async () => {
    queue.add('a');
    await queue.get();
    queue.add('a');
    queue.add('b');
    expect(await queue.get()).to.equal('b');
    let second: string | undefined;
    void queue.get().then((key) => {
      second = key;
    });
    await settle();
    expect(second).to.equal(undefined);
    queue.done('a');
    await settle();
    expect(second).to.equal('a');
  });

  it('knows how long the oldest key has been waiting', async () => {
    expect(queue.age(clock.now())).to.equal(0);
    queue.add('a');
    await clock.advance(700);
    queue.add('b');
    await clock.advance(300);
    expect(queue.age(clock.now())).to.equal(1000);
  });

  it('adds later what is to come later, each at its time', async () => {
    queue.addAfter('late', 5000);
    queue.addAfter('early', 1000);
    await clock.advance(999);
    expect(await drained()).to.deep.equal([]);
    await clock.advance(1);
    expect(await drained()).to.deep.equal(['early']);
    await clock.advance(4000);
    expect(await drained()).to.deep.equal(['late']);
    expect(clock.timers).to.equal(0);
  });

  it('keeps the earliest of several times of one key', async () => {
    queue.addAfter('a', 5000);
    queue.addAfter('a', 1000);
    queue.addAfter('a', 3000);
    await clock.advance(999);
    expect(await drained()).to.deep.equal([]);
    await clock.advance(1);
    expect(await drained()).to.deep.equal(['a']);
    await clock.advance(10_000);
    expect(await drained()).to.deep.equal([]);
  });

  it('needs one timer, however many keys wait', () => {
    for (let index = 0; index < 500; index += 1) queue.addAfter(`${index}`, 1000 + ((index * 37) % 500));
    expect(clock.timers).to.equal(1);
  });

  it('pauses longer with each failure of a key, up to five minutes, until it is forgotten', async () => {
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      queue.retry('a');
      const began = clock.now();
      while (queue.depth === 0) await clock.advance(500);
      pauses.push((clock.now() - began) / 1000);
      await drained();
    }
    expect(pauses).to.deep.equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    queue.forget('a');
    queue.retry('a');
    await clock.advance(1000);
    expect(await drained()).to.deep.equal(['a']);
  });

  it('waits as long as the server asked for', async () => {
    queue.retry('a', 7000);
    await clock.advance(6999);
    expect(queue.depth).to.equal(0);
    await clock.advance(1);
    expect(queue.depth).to.equal(1);
  });

  it('shuts down when all is done, and what was to come later comes now', async () => {
    queue.add('a');
    queue.addAfter('b', 1000);
    let down = false;
    void queue.shutDown().then(() => {
      down = true;
    });
    queue.add('c');
    expect(await queue.get()).to.equal('a');
    expect(await queue.get()).to.equal('b');
    expect(await queue.get()).to.equal(undefined);
    queue.done('a');
    await settle();
    expect(down).to.equal(false);
    queue.done('b');
    await clock.advance(5000);
    expect(down).to.equal(true);
    expect(clock.timers).to.equal(0);
  });

  it('abandons what nobody has begun', async () => {
    for (const key of ['a', 'b', 'c']) queue.add(key);
    await queue.get();
    queue.add('a');
    const down = queue.shutDown();
    queue.abandon();
    expect(await queue.get()).to.equal(undefined);
    queue.done('a');
    await down;
    expect(queue.depth).to.equal(0);
  });

  it('still hands out a key that came in again while it was worked on', async () => {
    queue.add('a');
    await queue.get();
    queue.add('a');
    const down = queue.shutDown();
    queue.done('a');
    expect(await queue.get()).to.equal('a');
    queue.done('a');
    await down;
  });

  it('lets waiting workers go home', async () => {
    const waiting = [queue.get(), queue.get()];
    await queue.shutDown();
    expect(await Promise.all(waiting)).to.deep.equal([undefined, undefined]);
  });
});
