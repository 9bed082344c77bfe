import { expect } from 'chai';
import type { Finding } from '../../../src/core/model/finding.ts';
import type { History } from './cluster.ts';
import type { TrueCount } from './truth.ts';

/** How many findings were judged, and of how many the count was still called exact. */
export interface Share {
  readonly findings: number;
  readonly exact: number;
  /** Those of static pods, of which nobody knows how long they have been there. */
  readonly undated: number;
}

export const NOTHING_JUDGED: Share = { findings: 0, exact: 0, undated: 0 };

export function add(share: Share, findings: readonly Finding[]): Share {
  const exact = findings.filter(({ status }) => status.runs.exact).length;
  const undated = findings.filter(isUndated).length;
  return {
    findings: share.findings + findings.length,
    exact: share.exact + exact,
    undated: share.undated + undated,
  };
}

function isUndated({ spec }: Finding): boolean {
  return spec.workloadRef.kind === 'Node';
}

/** Nothing is claimed that was not so. */
export function expectNotAbove(history: History, findings: readonly Finding[]): void {
  for (const finding of findings) {
    const { runs, reruns, races } = finding.status;
    const truth = truthOf(history, finding);
    const { fates, failedLeaving } = truth;
    const where = `${finding.name} has ${JSON.stringify({ runs, reruns, races, truth })}`;
    expect(runs.total, `total: ${where}`).to.be.at.most(truth.total);
    expect(runs.succeeded, `succeeded: ${where}`).to.be.at.most(fates.Succeeded);
    expect(runs.interrupted, `interrupted: ${where}`).to.be.at.most(fates.Cut + failedLeaving);
    expect(runs.notExecuted, `not executed: ${where}`).to.be.at.most(fates.NotExecuted);
    expect(reruns.total, `reruns: ${where}`).to.be.at.most(truth.reruns);
    expect(races.observed + races.failed, `races: ${where}`).to.be.at.most(truth.races);
    expect(races.failed, `failed races: ${where}`).to.be.at.most(truth.failedRaces);
  }
}

/** R7: that what came before the first look has failed is inferred: true where nobody looked away. */
export function expectNoFalseFailure(history: History, findings: readonly Finding[]): void {
  for (const finding of findings) {
    const { runs } = finding.status;
    const { fates } = truthOf(history, finding);
    const where = `${finding.name} has ${JSON.stringify({ runs, fates })}`;
    // Nothing says whether an attempt that no status has shown was executed.
    expect(runs.failed + runs.notExecuted, where).to.be.at.most(fates.Failed + fates.NotExecuted);
  }
}

export function expectExactIsEqual(history: History, findings: readonly Finding[]): void {
  for (const finding of findings) {
    const { runs } = finding.status;
    const truth = truthOf(history, finding);
    const where = `${finding.name} has ${JSON.stringify({ runs, truth })}`;
    if (runs.exact) expect(runs.total, where).to.equal(truth.total);
  }
}

/** What must hold where all evidence has come through. */
export function expectExact(history: History, findings: readonly Finding[]): void {
  for (const finding of findings) {
    if (isUndated(finding)) continue;
    const { runs } = finding.status;
    const { total, fates } = truthOf(history, finding);
    expect(runs, finding.name).to.include({ total, succeeded: fates.Succeeded, exact: true });
  }
}

function truthOf(history: History, { spec }: Finding): TrueCount {
  const { kind, name } = spec.workloadRef;
  return history.truth.of(`${kind}/${name}`, spec.container);
}
