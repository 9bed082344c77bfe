import { type Cause, CAUSES_BY_DESIGN } from '../core/model/names.ts';
import type { Finding, FindingStatus, StoredFinding } from '../core/model/finding.ts';
import { same } from './same.ts';

/**
 * How soon a finding must be written.
 * `now`: state, conditions, races, a failure · `soon`: other counts · `quiet`: nothing but runs that succeeded · `none`.
 */
export type Difference = 'none' | 'quiet' | 'soon' | 'now';

/** What a reader acts on: a change is written at once. */
const NOW = [
  'state',
  'severity',
  'category',
  'sideEffecting',
  'accepted',
  'races',
] as const satisfies readonly (keyof FindingStatus)[];

/** Written along with anything else; a new catalogue alone must not rewrite every finding at an upgrade. */
const WORDING = [
  'tool',
  'lock',
  'confidencePercent',
  'confession',
  'remedy',
  'evidence',
] as const satisfies readonly (keyof FindingStatus)[];

/** What grows with every run that succeeds. */
const QUIET = [
  'message',
  'duration',
  'lastRunAt',
  'recentRuns',
  'ledger',
] as const satisfies readonly (keyof FindingStatus)[];

const QUIET_COUNTS = [
  'total',
  'running',
  'succeeded',
] as const satisfies readonly (keyof FindingStatus['runs'])[];

/** Compares what should be stored with what is; `manager` is the field manager that is us. */
export function differenceOf(wanted: Finding, seen: StoredFinding, manager: string): Difference {
  if (seen.status === undefined) return 'now';
  const status = statusDifference(wanted.status, seen.status);
  if (status === 'now' || status === 'soon') return status;
  if (identityDiffers(wanted, seen)) return 'soon';
  // Edited by hand: also its words are put right.
  if (seen.statusManager !== manager && differs(wanted.status, seen.status, WORDING)) return 'soon';
  return status;
}

function statusDifference(wanted: FindingStatus, seen: FindingStatus): Difference {
  if (differs(wanted, seen, NOW) || !same(verdicts(wanted), verdicts(seen))) return 'now';
  if (wanted.runs.failed !== seen.runs.failed) return 'now';
  if (!same(loudPart(wanted), loudPart(seen))) return 'soon';
  // A reader must not be told for minutes that it has not run yet.
  if (seen.runs.total === 0 && wanted.runs.total > 0) return 'soon';
  if (differs(wanted, seen, QUIET) || !same(countsOf(wanted), countsOf(seen))) return 'quiet';
  return same(wanted.reruns, seen.reruns) && same(wanted.conditions, seen.conditions) ? 'none' : 'quiet';
}

/** Conditions without their sentences, which may tell of each further run. */
function verdicts({ conditions }: FindingStatus): unknown {
  return Object.fromEntries(conditions.map(({ type, status, reason }) => [type, { status, reason }]));
}

/** Counts other than those that a quiet successful run moves. */
function loudPart(status: FindingStatus): unknown {
  const { origin, reruns } = status;
  const counts = Object.entries(countsOf(status)).filter(([name]) => !isQuietCount(name));
  const causes = reruns.byCause.filter(({ cause }) => !isByDesign(cause));
  return {
    origin,
    runs: Object.fromEntries(counts),
    reruns: Object.fromEntries(causes.map(({ cause, count }) => [cause, count])),
  };
}

/** Each restart and each gap moves exactSince of all findings: it is written along with what else is. */
function countsOf({ runs }: FindingStatus): FindingStatus['runs'] {
  const { exactSince, ...counts } = runs;
  return exactSince === undefined ? runs : counts;
}

function isQuietCount(name: string): boolean {
  return QUIET_COUNTS.some((quiet) => quiet === name);
}

function isByDesign(cause: Cause): boolean {
  return CAUSES_BY_DESIGN.has(cause);
}

function identityDiffers(wanted: Finding, seen: StoredFinding): boolean {
  if (!same(wanted.owner, seen.owner)) return true;
  return Object.entries(wanted.labels).some(([name, value]) => seen.labels[name] !== value);
}

function differs(
  wanted: FindingStatus,
  seen: FindingStatus,
  fields: readonly (keyof FindingStatus)[],
): boolean {
  return fields.some((field) => !same(wanted[field], seen[field]));
}
