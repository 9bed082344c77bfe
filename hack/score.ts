import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createClassifier } from '../src/core/classify/classifier.ts';
import { CATEGORIES, kebab, type Severity } from '../src/core/model/names.ts';
import type { Verdict } from '../src/core/model/verdict.ts';
import { containerSpec } from '../src/facts/container.ts';

/** One labelled container; corpus/README.md describes the fields. */
interface Row {
  readonly id: string;
  readonly workload: { readonly kind: string };
  readonly container: { readonly restartPolicy?: string };
  readonly label: {
    readonly category: string;
    readonly severity: string;
    readonly sideEffecting: boolean;
    readonly sideEffectingDisputed?: boolean;
  };
  readonly difficulty: string;
  readonly also?: readonly string[];
  readonly alsoSeverity?: readonly string[];
}

interface Scored {
  readonly row: Row;
  readonly verdict: Verdict;
  readonly predicted: string;
  readonly strict: boolean;
  readonly lenient: boolean;
}

const RED = new Set(['migration', 'seed', 'external-call']);
const WORDS = CATEGORIES.map(kebab);

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const percent = (part: number, whole: number): string => (whole === 0 ? '-' : (part / whole).toFixed(3));

function main(args: readonly string[]): number {
  const fallback = fileURLToPath(new URL('../../shared/corpus/init-containers.dev.jsonl', import.meta.url));
  const path = args.find((arg) => !arg.startsWith('-')) ?? fallback;
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    process.stderr.write(
      `There is no file with a corpus at ${path}. Give the path of a labelled file: hack/score CORPUS.jsonl\n`,
    );
    return 2;
  }
  const rows = readRows(path);
  if (typeof rows === 'string') {
    process.stderr.write(`${path}: ${rows}\n`);
    return 2;
  }
  report(
    rows.filter((row) => row.container.restartPolicy !== 'Always').map(scored),
    args.includes('--misses'),
  );
  return 0;
}

function readRows(path: string): readonly Row[] | string {
  const rows: Row[] = [];
  for (const [i, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      rows.push(JSON.parse(line) as Row);
    } catch (error) {
      return `line ${i + 1} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`;
    }
  }
  return rows;
}

const classify = createClassifier();

function scored(row: Row): Scored {
  const verdict = classify(containerSpec(row.container), { workloadKind: row.workload.kind });
  const predicted = kebab(verdict.category);
  const strict = predicted === row.label.category;
  return { row, verdict, predicted, strict, lenient: strict || (row.also ?? []).includes(predicted) };
}

function report(all: readonly Scored[], misses: boolean): void {
  const strict = all.filter((one) => one.strict).length;
  const lenient = all.filter((one) => one.lenient).length;
  const severity = all.filter(severityRight).length;
  out(`containers            ${all.length} (sidecars are out of scope)`);
  out(
    `accuracy              strict ${percent(strict, all.length)}   lenient ${percent(lenient, all.length)}`,
  );
  out(`macro-F1              strict ${macroF1(all, false)}   lenient ${macroF1(all, true)}`);
  out(`severity              ${percent(severity, all.length)}`);
  sideEffects(all);
  perCategory(all);
  confusion(all);
  calibration(all);
  harmless(all);
  if (misses) listMisses(all);
}

const DEFAULT_SEVERITY: Readonly<Record<string, string>> = {
  migration: 'red',
  seed: 'red',
  'external-call': 'red',
  permissions: 'legitimate',
  kernel: 'legitimate',
  'secret-fetch': 'legitimate',
  unknown: 'unknown',
};

function severityRight({ row, verdict, predicted }: Scored): boolean {
  const severity = kebab(verdict.severity satisfies Severity);
  if (severity === row.label.severity || (row.alsoSeverity ?? []).includes(severity)) return true;
  return (row.also ?? []).includes(predicted) && severity === (DEFAULT_SEVERITY[predicted] ?? 'yellow');
}

/** Under lenient scoring an accepted answer counts as the label. */
const truth = (one: Scored, lenient: boolean): string =>
  lenient && one.lenient ? one.predicted : one.row.label.category;

function f1(
  all: readonly Scored[],
  category: string,
  lenient: boolean,
): readonly [number, number, number, number] {
  const hit = all.filter((one) => one.predicted === category && truth(one, lenient) === category).length;
  const predicted = all.filter((one) => one.predicted === category).length;
  const real = all.filter((one) => truth(one, lenient) === category).length;
  return [hit, predicted, real, predicted + real === 0 ? 0 : (2 * hit) / (predicted + real)];
}

function macroF1(all: readonly Scored[], lenient: boolean): string {
  const present = WORDS.filter((word) => all.some((one) => truth(one, lenient) === word));
  return percent(
    present.reduce((sum, word) => sum + f1(all, word, lenient)[3], 0),
    present.length,
  );
}

function sideEffects(all: readonly Scored[]): void {
  const rows = all.filter(
    (one) => one.row.label.category !== 'unknown' && one.row.label.sideEffectingDisputed !== true,
  );
  const said = rows.filter((one) => one.verdict.sideEffecting);
  const real = rows.filter((one) => one.row.label.sideEffecting);
  const both = said.filter((one) => one.row.label.sideEffecting);
  out(
    `side effects          precision ${percent(both.length, said.length)}   recall ${percent(both.length, real.length)}`,
  );
  for (const one of said.filter((each) => !each.row.label.sideEffecting))
    out(`  wrongly side-effecting  ${one.row.id}`);
  for (const one of real.filter((each) => !each.verdict.sideEffecting))
    out(`  missed side effect      ${one.row.id}`);
}

function perCategory(all: readonly Scored[]): void {
  out('\ncategory         rows  precision  recall     F1   lenient F1');
  for (const word of WORDS) {
    const [hit, predicted, real, score] = f1(all, word, false);
    const cells = [
      String(real).padStart(4),
      percent(hit, predicted).padStart(10),
      percent(hit, real).padStart(7),
    ];
    out(
      `${word.padEnd(15)} ${cells.join(' ')} ${score.toFixed(3).padStart(6)}  ${f1(all, word, true)[3].toFixed(3).padStart(10)}`,
    );
  }
}

function confusion(all: readonly Scored[]): void {
  const pairs = new Map<string, number>();
  for (const one of all.filter((each) => !each.lenient)) {
    const pair = `${one.row.label.category} called ${one.predicted}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  out('\nconfusion (beyond what the corpus accepts)');
  for (const [pair, count] of [...pairs].sort((a, b) => b[1] - a[1]))
    out(`  ${String(count).padStart(3)}  ${pair}`);
}

function calibration(all: readonly Scored[]): void {
  out('\nconfidence      rows  right (lenient)');
  for (const [from, to] of [
    [90, 101],
    [80, 90],
    [70, 80],
    [60, 70],
    [50, 60],
    [0, 50],
  ] as const) {
    const band = all.filter(
      ({ verdict }) => verdict.confidencePercent >= from && verdict.confidencePercent < to,
    );
    const right = band.filter((one) => one.lenient).length;
    out(
      `  ${String(from).padStart(2)} to ${String(Math.min(to, 100)).padStart(3)}    ${String(band.length).padStart(4)}  ${percent(right, band.length)}`,
    );
  }
}

function harmless(all: readonly Scored[]): void {
  const wrong = all.filter(
    (one) =>
      RED.has(one.row.label.category) &&
      !RED.has(one.predicted) &&
      one.predicted !== 'unknown' &&
      !one.lenient,
  );
  const accepted = all.filter(
    (one) =>
      RED.has(one.row.label.category) &&
      !RED.has(one.predicted) &&
      one.predicted !== 'unknown' &&
      one.lenient,
  );
  const alarms = all.filter(
    (one) => ['wait', 'check'].includes(one.row.label.category) && one.predicted === 'migration',
  );
  out(
    `\nharmful called harmless  ${wrong.length} (and ${accepted.length} where the corpus accepts the milder answer)`,
  );
  for (const one of wrong) out(`  ${one.row.id}: ${one.row.label.category} called ${one.predicted}`);
  out(`wait or check called migration  ${alarms.length}`);
  for (const one of alarms) out(`  ${one.row.id}`);
  const unsure = all.filter((one) => RED.has(one.row.label.category) && one.predicted === 'unknown');
  out(`red ones called unknown  ${unsure.length}`);
  for (const one of unsure) out(`  ${one.row.id}`);
}

function listMisses(all: readonly Scored[]): void {
  out('\nmisses');
  for (const { row, verdict, predicted, strict, lenient } of all) {
    if (strict) continue;
    const rules = verdict.evidence.map((one) => `${one.rule} <${one.excerpt.slice(0, 60)}>`).join('; ');
    out(
      `${lenient ? '~' : 'X'} ${row.difficulty.padEnd(6)} ${row.label.category} -> ${predicted} ${verdict.confidencePercent}%  ${row.id}\n      ${rules}`,
    );
  }
}

// `hack/score | head` closes the pipe early.
process.stdout.on('error', () => process.exit());
process.exitCode = main(process.argv.slice(2));
