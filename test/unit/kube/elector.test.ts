import { expect } from 'chai';
import { Candidate, LeaseServer } from './leaseServer.ts';

const S = 1000;

describe('electors', () => {
  let server: LeaseServer;
  let [first, second]: [Candidate, Candidate] = [] as never;

  beforeEach(async () => {
    server = new LeaseServer();
    [first, second] = [new Candidate(server, 'first'), new Candidate(server, 'second')];
    first.elector.start();
    await server.clock.advance(100);
    second.elector.start();
    await server.clock.advance(5 * S);
  });

  afterEach(async () => {
    for (const { elector } of [first, second]) {
      const ended = elector.stop();
      await server.clock.advance(10 * S);
      await ended;
    }
  });

  /** How long it takes until the second one leads; undefined if it does not within a minute. */
  async function handOver(): Promise<number | undefined> {
    const began = server.clock.now();
    for (let turn = 0; turn < 600; turn += 1) {
      await server.clock.advance(100);
      if (second.elector.holds()) return server.clock.now() - began;
    }
    return undefined;
  }

  it('agree on one', () => {
    expect([first.told, second.told]).to.deep.equal([['elected'], []]);
    expect([first.elector.holds(), second.elector.holds()]).to.deep.equal([true, false]);
    expect(server.holder).to.equal('first');
  });

  it('change nothing for as long as the one renews', async () => {
    await server.clock.advance(120 * S);
    expect([first.told, second.told]).to.deep.equal([['elected'], []]);
    expect(first.asked.filter((method) => method === 'PUT').length).to.be.within(59, 64);
    // The watch tells it; it neither reads nor writes.
    expect(second.asked).to.deep.equal(['GET', 'WATCH']);
  });

  for (const { watches, within } of [
    { watches: true, within: 0.1 },
    { watches: false, within: 2 },
  ]) {
    const how = watches ? 'a watch' : 'polling';
    it(`hand over in ${within} s by ${how} where the Lease is given back`, async () => {
      await withWatches(watches);
      await first.elector.stop();
      expect(first.lines).to.include('lease released');
      expect(await handOver()).to.be.at.most(within * S);
      expect(server.lease?.spec.leaseTransitions).to.equal(1);
    });
  }

  for (const { watches, within } of [
    { watches: true, within: 15.1 },
    { watches: false, within: 17.1 },
  ]) {
    const how = watches ? 'a watch' : 'polling';
    it(`hand over in ${within} s by ${how} where one is cut off, and that one has given up before`, async () => {
      await withWatches(watches);
      first.cut = true;
      await server.clock.advance(10 * S);
      expect(first.told).to.deep.equal(['elected', 'lost: the lease could not be renewed for 10 s']);
      const rest = await handOver();
      expect(rest).to.be.within(2.9 * S, (within - 10) * S);
    });
  }

  it('say once that the Lease cannot be had', async () => {
    second.cut = true;
    server.watches = false;
    await second.elector.stop();
    const third = new Candidate(server, 'third');
    third.cut = true;
    third.elector.start();
    await server.clock.advance(60 * S);
    expect(third.lines).to.deep.equal(['lease not read (aborted)']);
    await third.elector.stop();
  });

  it('renew what somebody has put a label on', async () => {
    if (server.lease === undefined) throw new Error('there is a lease');
    const { metadata, spec } = server.lease;
    server.write({ metadata: { ...metadata, labels: { team: 'a' } }, spec }, false);
    await server.clock.advance(20 * S);
    expect(first.told).to.deep.equal(['elected']);
    expect(server.lease.metadata.labels).to.deep.equal({ team: 'a' });
  });

  it('end with a frozen one that gives nothing back which is another one’s by then', async () => {
    first.cut = true;
    await server.clock.advance(9 * S);
    const before = server.lease;
    // The second takes over while the first hangs in its last request.
    await server.clock.advance(10 * S);
    expect(server.holder).to.equal('second');
    expect(before?.spec.holderIdentity).to.equal('first');
    first.cut = false;
    await first.elector.stop();
    expect(server.holder).to.equal('second');
  });

  /** Both go on as they are; only the second one’s watch is taken away. */
  async function withWatches(on: boolean): Promise<void> {
    if (on) return;
    server.watches = false;
    await second.elector.stop();
    second = new Candidate(server, 'second');
    second.elector.start();
    await server.clock.advance(5 * S);
  }
});
