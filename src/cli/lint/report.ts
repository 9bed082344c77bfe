import { type Classifier, classifierWith } from '../../core/classify/classifier.ts';
import type { Signature } from '../../core/classify/signature.ts';
import { potentialRace } from '../../core/detect/potential.ts';
import type { Millis } from '../../core/model/refs.ts';
import { kebab } from '../../core/model/names.ts';
import type { Evidence, Lock, Verdict } from '../../core/model/verdict.ts';
import { type Path, podSpecPath, type PodTemplate, podTemplates } from '../../facts/template.ts';
import { CliError } from '../cliError.ts';
import { type BrokenDocument, type ManifestDocument, readDocuments } from '../documents.ts';
import type { Fields } from '../fields.ts';
import { listItems } from '../listItems.ts';
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

type Document = ManifestDocument | BrokenDocument;

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
    const documents = readDocuments(input.text);
    const objects = documents.flatMap((document) => (document.kind === 'broken' ? [] : objectsOf(document)));
    this.#files.push(input.name);
    this.#seen.documents += documents.length;
    this.#unreadable.push(...problems(input, documents, objects.length));
    for (const object of objects) {
      const place = { file: input.name, document: object.document, path: object.path };
      this.#unreadable.push(...this.#acceptances.takeNamespace(object.value, place));
      const templates = podTemplates(object.value);
      this.#unreadable.push(...shapeProblems(input.name, object, templates));
      for (const template of templates) {
        this.#seen.workloads += 1;
        this.#seen.sidecars += template.sidecars;
        const findings = findingsOf(input.name, object, template, this.#classify);
        this.#unreadable.push(...this.#acceptances.take(findings, template, place));
        this.#findings.push(...findings);
      }
    }
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

function problems(input: Input, documents: readonly Document[], objects: number): UnreadablePlace[] {
  const broken = documents.filter((document) => document.kind === 'broken');
  const template = input.text.includes('{{');
  const found = broken.map(({ line, number, what }) => ({
    file: input.name,
    line,
    what: `document ${number} cannot be read: ${what}`,
    cure: template ? RENDER : 'repair the YAML or JSON at this line',
  }));
  if (found.length > 0 || objects > 0 || !input.named) return found;
  const cure = 'name manifests with apiVersion and kind';
  return [{ file: input.name, line: undefined, what: 'holds no Kubernetes object', cure }];
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
    places.flatMap((place) => faultsOf(value, place)).map((fault) => [fault.what, fault]),
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
    const verdict: Verdict = classify(spec, { workloadKind: kind });
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
