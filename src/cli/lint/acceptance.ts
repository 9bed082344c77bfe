import { acceptedBy, readAcceptances } from '../../core/accept/acceptances.ts';
import {
  ACCEPT_ANNOTATION,
  type Acceptance,
  type Acceptances,
  type AcceptFault,
  type AcceptLevel,
} from '../../core/model/acceptance.ts';
import { BOUNDS } from '../../core/model/bounds.ts';
import type { Millis } from '../../core/model/refs.ts';
import { timestamp } from '../../core/model/time.ts';
import { namespaceAccept, type Path, type PodTemplate } from '../../facts/template.ts';
import { redact } from '../../facts/redact.ts';
import { line } from '../../facts/text.ts';
import type { ManifestDocument } from '../documents.ts';
import type { LintFinding, UnreadablePlace } from './report.ts';

/** That a finding is accepted, as `lint -o json` prints it. */
export interface LintAcceptance {
  readonly reason: string;
  readonly until: string | null;
  readonly from: AcceptLevel;
}

/** An annotation where it stands. */
interface Annotated {
  readonly raw: string;
  readonly from: AcceptLevel;
  readonly line: number;
}

interface Place {
  readonly file: string;
  readonly document: ManifestDocument;
  /** Where the object stands in its document. */
  readonly path: Path;
}

/** Acceptances with the place in which they stand. */
interface Level extends Acceptances {
  readonly file: string;
  readonly line: number;
}

const BY: Readonly<Record<AcceptLevel, string>> = {
  settings: 'the settings',
  namespace: 'its Namespace',
  workload: 'its workload',
  template: 'its pod template',
};
const DAY: Millis = 86_400_000;

/** What annotations accept, gathered while manifests are read: a Namespace may stand behind its workloads. */
export class LintAcceptances {
  readonly #now: Millis;
  readonly #levels = new Map<LintFinding, readonly Level[]>();
  readonly #namespaces = new Map<string, Level>();

  constructor(now: Millis) {
    this.#now = now;
  }

  /** Takes what a Namespace accepts; returns what of it cannot be read. */
  takeNamespace(object: unknown, place: Place): readonly UnreadablePlace[] {
    const found = namespaceAccept(object);
    if (found === undefined) return [];
    const level = levelOf({ raw: found.accept, from: 'namespace', line: lineAt(place, []) }, place);
    this.#namespaces.set(found.name, level);
    return problemsOf(level);
  }

  /** Takes what a workload and its pod template accept of their findings; returns what of it cannot be read. */
  take(findings: readonly LintFinding[], template: PodTemplate, place: Place): readonly UnreadablePlace[] {
    const { accept, templateAccept, path } = template;
    if (accept === '' && templateAccept === '') return [];
    const levels = [
      levelOf({ raw: accept, from: 'workload', line: lineAt(place, []) }, place),
      levelOf({ raw: templateAccept, from: 'template', line: lineAt(place, path.slice(0, -1)) }, place),
    ];
    for (const finding of findings) this.#levels.set(finding, levels);
    return levels.flatMap(problemsOf);
  }

  /** The finding with what accepts it, and where an acceptance of it has come to its end. */
  judge(finding: LintFinding): {
    readonly finding: LintFinding;
    readonly expired: UnreadablePlace | undefined;
  } {
    const above = this.#namespaces.get(finding.workload.namespace);
    const own = this.#levels.get(finding) ?? [];
    const levels = above === undefined ? own : [above, ...own];
    const { by, expired } = acceptedBy(finding.container, levels, this.#now);
    if (by !== undefined) return { finding: { ...finding, accepted: printed(by) }, expired: undefined };
    const level = levels.find(({ entries }) => expired !== undefined && entries.includes(expired));
    return {
      finding,
      expired: expired === undefined || level === undefined ? undefined : endOf(finding, expired, level),
    };
  }
}

const lineAt = ({ document, path }: Place, at: Path): number =>
  document.lineOf([...path, ...at, 'metadata', 'annotations', ACCEPT_ANNOTATION]);

const levelOf = ({ raw, from, line: at }: Annotated, { file }: Place): Level => ({
  ...readAcceptances(raw, from),
  file,
  line: at,
});

const problemsOf = ({ faults, file, line: at }: Level): readonly UnreadablePlace[] =>
  faults.map((fault) => ({ file, line: at, ...saidOf(fault) }));

function saidOf({ what, cure }: AcceptFault): Pick<UnreadablePlace, 'what' | 'cure'> {
  return { what: `annotation ${ACCEPT_ANNOTATION} does not count: ${what}`, cure };
}

function endOf(
  { container }: LintFinding,
  { until }: Acceptance,
  { file, line: at }: Level,
): UnreadablePlace {
  return {
    file,
    line: at,
    what: `the acceptance of '${container}' has ended${until === undefined ? '' : `: it held until ${lastDay(timestamp(until))}`}`,
    cure: 'give it a date that lies ahead, or remove it',
  };
}

function printed({ reason, until, from }: Acceptance): LintAcceptance {
  return {
    reason: line(redact(reason), BOUNDS.acceptReason),
    until: until === undefined ? null : timestamp(until),
    from,
  };
}

/** `accepted until 2027-01-31 by its workload: reason` */
export function acceptedText({ reason, until, from }: LintAcceptance): string {
  return `accepted ${until === null ? '' : `until ${lastDay(until)} `}by ${BY[from]}: ${reason}`;
}

/** An end at midnight is the end of a day: that day is what people write. */
function lastDay(until: string): string {
  return until.endsWith('T00:00:00Z') ? timestamp(Date.parse(until) - DAY).slice(0, 10) : until;
}
