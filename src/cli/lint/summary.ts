import type { LintFinding } from './report.ts';

/** All findings in numbers. */
export interface LintSummary {
  readonly files: number;
  readonly documents: number;
  readonly workloads: number;
  readonly initContainers: number;
  readonly sidecars: number;
  readonly red: number;
  readonly yellow: number;
  readonly legitimate: number;
  readonly unknown: number;
  readonly sideEffecting: number;
  readonly accepted: number;
  readonly unreadable: number;
}

export function summarise(
  findings: readonly LintFinding[],
  seen: Pick<LintSummary, 'files' | 'documents' | 'workloads' | 'sidecars'>,
  unreadable: number,
): LintSummary {
  const count = (severity: string): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    ...seen,
    initContainers: findings.length,
    red: count('red'),
    yellow: count('yellow'),
    legitimate: count('legitimate'),
    unknown: count('unknown'),
    sideEffecting: findings.filter((finding) => finding.sideEffecting).length,
    accepted: findings.filter((finding) => finding.accepted !== null).length,
    unreadable,
  };
}
