import { createHash } from 'node:crypto';
import { relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import manifest from '../../../../package.json' with { type: 'json' };
import { redact } from '../../../facts/redact.ts';
import { block, line } from '../../../facts/text.ts';
import { acceptedText } from '../acceptance.ts';
import { reason, work, workloadOf } from '../headline.ts';
import type { LintFinding, LintReport, UnreadablePlace } from '../report.ts';
import { descriptorOf, LEVELS, type LintRule, ruleOf } from './rules.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const TEXT_MAX = 1000;
/** No text of ours is longer. */
const ANY_MAX = 16_384;
/** GitHub refuses a file with more of them. */
const RESULTS_MAX = 25_000;

/** Worst first; what is legitimate is no result. */
const ORDER = [
  { severity: 'red', level: LEVELS.Red },
  { severity: 'yellow', level: LEVELS.Yellow },
  { severity: 'unknown', level: LEVELS.Unknown },
] as const;

const UNREADABLE = { id: 'unreadable', index: 0 };
const LEFT_OUT = { id: 'left-out', index: 1 };
const EXPIRED = { id: 'acceptance-ended', index: 2 };
const NOTIFICATIONS = [
  {
    id: UNREADABLE.id,
    name: 'Unreadable',
    shortDescription: { text: 'Something could not be read, so that init containers may be missing.' },
    defaultConfiguration: { level: 'error' },
  },
  {
    id: LEFT_OUT.id,
    name: 'LeftOut',
    shortDescription: { text: 'There are more results than one file may hold.' },
    defaultConfiguration: { level: 'warning' },
  },
  {
    id: EXPIRED.id,
    name: 'AcceptanceEnded',
    shortDescription: { text: 'An acceptance has come to its end: what it was of counts again.' },
    defaultConfiguration: { level: 'warning' },
  },
];

const NO_RESULTS = '"results": []';
/** Where a result stands in the log. */
const INDENT = ' '.repeat(8);

/** SARIF 2.1.0 as GitHub code scanning takes it, in pieces: all results at once would take a multiple of the memory. */
export function* asSarif(report: LintReport): Generator<string> {
  const told = toldOf(report);
  const shown = told.slice(0, RESULTS_MAX);
  const rules = rulesOf(shown.map(({ rule }) => rule));
  const run = {
    tool: { driver: driverOf(rules) },
    columnKind: 'utf16CodeUnits',
    invocations: [invocationOf(report, told.length - shown.length)],
    results: [],
  };
  const frame = json({ $schema: SCHEMA, version: '2.1.0', runs: [run] });
  // A text within a string would have its quotes escaped.
  const place = frame.lastIndexOf(NO_RESULTS);
  yield frame.slice(0, place);
  yield shown.length === 0 ? NO_RESULTS : '"results": [';
  yield* resultsJson(shown, new Map(rules.map(({ id }, index) => [id, index])));
  yield `${frame.slice(place + NO_RESULTS.length)}\n`;
}

function* resultsJson(shown: readonly Told[], places: ReadonlyMap<string, number>): Generator<string> {
  const seen = new Map<string, number>();
  for (const [index, told] of shown.entries()) {
    const text = json(resultOf(told, places.get(told.rule.id) ?? 0, seen)).replace(/^/gm, INDENT);
    yield `${index === 0 ? '' : ','}\n${text}`;
  }
  if (shown.length > 0) yield `\n${INDENT.slice(2)}]`;
}

const json = (value: object): string => JSON.stringify(value, clean, 2);

/** Whatever a tenant wrote, nothing of it moves a terminal or hides from a reader. */
function clean(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? block(value, ANY_MAX).toWellFormed() : value;
}

/** A finding that is a result, and of what rule and level. */
interface Told {
  readonly finding: LintFinding;
  readonly level: string;
  readonly rule: LintRule;
}

function toldOf({ findings, signatures }: LintReport): readonly Told[] {
  return ORDER.flatMap(({ severity, level }) =>
    findings
      .filter((finding) => finding.severity === severity)
      .map((finding) => ({ finding, level, rule: ruleOf(finding, signatures) })),
  );
}

function resultOf({ finding, level, rule }: Told, ruleIndex: number, seen: Map<string, number>): object {
  return {
    ruleId: rule.id,
    ruleIndex,
    level,
    message: { text: messageOf(finding) },
    locations: [locationOf(finding)],
    suppressions: suppressionsOf(finding),
    partialFingerprints: { primaryLocationLineHash: fingerprint(finding, seen) },
    properties: propertiesOf(finding),
  };
}

/** Where one result has a list of them, each must (SARIF 3.27.23): an empty one says that it is not suppressed. */
function suppressionsOf({ accepted }: LintFinding): readonly object[] {
  if (accepted === null) return [];
  return [{ kind: 'inSource', status: 'accepted', justification: acceptedText(accepted) }];
}

/** Each rule once, in the order of ids: two runs over the same manifests give the same bytes. */
function rulesOf(rules: readonly LintRule[]): readonly LintRule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function driverOf(rules: readonly LintRule[]): object {
  const { version } = manifest;
  return {
    name: 'Confessor',
    version,
    semanticVersion: version,
    rules: rules.map(descriptorOf),
    notifications: NOTIFICATIONS,
  };
}

/** The first sentence stands alone where there is little room. */
function messageOf(finding: LintFinding): string {
  const why = reason(finding);
  return literal(
    [
      `Init container ${line(finding.container, TEXT_MAX)} of ${workloadOf(finding)}: ${work(finding)}.`,
      finding.confession,
      ...(why === '' ? [] : [`Because ${why}.`]),
      `Instead: ${finding.remedy}`,
    ].join(' '),
  );
}

/** A text that holds neither a placeholder nor a link, whatever it quotes: braces are doubled (SARIF 3.11.5, 3.11.6). */
const literal = (text: string): string => text.replace(/[{}]/g, '$&$&').replaceAll('](', '] (');

function locationOf({ source, workload, container }: LintFinding): object {
  const { kind, namespace, name } = workload;
  return {
    physicalLocation: physical(source.file, source.line),
    logicalLocations: [
      { name: container, fullyQualifiedName: [namespace, kind, name, container].join('/'), kind: 'resource' },
    ],
  };
}

function physical(file: string, startLine: number | undefined): object {
  const artifactLocation = { uri: uriOf(file) };
  return startLine === undefined ? { artifactLocation } : { artifactLocation, region: { startLine } };
}

/** Relative to the working directory, which in CI is the root of the repository; what lies elsewhere has its full address. */
function uriOf(file: string): string {
  if (file === '-') return 'stdin';
  const path = relative('', file.toWellFormed()).split(sep).join('/');
  if (path === '..' || path.startsWith('../')) return pathToFileURL(resolve(file)).href;
  return path === '' ? '.' : path.split('/').map(encodeURIComponent).join('/');
}

/**
 * What makes an alert the same one in the next run: where the init container stands and whose it is, and neither its line
 * nor its image. The number tells those apart that share all of it. The name of the property is the one GitHub reads.
 */
function fingerprint({ source, workload, container }: LintFinding, seen: Map<string, number>): string {
  const { apiVersion, kind, namespace, name } = workload;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const identity = JSON.stringify([uriOf(source.file), group, kind, namespace, name, container]);
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 16);
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return `${hash}:${count}`;
}

function propertiesOf(finding: LintFinding): object {
  const { category, severity, sideEffecting, tool, lock, confidencePercent, potentialRace } = finding;
  return {
    category,
    severity,
    sideEffecting,
    ...(tool === null ? {} : { tool }),
    lock,
    confidencePercent,
    potentialRace,
    evidence: finding.evidence,
  };
}

function invocationOf({ unreadable, expired }: LintReport, leftOut: number): object {
  return {
    executionSuccessful: unreadable.length === 0,
    toolExecutionNotifications: [
      ...unreadable.map((place) => notificationOf(place, UNREADABLE, 'error')),
      ...expired.map((place) => notificationOf(place, EXPIRED, 'warning')),
      ...(leftOut === 0 ? [] : [leftOutNotification(leftOut)]),
    ],
  };
}

function notificationOf(
  { file, line: at, what, cure }: UnreadablePlace,
  descriptor: object,
  level: 'error' | 'warning',
): object {
  return {
    descriptor,
    level,
    message: { text: literal(`${line(redact(what), TEXT_MAX)} (cure: ${cure})`) },
    locations: [{ physicalLocation: physical(file, at) }],
  };
}

function leftOutNotification(count: number): object {
  const text = `${count} further results are left out, the least severe ones; lint fewer manifests at a time.`;
  return { descriptor: LEFT_OUT, level: 'warning', message: { text } };
}
