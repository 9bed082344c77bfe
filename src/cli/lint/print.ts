import { line } from '../../facts/text.ts';
import { jsonText } from '../jsonText.ts';
import { acceptedText } from './acceptance.ts';
import { reason, work, workloadOf } from './headline.ts';
import type { LintFinding, LintReport } from './report.ts';
import type { LintSummary } from './summary.ts';

const NONE = '[]';

/** `{"findings": [...], "summary": {...}}`, in which what is not seen is escaped; in pieces, as there may be many findings. */
export function* asJson({ findings, summary }: LintReport): Generator<string> {
  const frame = jsonText({ findings: [], summary });
  const at = frame.indexOf(NONE);
  yield frame.slice(0, at) + (findings.length === 0 ? NONE : '[');
  for (const [index, finding] of findings.entries())
    yield `${index === 0 ? '' : ','}\n${jsonText(finding).trimEnd().replace(/^/gm, '    ')}`;
  yield `${findings.length === 0 ? '' : '\n  ]'}${frame.slice(at + NONE.length)}`;
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

function heading(finding: LintFinding): string {
  const { source, container, severity } = finding;
  const place = `${source.file}:${source.line}`;
  const told = `${workloadOf(finding)}, ${container}: ${work(finding)}`;
  return line(`${severity.toUpperCase().padEnd(8)}${place}  ${told}`, TEXT_MAX);
}

function details(finding: LintFinding): string[] {
  if (finding.accepted !== null) return [`        ${line(acceptedText(finding.accepted), TEXT_MAX)}`, ''];
  const [evidence] = finding.evidence;
  if (evidence?.rule === CUT) return [`        because ${evidence.excerpt}  [${CUT}]`, ''];
  if (!TOLD.has(finding.severity)) return [];
  return [
    `        ${line(finding.confession, TEXT_MAX)}`,
    ...(evidence ? [`        because ${reason(finding)}  [${evidence.rule}]`] : []),
    `        instead ${line(finding.remedy, TEXT_MAX)}`,
    '',
  ];
}

function totals(summary: LintSummary): string[] {
  const { initContainers, workloads, red, yellow, legitimate, unknown, sidecars, accepted } = summary;
  const hushed = accepted === 0 ? '' : `; ${accepted} of them accepted`;
  const beside = sidecars === 0 ? '' : `; ${counted(sidecars, 'native sidecar')} not judged`;
  return [
    `${counted(initContainers, 'init container')} in ${counted(workloads, 'workload')}: ` +
      `${red} red, ${yellow} yellow, ${unknown} unknown, ${legitimate} legitimate${hushed}${beside}`,
  ];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
