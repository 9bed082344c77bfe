import { type Classifier, classifierWith } from '../../core/classify/classifier.ts';
import type { Signature } from '../../core/classify/signature.ts';
import { potentialRace } from '../../core/detect/potential.ts';
import { kebab } from '../../core/model/names.ts';
import type { Millis } from '../../core/model/refs.ts';
import type { Evidence, Lock } from '../../core/model/verdict.ts';
import { type Path, podSpecPath, type PodTemplate, podTemplates } from '../../facts/template.ts';
import { CliError } from '../cliError.ts';
import { type BrokenDocument, type ManifestDocument, readDocuments } from '../documents.ts';
import type { Fields } from '../fields.ts';
import { isList, listItems } from '../listItems.ts';
import { type LintAcceptance, LintAcceptances } from './acceptance.ts';
import { type Input, readInputs } from './inputs.ts';
import { faultsOf, RENDER } from './shape.ts';
import { type LintSummary, summarise } from './summary.ts';

/** One init container of a manifest, as `lint -o json` prints it. */
export interface LintFinding {
  readonly source: { readonly file: string; readonly document: number; readonly line: number };
  readonly workload: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
  };
  readonly container: string;
  readonly category: string;
  readonly severity: string;
  readonly sideEffecting: boolean;
  readonly tool: string | null;
  readonly lock: Lock;
  readonly confidencePercent: number;
  readonly potentialRace: boolean;
  readonly accepted: LintAcceptance | null;
  readonly evidence: readonly Evidence[];
  readonly confession: string;
  readonly remedy: string;
}

export interface UnreadablePlace {
  /** As the user called it. */
  readonly file: string;
  /** Undefined where the whole of it cannot be read. */
  readonly line: number | undefined;
  readonly what: string;
  readonly cure: string;
}

/** `web.yaml:12`, as it is said in front of what is wrong there. */
export function placeOf({ file, line }: UnreadablePlace): string {
  return line === undefined ? file : `${file}:${line}`;
}

export interface LintReport {
  /** Every file that was read, in order. */
  readonly files: readonly string[];
  readonly findings: readonly LintFinding[];
  readonly summary: LintSummary;
  readonly unreadable: readonly UnreadablePlace[];
  /** Acceptances that have come to their end: what they were of counts again. */
  readonly expired: readonly UnreadablePlace[];
  /** Rows of the user's own that held. */
  readonly signatures: readonly Signature[];
}

export interface LintOptions {
  /** Rows of the user's own. */
  readonly signatures: readonly Signature[];
  /** By which acceptances end. */
  readonly now: Millis;
}

/** Reads and classifies everything the arguments name. What cannot be read is told beside the rest and hides nothing. */
export async function lint(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array>,
  options: LintOptions,
): Promise<LintReport> {
  const reading = new Reading(options);
  for (const path of paths) {
    for await (const input of readInputs(path, stdin)) {
      if (input instanceof CliError) reading.fail(input);
      else reading.take(input);
    }
  }
  return reading.report();
}

/** What has been read so far. */
class Reading {
  readonly #unreadable: UnreadablePlace[] = [];
  readonly #files: string[] = [];
  readonly #findings: LintFinding[] = [];
  readonly #options: LintOptions;
  readonly #classify: Classifier;
  readonly #acceptances: LintAcceptances;
  readonly #seen = { documents: 0, workloads: 0, sidecars: 0 };

  constructor(options: LintOptions) {
    this.#options = options;
    this.#classify = classifierWith(options.signatures);
    this.#acceptances = new LintAcceptances(options.now);
  }

  fail({ place, what, cure }: CliError): void {
    this.#unreadable.push({ file: place, line: undefined, what, cure });
  }

  take(input: Input): void {
    this.#files.push(input.name);
    const before = this.#unreadable.length;
    let objects = 0;
    for (const document of readDocuments(input.text)) {
      this.#seen.documents += 1;
      if (document.kind === 'broken') this.#unreadable.push(brokenPlace(input.name, document));
      else objects += this.#document(input.name, document);
    }
    if (input.named && objects === 0 && this.#unreadable.length === before)
      this.fail(new CliError(input.name, 'holds no Kubernetes object', HOLDS_NONE));
  }

  /** How many Kubernetes objects it holds; a List of nothing is one. */
  #document(file: string, document: ManifestDocument): number {
    const objects = objectsOf(document);
    for (const object of objects) {
      const place = { file, document: object.document, path: object.path };
      this.#unreadable.push(...this.#acceptances.takeNamespace(object.value, place));
      const templates = podTemplates(object.value);
      this.#unreadable.push(...shapeProblems(file, object, templates));
      for (const template of templates) {
        this.#seen.workloads += 1;
        this.#seen.sidecars += template.sidecars;
        const findings = findingsOf(file, object, template, this.#classify);
        this.#unreadable.push(...this.#acceptances.take(findings, template, place));
        this.#findings.push(...findings);
      }
    }
    return objects.length === 0 && isList(document.value) ? 1 : objects.length;
  }

  report(): LintReport {
    const { signatures } = this.#options;
    const seen = { files: this.#files.length, ...this.#seen };
    const judged = this.#findings.map((finding) => this.#acceptances.judge(finding));
    const findings = judged.map(({ finding }) => finding);
    const expired = judged.flatMap((one) => one.expired ?? []);
    const summary = summarise(findings, seen, this.#unreadable.length);
    return {
      files: this.#files,
      findings,
      summary,
      unreadable: this.#unreadable,
      expired,
      signatures,
    };
  }
}

interface ManifestObject {
  readonly value: Fields;
  readonly document: ManifestDocument;
  readonly path: Path;
}

/** The Kubernetes objects of a document. What has no kind is somebody else's YAML. */
function objectsOf(document: ManifestDocument): readonly ManifestObject[] {
  return listItems(document.value)
    .filter(({ object }) => typeof object['kind'] === 'string' && object['kind'] !== '')
    .map(({ object, path }) => ({ value: object, document, path }));
}

const HOLDS_NONE = 'name manifests with apiVersion and kind';

/** Beside it others may hold braces that are meant so, as what is rendered of a service mesh does. */
function brokenPlace(file: string, { line, number, what, braced }: BrokenDocument): UnreadablePlace {
  if (braced) {
    const template = `document ${number} looks like a template that is not rendered (${what})`;
    return { file, line, what: template, cure: RENDER };
  }
  const cure = 'repair the YAML or JSON at this line';
  return { file, line, what: `document ${number} cannot be read: ${what}`, cure };
}

/** What would be judged wrongly, or not at all, because it is not written as the API has it. */
function shapeProblems(
  file: string,
  { value, document, path }: ManifestObject,
  templates: readonly PodTemplate[],
): UnreadablePlace[] {
  const expected = podSpecPath(value);
  const places = expected === undefined ? templates.map((template) => template.path) : [expected];
  const faults = new Map(
    places.flatMap((place) => faultsOf(value, place, document.braced)).map((fault) => [fault.what, fault]),
  );
  return [...faults.values()].map(({ path: at, what, cure }) => ({
    file,
    line: document.lineOf([...path, ...at]),
    what,
    cure,
  }));
}

function findingsOf(
  file: string,
  object: ManifestObject,
  template: PodTemplate,
  classify: Classifier,
): LintFinding[] {
  const { apiVersion, kind, namespace, name, replicas, surge } = template;
  return template.init.map((spec, index) => {
    const verdict = classify(spec, { workloadKind: kind });
    const line = object.document.lineOf([...object.path, ...(template.initPaths[index] ?? template.path)]);
    return {
      source: { file, document: object.document.number, line },
      workload: { apiVersion, kind, namespace, name },
      container: spec.name,
      category: kebab(verdict.category),
      severity: kebab(verdict.severity),
      sideEffecting: verdict.sideEffecting,
      tool: verdict.tool === '' ? null : verdict.tool,
      lock: verdict.lock,
      confidencePercent: verdict.confidencePercent,
      potentialRace: potentialRace(verdict, { kind, replicas, surge }),
      accepted: null,
      evidence: verdict.evidence,
      confession: verdict.confession,
      remedy: verdict.remedy,
    };
  });
}
