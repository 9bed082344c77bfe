import { expect } from 'chai';
import { type Difference, differenceOf } from '../../../src/controller/difference.ts';
import type { FindingStatus, StoredFinding } from '../../../src/core/model/finding.ts';
import { finding, stored } from '../../build/finding.ts';

const before = finding();
const runs = before.status.runs;

function after(status: Partial<FindingStatus>, server: Partial<StoredFinding> = {}): Difference {
  return differenceOf(finding({ status }), stored(before, server), 'confessor');
}

const rerun = (cause: 'Replica' | 'Rollout') => ({ total: 1, byCause: [{ cause, count: 1 }] });
const condition = {
  type: 'CrashLooping',
  status: 'True',
  reason: 'ConsecutiveFailures',
  message: 'failed twice',
  lastTransitionTime: '2026-01-01T00:00:00Z',
} as const;

const TABLE: readonly (readonly [string, Partial<FindingStatus>, Difference])[] = [
  ['nothing', {}, 'none'],
  ['a state', { state: 'Racing' }, 'now'],
  ['a severity', { severity: 'Yellow' }, 'now'],
  ['a condition that opened', { conditions: [condition] }, 'now'],
  ['a race', { races: { ...before.status.races, total: 1, failed: 1 } }, 'now'],
  ['an acceptance', { accepted: { reason: 'known', from: 'workload' } }, 'now'],
  ['a run that failed', { runs: { ...runs, total: 2, failed: 1 } }, 'now'],
  ['a run that was interrupted', { runs: { ...runs, total: 2, interrupted: 1 } }, 'soon'],
  ['counts that are no longer exact', { runs: { ...runs, exact: false } }, 'soon'],
  ['since when they are exact, alone', { runs: { ...runs, exactSince: '2026-01-02T00:00:00Z' } }, 'none'],
  ['a rerun that somebody caused', { reruns: rerun('Rollout') }, 'soon'],
  ['a rerun by design', { reruns: rerun('Replica'), runs: { ...runs, total: 2, succeeded: 2 } }, 'quiet'],
  ['a run that succeeded', { runs: { ...runs, total: 2, succeeded: 2 }, message: 'Again.' }, 'quiet'],
  ['a run that began', { runs: { ...runs, total: 2, running: 1 } }, 'quiet'],
  ['the ledger alone', { ledger: '1:other' }, 'quiet'],
  ['other words of a new catalogue', { confession: 'I migrate.', confidencePercent: 95, tool: 'x' }, 'none'],
];

describe('the difference between a finding and what is stored', () => {
  for (const [what, status, expected] of TABLE) {
    it(`${what}: ${expected}`, () => expect(after(status)).to.equal(expected));
  }

  it('is nothing for the same fields in another order, and for absent ones that are undefined', () => {
    const backwards = Object.fromEntries(
      Object.entries(before.status).toReversed(),
    ) as unknown as FindingStatus;
    const seen = stored({ ...before, status: { ...backwards, tool: undefined as never } });
    expect(differenceOf(before, seen, 'confessor')).to.equal('none');
  });

  it('is to be written at once where no status is stored', () => {
    const { status: _, ...without } = stored(before);
    expect(differenceOf(before, without, 'confessor')).to.equal('now');
  });

  it('does not let a reader wait to hear that it has run at all', () => {
    const seen = stored(finding({ status: { runs: { ...runs, total: 0, succeeded: 0 } } }));
    expect(differenceOf(before, seen, 'confessor')).to.equal('soon');
  });

  it('says soon for a condition that tells the same in other words no more than a quiet run', () => {
    const seen = stored(finding({ status: { conditions: [condition] } }));
    const wanted = finding({ status: { conditions: [{ ...condition, message: 'failed thrice' }] } });
    expect(differenceOf(wanted, seen, 'confessor')).to.equal('quiet');
  });

  it('puts right the words, the labels and the owner that a hand has changed', () => {
    expect(after({ remedy: 'other' }, { statusManager: 'kubectl-edit' })).to.equal('soon');
    expect(after({}, { labels: {} })).to.equal('soon');
    expect(after({}, { owner: { ...before.owner, uid: '' } })).to.equal('soon');
  });

  it('leaves labels of others alone', () => {
    expect(after({}, { labels: { ...before.labels, team: 'a' } })).to.equal('none');
  });
});
