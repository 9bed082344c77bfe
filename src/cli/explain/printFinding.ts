import { renderFinding } from '../../api/render.ts';
import type { Finding, LastRace } from '../../core/model/finding.ts';
import { kebab } from '../../core/model/names.ts';
import { jsonText } from '../jsonText.ts';
import type { Explanation } from './explanation.ts';
import { numbered, told, verdictOf } from './print.ts';

/** `{"finding": InitContainerFinding, "explanations": [...]}`: its state, and the rules of its evidence. */
export function findingAsJson(finding: Finding, glossary: readonly Explanation[]): string {
  const rules = finding.status.evidence.flatMap(({ rule }) => named('rule', rule, glossary));
  const explanations = [...named('state', finding.status.state, glossary), ...rules];
  return jsonText({ finding: renderFinding(finding), explanations });
}

/** What is known of one init container, why, and what to do. */
export function findingAsText(finding: Finding, glossary: readonly Explanation[]): string {
  return [`${finding.name}: a finding`, '', ...blockOf(finding, glossary)]
    .map((text) => `${text}\n`)
    .join('');
}

function blockOf({ namespace, spec, status }: Finding, glossary: readonly Explanation[]): readonly string[] {
  const { workloadRef, container } = spec;
  const [state] = named('state', status.state, glossary);
  const open = status.conditions.filter((condition) => condition.status === 'True');
  return [
    ...told('about', [`init container ${container} of ${workloadRef.kind} ${namespace}/${workloadRef.name}`]),
    ...told('state', [`${status.state}: ${state?.means ?? ''}`]),
    ...told(
      'open',
      open.map(({ type, message }) => `${type}: ${message}`),
    ),
    ...told('last', status.message === '' ? [] : [status.message]),
    ...told('tells', [`${verdictOf(verdictIn(status))} (${status.confidencePercent} % sure)`]),
    ...told(
      'because',
      status.evidence.map(({ rule, field, excerpt }) => `${field}: ${excerpt}  [${rule}]`),
    ),
    ...told('confesses', [status.confession]),
    ...told('runs', [runsOf(status)]),
    ...told('reruns', rerunsOf(status)),
    ...told('races', racesOf(status)),
    ...told('accepted', acceptedIn(status)),
    ...told('to do', numbered([...new Set([...(state?.steps ?? []), status.remedy])])),
  ];
}

const named = (
  group: Explanation['group'],
  name: string,
  glossary: readonly Explanation[],
): readonly Explanation[] => glossary.filter((one) => one.group === group && one.name === name);

type Status = Finding['status'];

const verdictIn = ({ category, severity, sideEffecting, tool, lock }: Status) => ({
  category: kebab(category),
  severity: kebab(severity),
  sideEffecting,
  tool: tool ?? null,
  lock,
});

function runsOf({ runs }: Status): string {
  const { total, running, succeeded, failed, interrupted, notExecuted, unknown, exact, exactSince } = runs;
  const counts = { running, succeeded, failed, interrupted, 'never executed': notExecuted, unknown };
  const since = exactSince === undefined ? '' : `, and exact since ${exactSince}`;
  return `${total}${listed(counts)}; ${exact ? 'exact' : `at least${since}`}`;
}

function rerunsOf({ reruns }: Status): readonly string[] {
  if (reruns.total === 0) return [];
  return [
    `${reruns.total}${listed(Object.fromEntries(reruns.byCause.map(({ cause, count }) => [cause, count])))}`,
  ];
}

function racesOf({ races }: Status): readonly string[] {
  const { potential, total, possible, observed, failed, last } = races;
  const counted = total === 0 ? [] : [`${total}${listed({ possible, observed, failed })}`];
  if (last !== undefined) return [...counted, ...uncounted(last, total)];
  return potential && total === 0 ? ['none yet, but its replicas can race'] : counted;
}

/** A race is counted some time after its end: until then nothing but the last race tells of it. */
function uncounted(last: LastRace, total: number): readonly string[] {
  const { level, startedAt, endedAt, podCount } = last;
  if (endedAt !== undefined && total > 0) return [];
  const why = endedAt === undefined ? 'whose end is not seen yet' : 'not counted yet';
  return [`one since ${startedAt}, ${why}: ${level}, ${podCount} pods`];
}

function acceptedIn({ accepted }: Status): readonly string[] {
  if (accepted === undefined) return [];
  const { reason, until, from } = accepted;
  return [`by the ${from}${until === undefined ? '' : ` until ${until}`}: ${reason}`];
}

/** `: 2 succeeded, 1 failed` */
function listed(counts: Readonly<Record<string, number>>): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  return some.length === 0 ? '' : `: ${some.map(([name, count]) => `${count} ${name}`).join(', ')}`;
}
