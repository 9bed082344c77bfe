import { expect } from 'chai';
import { Election, type Step } from '../../../src/kube/lease/election.ts';
import type { LeaseRecord } from '../../../src/kube/lease/record.ts';

const ME = 'me';
const S = 1000;

/** What stands in the Lease; the times of other clocks are told apart and never read. */
function lease(holder: string, version: number, renewTime = `renewal ${version}`): LeaseRecord {
  return {
    holder,
    duration: 15 * S,
    acquireTime: 'once',
    renewTime,
    transitions: 0,
    metadata: { resourceVersion: String(version) },
  };
}

const kinds = (election: Election, from: number, to: number): readonly Step['kind'][] => {
  const steps: Step['kind'][] = [];
  for (let now = from; now <= to; now += S) steps.push(election.turn(now).kind);
  return steps;
};

describe('an election, for one that stands by', () => {
  let election: Election;

  beforeEach(() => {
    election = new Election(ME);
  });

  it('begins with reading, and bids for nothing that it has not read', () => {
    expect(election.turn(0)).to.deep.equal({ kind: 'read' });
    election.asks('read', 0);
    expect(election.turn(1)).to.deep.equal({ kind: 'rest', until: 2 * S });
    expect(election.turn(60 * S)).to.deep.equal({ kind: 'read' });
  });

  for (const [what, record] of [
    ['does not exist', undefined],
    ['is held by nobody', lease('', 1)],
    ['bears its own name, from a bid whose answer did not come', lease(ME, 1)],
  ] as const) {
    it(`bids at once for a Lease that ${what}`, () => {
      election.see(record, 0, 'answer');
      expect(election.turn(0)).to.deep.equal({ kind: 'bid' });
    });
  }

  it('leaves a holder its fifteen seconds from when it first saw the renewal, whatever the times in the Lease say', () => {
    election.see(lease('other', 1, '1999-01-01T00:00:00.000000Z'), 100 * S, 'watch');
    const bids = [114.9, 115].map((second) => election.turn(second * S).kind === 'bid');
    expect(bids).to.deep.equal([false, true]);
  });

  it('begins the fifteen seconds anew with each renewal, and with nothing else', () => {
    election.see(lease('other', 1, 'first'), 0, 'watch');
    election.see(lease('other', 2, 'second'), 2 * S, 'watch');
    // Somebody has put a label on it.
    election.see(lease('other', 3, 'second'), 9 * S, 'watch');
    expect([16, 17].map((second) => election.turn(second * S).kind === 'bid')).to.deep.equal([false, true]);
  });

  it('does not go back to what a late watch tells', () => {
    election.see(lease('', 20), 0, 'answer');
    election.see(lease('other', 19), 1, 'watch');
    expect(election.turn(2)).to.deep.equal({ kind: 'bid' });
  });

  it('reads every two seconds where no watch tells, and after four of silence where one should', () => {
    election.see(lease('other', 1), 0, 'answer');
    expect(election.turn(1)).to.deep.equal({ kind: 'rest', until: 2 * S });
    election.see(lease('other', 2), 2 * S, 'watch');
    expect(election.turn(2 * S)).to.deep.equal({ kind: 'rest', until: 6 * S });
    election.deaf();
    expect(election.turn(4 * S)).to.deep.equal({ kind: 'read' });
  });

  it('takes a watch for deaf that did not tell what a read shows', () => {
    election.see(lease('other', 1), 0, 'watch');
    election.see(lease('other', 2), 4 * S, 'answer');
    expect(election.turn(4 * S)).to.deep.equal({ kind: 'rest', until: 6 * S });
  });

  it('bids every two seconds where bids fail', () => {
    election.see(undefined, 0, 'answer');
    election.asks('bid', 0);
    expect(kinds(election, 0, 2 * S)).to.deep.equal(['rest', 'rest', 'bid']);
  });
});

describe('an election, for the one that leads', () => {
  let election: Election;

  beforeEach(() => {
    election = new Election(ME);
    election.see(undefined, 0, 'answer');
    election.turn(0);
    election.asks('bid', 0);
    election.won(lease(ME, 1), 0, 50);
  });

  it('renews every two seconds', () => {
    expect(kinds(election, S, 2 * S)).to.deep.equal(['rest', 'bid']);
  });

  it('holds for ten seconds from when the renewal was sent, not from its answer', () => {
    expect([9_999, 10_000].map((now) => election.holds(now))).to.deep.equal([true, false]);
  });

  it('waits for no answer beyond that', () => {
    expect([0, 6 * S, 11 * S].map((now) => election.patience(now))).to.deep.equal([5 * S, 4 * S, 0]);
  });

  it('has lost when it could not renew for ten seconds, and keeps the rest of its time for what is on its way', () => {
    expect(kinds(election, S, 9 * S)).not.to.include('lost');
    expect(election.turn(10 * S)).to.deep.equal({
      kind: 'lost',
      reason: 'the lease could not be renewed for 10 s',
      giveBack: false,
    });
  });

  it('has lost as soon as another name stands in the Lease', () => {
    election.see(lease('other', 2), S, 'answer');
    expect(election.holds(S)).to.equal(false);
    expect(election.turn(S)).to.deep.include({ kind: 'lost', reason: 'other holds the lease' });
  });

  it('has lost when it stood still for more than ten seconds, and can give the Lease back', () => {
    election.turn(S);
    expect(election.turn(11 * S + 1)).to.deep.equal({
      kind: 'lost',
      reason: 'the process stood still for 10 s',
      giveBack: true,
    });
  });

  it('does not lead by an answer that came when its time was over', () => {
    const late = new Election(ME);
    late.see(undefined, 0, 'answer');
    late.turn(0);
    late.won(lease(ME, 1), 0, 30 * S);
    expect(late.holds(30 * S)).to.equal(false);
    expect(late.turn(30 * S).kind).to.equal('lost');
  });

  it('takes its name up again where a hand has wiped it out', () => {
    election.see(lease('', 2), S, 'answer');
    expect(election.turn(2 * S)).to.deep.equal({ kind: 'bid' });
  });
});
