import { expect } from 'chai';
import type { Finding } from '../../../src/core/model/finding.ts';
import type { History } from './cluster.ts';
import type { TrueCount } from './truth.ts';

/** What was true. */
type Judged = Pick<History, 'truth'>;

/** Of a static pod nobody knows how long it has been there. */
export function isUndated({ spec }: Finding): boolean {
  return spec.workloadRef.kind === 'Node';
}

/** A number that is above the truth. */
interface Breach {
  readonly finding: string;
  readonly what: string;
  readonly claimed: number;
  readonly most: number;
  readonly truth: TrueCount;
}

/**
 * Nothing is claimed that was not so.
 * @param oneClock whether a run failed before its pod was asked to go, or after that, two clocks tell that differ
 */
export function expectNotAbove(history: Judged, findings: readonly Finding[], oneClock = true): void {
  expectWithin(history, findings, ({ status: { runs, reruns, races } }, truth) => {
    const { total, fates, unclear, withheld } = truth;
    return [
      ['runs', runs.total, total],
      ['succeeded', runs.succeeded, fates.Succeeded],
      ['interrupted', runs.interrupted, fates.Cut + unclear + (oneClock ? 0 : fates.Failed)],
      ['not executed', runs.notExecuted, fates.NotExecuted === 0 ? 0 : total],
      ['executed', runs.total - runs.notExecuted - runs.unknown, fates.NotExecuted === total ? 0 : total],
      ['reruns', reruns.total, truth.reruns],
      ['races', races.observed + races.failed, truth.races],
      ['runs that are missing although exact', runs.exact ? total - runs.total : 0, withheld],
    ];
  });
}

/** R7: that what came before the first look has failed, or could not be started, is inferred: true where nobody looked away. */
export function expectNoFalseFailure(history: Judged, findings: readonly Finding[]): void {
  expectWithin(history, findings, ({ status: { runs, races } }, { fates, losers }) => [
    // Nothing says whether an attempt that no status has shown was executed.
    ['failures', runs.failed + runs.notExecuted, fates.Failed + fates.NotExecuted],
    ['failed races', races.failed, losers],
  ]);
}

function expectWithin(
  history: Judged,
  findings: readonly Finding[],
  bounds: (finding: Finding, truth: TrueCount) => readonly (readonly [string, number, number])[],
): void {
  const breaches = findings.flatMap((finding): readonly Breach[] => {
    const truth = truthOf(history, finding);
    return bounds(finding, truth).flatMap(([what, claimed, most]) =>
      claimed > most ? [{ finding: finding.name, what, claimed, most, truth }] : [],
    );
  });
  expect(breaches, JSON.stringify(breaches)).to.deep.equal([]);
}

/** What must hold where all evidence has come through. */
export function expectExact(history: Judged, findings: readonly Finding[]): void {
  for (const finding of findings) {
    if (isUndated(finding)) continue;
    const { runs } = finding.status;
    const { total, fates } = truthOf(history, finding);
    expect(runs, finding.name).to.include({ total, succeeded: fates.Succeeded, exact: true });
  }
}

function truthOf(history: Judged, { spec }: Finding): TrueCount {
  const { kind, name } = spec.workloadRef;
  return history.truth.of(`${kind}/${name}`, spec.container);
}
