import { expect } from 'chai';
import fc from 'fast-check';
import { uid, workId } from '../../../src/core/model/refs.ts';
import { encodeLedger, type NewLedger, type NewRow } from '../../../src/core/track/ledger.ts';
import { decodeLedger } from '../../../src/core/track/readLedger.ts';
import { EMPTY_TALLY } from '../../../src/core/track/run.ts';
import { NO_STREAK } from '../../../src/core/track/streak.ts';
import { millis } from '../../build/clock.ts';
import { runLike } from './runLike.ts';

function row(name: string, createdAt: number, failed = 0, restartCount = failed): NewRow {
  return {
    uid: uid(name),
    createdAt: millis(createdAt),
    attempts: {
      ended: { ...EMPTY_TALLY, Failed: failed },
      current: runLike({ pod: name, from: createdAt, to: createdAt + 2, sequence: failed + 1 }),
      restartCount,
      seen: [],
      exact: true,
      streak: NO_STREAK,
      writtenIn: undefined,
    },
  };
}

function ledger(pods: readonly NewRow[]): NewLedger {
  return {
    rowlessUntil: undefined,
    closed: { ...EMPTY_TALLY, Succeeded: 4, Unknown: 1 },
    pods,
    successes: [[workId('0123456789abcdef'), millis(3)]],
    rerunTimes: [millis(5), millis(9)],
    racesUntil: millis(7),
    surplusRaces: { possible: 1, observed: 0, failed: 2 },
    words: [[uid('p1'), millis(2), 'duplicate key']],
    timed: { sumSeconds: 12, count: 3 },
    durations: [3, 4, 5],
    sayings: { halfApplied: { work: workId('fedcba9876543210'), at: millis(8) }, lockedSince: millis(6) },
    countedIn: 900_000_000_000_000,
    resolvedAt: undefined,
    revisions: { revision: 'h1', number: 3, template: 't1', restartedAt: '', cause: 'Rollout', budget: 2 },
  };
}

describe('the ledger', () => {
  it('reads what it has written', () => {
    const written = ledger([row('p1', 1, 2), row('p2', 4)]);
    const read = decodeLedger(encodeLedger(written), 'migrate');
    const { pods, ...rest } = written;
    expect(read).to.deep.include(rest);
    expect(read?.rowlessUntil).to.equal(undefined);
    expect(
      read?.pods.map((one) => [one.uid, one.attempts.ended.Failed, one.attempts.current.startedAt]),
    ).to.have.deep.members(
      pods.map((one) => [one.uid, one.attempts.ended.Failed, one.attempts.current.startedAt]),
    );
  });

  it('says of which runs nobody has heard yet why they failed', () => {
    const rows: readonly NewRow[] = [
      { ...row('p1', 1), unheard: true },
      { ...row('p2', 2), usual: 7 },
      { ...row('p3', 3), usual: 9, unheard: true },
      row('p4', 4),
    ];
    const read = decodeLedger(encodeLedger(ledger(rows)), 'migrate');
    expect(read?.pods.map((one) => [one.uid, one.usual, one.unheard])).to.have.deep.members([
      ['p1', null, true],
      ['p2', 7, false],
      ['p3', 9, true],
      ['p4', undefined, false],
    ]);
  });

  it('reads what was written before it held durations and sayings', () => {
    const older = encodeLedger(ledger([])).replace(/"t":.*?"k":\[.*?\],/, '');
    expect(decodeLedger(older, 'migrate')).to.deep.include({
      racesUntil: millis(7),
      durations: [],
      sayings: { halfApplied: undefined, lockedSince: undefined },
    });
  });

  it('reads what was written before it held races that were none of their own', () => {
    const none = { possible: 0, observed: 0, failed: 0 };
    const older = encodeLedger(ledger([])).replace(/"s":.*?\],/, '');
    expect(older).to.not.equal(encodeLedger(ledger([])));
    expect(decodeLedger(older, 'migrate')).to.deep.include({ racesUntil: millis(7), surplusRaces: none });
    expect(encodeLedger({ ...ledger([]), surplusRaces: none })).to.equal(older);
  });

  it('has whole seconds, whatever it is given, and reads the fractions that its first version has written', () => {
    const fraction = { ...ledger([row('p1', 1)]), resolvedAt: millis(20.25) };
    const text = encodeLedger(fraction);
    expect(decodeLedger(text, 'migrate')?.resolvedAt).to.equal(millis(20));
    const old = text.replace(/"x":(\d+)/, '"x":$1.25');
    expect(old).to.not.equal(text);
    expect(decodeLedger(old, 'migrate')).to.deep.equal(decodeLedger(text, 'migrate'));
  });

  it('keeps to its length, and says up to which pod it left rows out', () => {
    const pods = Array.from({ length: 5000 }, (_, index) => row(`pod-${index}`, index));
    const text = encodeLedger(ledger(pods));
    expect(text.length).to.be.at.most(8192);
    const read = decodeLedger(text, 'migrate');
    expect(read?.pods.length).to.be.greaterThan(30);
    expect(read?.pods.every((one) => Number(one.uid.slice(4)) >= 4900)).to.equal(true);
    expect(read?.rowlessUntil).to.equal(millis(4999 - (read?.pods.length ?? 0)));
  });

  it('keeps first what no status of a pod tells', () => {
    const shown = Array.from({ length: 500 }, (_, index) => row(`pod-${index}`, 100 + index));
    const read = decodeLedger(encodeLedger(ledger([row('odd', 1, 3, 0), ...shown])), 'migrate');
    expect(read?.pods.map((one) => one.uid)).to.include('odd');
  });

  it('is undefined where it is none', () => {
    for (const text of ['', 'x', '1:', '1:7', '1:null', '1:[]', '1:{}', '2:{}', '1:{"c":[1,2,3]}'])
      expect(decodeLedger(text, 'migrate'), text).to.equal(undefined);
  });

  it('never throws, whatever it is given', () => {
    const whole = encodeLedger(ledger([row('p1', 1)]));
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(20), fc.string(), (at, cut, put) => {
        decodeLedger(whole.slice(0, at) + put + whole.slice(at + cut), 'migrate');
      }),
    );
    fc.assert(fc.property(fc.json(), (json) => void decodeLedger(`1:${json}`, 'migrate')));
  });
});
