import { redact } from '../../facts/redact.ts';
import { line } from '../../facts/text.ts';
import { acceptedText } from './acceptance.ts';
import { reason, work, workloadOf } from './headline.ts';
import { type LintFinding, type LintReport, placeOf, type UnreadablePlace } from './report.ts';

const TEXT_MAX = 1000;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

interface Suite {
  readonly findings: LintFinding[];
  readonly unreadable: UnreadablePlace[];
}

/**
 * JUnit's XML: a suite for each file, a case for each init container, which fails where it gives exit code 1, and one with
 * an error for each place that cannot be read.
 */
export function asJUnit(report: LintReport, fails: (finding: LintFinding) => boolean): string {
  const suites = [...suitesOf(report)].map(([file, suite]) => suiteXml(file, suite, fails));
  const { findings, unreadable } = report;
  const counts = countsXml(findings, unreadable, fails);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="confessor lint" ${counts}>`,
    ...suites.flat(),
    '</testsuites>',
    '',
  ].join('\n');
}

function suitesOf({ files, findings, unreadable }: LintReport): ReadonlyMap<string, Suite> {
  const suites = new Map<string, Suite>();
  const suiteOf = (file: string): Suite => {
    const suite = suites.get(file) ?? { findings: [], unreadable: [] };
    suites.set(file, suite);
    return suite;
  };
  for (const file of files) suiteOf(file);
  for (const finding of findings) suiteOf(finding.source.file).findings.push(finding);
  for (const place of unreadable) suiteOf(place.file).unreadable.push(place);
  return suites;
}

function suiteXml(
  file: string,
  { findings, unreadable }: Suite,
  fails: (finding: LintFinding) => boolean,
): readonly string[] {
  return [
    `  <testsuite ${attribute('name', file)} ${countsXml(findings, unreadable, fails)}>`,
    ...findings.map((finding) => caseXml(finding, fails(finding))),
    ...unreadable.map(errorXml),
    '  </testsuite>',
  ];
}

function countsXml(
  findings: readonly LintFinding[],
  unreadable: readonly UnreadablePlace[],
  fails: (finding: LintFinding) => boolean,
): string {
  const failures = findings.filter(fails).length;
  const skipped = findings.filter(({ accepted }) => accepted !== null).length;
  return `tests="${findings.length + unreadable.length}" failures="${failures}" errors="${unreadable.length}" skipped="${skipped}"`;
}

function caseXml(finding: LintFinding, failed: boolean): string {
  const { source, container, category, severity, accepted } = finding;
  const attributes = [
    attribute('classname', workloadOf(finding)),
    attribute('name', container),
    attribute('file', source.file),
    attribute('line', String(source.line)),
  ].join(' ');
  const told = `${severity}: ${work(finding)}`;
  const why = reason(finding);
  const because = why === '' ? [] : [`because ${why}`];
  const more = text([finding.confession, ...because, `instead ${finding.remedy}`]);
  const judged = failed
    ? `<failure ${attribute('type', category)} ${attribute('message', told)}>${more}</failure>`
    : `<system-out>${text([told])}</system-out>`;
  const verdict =
    accepted === null ? judged : `<skipped ${attribute('message', `${told}; ${acceptedText(accepted)}`)}/>`;
  return `    <testcase ${attributes}>${verdict}</testcase>`;
}

function errorXml(place: UnreadablePlace): string {
  const attributes = [
    attribute('classname', 'unreadable'),
    attribute('name', placeOf(place)),
    attribute('file', place.file),
    ...(place.line === undefined ? [] : [attribute('line', String(place.line))]),
  ].join(' ');
  const message = attribute('message', redact(place.what));
  return `    <testcase ${attributes}><error type="unreadable" ${message}>${text([`cure: ${place.cure}`])}</error></testcase>`;
}

const attribute = (name: string, value: string): string => `${name}="${escaped(value)}"`;

const text = (lines: readonly string[]): string => lines.map(escaped).join('\n');

/** XML 1.0 has no characters for controls, halves of a pair and U+FFFE, escaped or not: they go. */
function escaped(value: string): string {
  const sound = line(value, TEXT_MAX)
    .toWellFormed()
    .replace(/[\uFFFE\uFFFF]/g, '');
  return sound.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}
