import { expect } from 'chai';
import { repetitionOf } from '../../../src/core/detect/repeating.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/core/model/thresholds.ts';
import { ConditionSet } from '../../../src/core/track/conditionSet.ts';
import { NO_STREAK, withFailures, withRun } from '../../../src/core/track/streak.ts';
import { at, millis } from '../../build/clock.ts';
import { runLike } from './runLike.ts';

const HOUR = 3600;

describe('the conditions of a finding', () => {
  const holding = (seconds: number) => ({ at: millis(seconds), reason: 'RanAgain', message: 'm' });

  it('keep their transition time while they hold', () => {
    const set = new ConditionSet();
    set.open('Repeating', holding(5));
    set.open('Repeating', holding(50));
    expect(set.list()[0]?.lastTransitionTime).to.equal(at(5));
  });

  it('are as old as the earliest fact that proves them, whenever that is learned', () => {
    const set = new ConditionSet();
    set.open('Racing', holding(50));
    set.open('Racing', holding(30));
    expect(set.list()[0]?.lastTransitionTime).to.equal(at(30));
    set.close('Racing', millis(60), 'NoRaceSince', 'none');
    set.open('Racing', holding(90));
    set.open('Racing', holding(40));
    expect(set.list()[0]?.lastTransitionTime).to.equal(at(60));
  });

  it('never go back in time', () => {
    const set = new ConditionSet();
    set.open('Repeating', holding(50));
    set.close('Repeating', millis(20), 'WindowPassed', 'over');
    expect(set.list()[0]).to.include({ status: 'False', lastTransitionTime: at(50) });
    set.open('Repeating', holding(10));
    expect(set.list()[0]).to.include({ status: 'True', lastTransitionTime: at(50) });
  });

  it('are listed once they have opened, worst first', () => {
    const set = new ConditionSet();
    set.close('Racing', millis(1), 'NoRaceSince', 'none');
    expect(set.list()).to.deep.equal([]);
    set.open('AtRisk', holding(1));
    set.open('Racing', holding(2));
    set.close('Racing', millis(3), 'NoRaceSince', 'none');
    expect(set.list().map(({ type, status }) => [type, status])).to.deep.equal([
      ['Racing', 'False'],
      ['AtRisk', 'True'],
    ]);
    expect(set.worst()).to.equal('AtRisk');
  });

  it('AcceptanceInvalid is never the state, and AtRisk alone is not notable', () => {
    const set = new ConditionSet();
    set.open('AtRisk', holding(1));
    expect(set.everNotable()).to.equal(false);
    set.open('AcceptanceInvalid', holding(1));
    expect(set.worst()).to.equal('AtRisk');
  });
});

describe('Repeating', () => {
  const rows = [
    { title: 'no rerun', category: 'Migration', times: [], found: undefined },
    { title: 'one of a migration', category: 'Migration', times: [1], found: { at: 1, until: 25, count: 1 } },
    { title: 'two of a download', category: 'Download', times: [1, 2], found: undefined },
    {
      title: 'three of a download',
      category: 'Download',
      times: [1, 2, 3],
      found: { at: 3, until: 25, count: 3 },
    },
    {
      title: 'three of a download, too far apart',
      category: 'Download',
      times: [1, 20, 40],
      found: undefined,
    },
    {
      title: 'one that goes on',
      category: 'Migration',
      times: [1, 20],
      found: { at: 1, until: 44, count: 2 },
    },
    {
      title: 'one that began anew',
      category: 'Migration',
      times: [1, 30],
      found: { at: 30, until: 54, count: 1 },
    },
  ] as const;
  for (const { title, category, times, found } of rows) {
    it(title, () => {
      const hours = times.map((hour) => millis(hour * HOUR));
      const expected =
        found === undefined
          ? undefined
          : { at: millis(found.at * HOUR), until: millis(found.until * HOUR), count: found.count };
      expect(repetitionOf(hours, category, DEFAULT_THRESHOLDS)).to.deep.equal(expected);
    });
  }
});

describe('failures in a row', () => {
  const failedAt = (to: number) => runLike({ from: to, to, outcome: 'Failed' });

  it('are counted until a success, or a cut', () => {
    const two = withRun(withRun(NO_STREAK, failedAt(1)), failedAt(3));
    expect(two).to.deep.equal({ length: 2, ends: [millis(1), millis(3)] });
    expect(withRun(two, runLike({ to: 9 }))).to.deep.equal(NO_STREAK);
    expect(withRun(two, runLike({ to: 9, outcome: 'Interrupted' }))).to.deep.equal(NO_STREAK);
    expect(withRun(two, runLike({ outcome: 'Running' }))).to.equal(two);
  });

  it('count a run once, however often it is told', () => {
    const one = withRun(NO_STREAK, failedAt(1));
    expect(withRun(one, failedAt(1), failedAt(1))).to.equal(one);
  });

  it('begin anew after a run of more than ten minutes', () => {
    const long = runLike({ from: 10, to: 10 + 601, outcome: 'Failed' });
    expect(withRun(withRun(NO_STREAK, failedAt(1)), long).length).to.equal(1);
  });

  it('keep a bounded number of ends', () => {
    let streak = NO_STREAK;
    for (let turn = 0; turn < 100; turn += 1) streak = withRun(streak, failedAt(turn));
    expect(streak.length).to.equal(100);
    expect(streak.ends).to.have.length(10);
    expect(withFailures(streak, 5, undefined).length).to.equal(105);
  });
});
