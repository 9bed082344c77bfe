import { line } from '../../facts/text.ts';
import type { LintFinding } from './report.ts';

const TEXT_MAX = 1000;

/** `Deployment shop/web`, as it is written in the manifest. */
export function workloadOf({ workload: { kind, namespace, name } }: LintFinding): string {
  return line(`${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`, TEXT_MAX);
}

/** `migration (alembic), replicas can race` */
export function work({ category, tool, potentialRace }: LintFinding): string {
  const race = potentialRace ? ', replicas can race' : '';
  return `${category}${tool === null ? '' : ` (${tool})`}${race}`;
}

/** Where it was read, and what stood there; '' where there is nothing to show. */
export function reason({ evidence: [first] }: LintFinding): string {
  return first === undefined ? '' : line(`${first.field}: ${first.excerpt}`, TEXT_MAX);
}
