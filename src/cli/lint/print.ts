import { line } from '../../facts/text.ts';
import type { LintFinding, LintReport, LintSummary } from './report.ts';

/** `{"findings": [...], "summary": {...}}` */
export function asJson({ findings, summary }: LintReport): string {
  return `${JSON.stringify({ findings, summary }, undefined, 2)}\n`;
}

const TEXT_MAX = 1000;
const TOLD = new Set(['red', 'yellow']);
/** A user must know that there is more than what was judged. */
const CUT = 'unknown.truncated';
const ORDER = ['red', 'yellow', 'unknown'];

/** For people: what is red or yellow with its reasons, the unknown in one line each, the harmless as a number. */
export function asText({ findings, summary }: LintReport): string {
  const shown = ORDER.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const blocks = shown.flatMap((finding) => [heading(finding), ...details(finding)]);
  return [...blocks, ...totals(summary)].map((text) => `${text}\n`).join('');
}

function heading({ source, workload, container, category, severity, ...finding }: LintFinding): string {
  const place = `${source.file}:${source.line}`;
  const where = `${workload.kind} ${workload.namespace === '' ? '' : `${workload.namespace}/`}${workload.name}`;
  const tool = finding.tool === null ? '' : ` (${finding.tool})`;
  const race = finding.potentialRace ? ', replicas can race' : '';
  return line(
    `${severity.toUpperCase().padEnd(8)}${place}  ${where}, ${container}: ${category}${tool}${race}`,
    TEXT_MAX,
  );
}

function details(finding: LintFinding): string[] {
  const [evidence] = finding.evidence;
  if (evidence?.rule === CUT) return [`        because ${evidence.excerpt}  [${CUT}]`, ''];
  if (!TOLD.has(finding.severity)) return [];
  return [
    `        ${line(finding.confession, TEXT_MAX)}`,
    ...(evidence
      ? [`        because ${line(`${evidence.field}: ${evidence.excerpt}  [${evidence.rule}]`, TEXT_MAX)}`]
      : []),
    `        instead ${line(finding.remedy, TEXT_MAX)}`,
    '',
  ];
}

function totals(summary: LintSummary): string[] {
  const { initContainers, workloads, red, yellow, legitimate, unknown, sidecars } = summary;
  const beside = sidecars === 0 ? '' : `; ${counted(sidecars, 'native sidecar')} not judged`;
  return [
    `${counted(initContainers, 'init container')} in ${counted(workloads, 'workload')}: ` +
      `${red} red, ${yellow} yellow, ${unknown} unknown, ${legitimate} legitimate${beside}`,
  ];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
