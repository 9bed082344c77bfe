import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClassifier, signatureRows } from '../src/core/classify/classifier.ts';
import { exampleSpec } from '../src/core/classify/example.ts';
import type { ContainerSpec } from '../src/core/model/facts.ts';
import { containerSpec } from '../src/facts/container.ts';
import { manifest } from './benchmark/manifest.ts';

/** One line of the table; a limit of 0 is none. */
interface Row {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: string;
}

const ROUNDS = 40;
const MANIFESTS = 10_000;
const LINTS = 3;
/** Of scripts, in characters; what is longer than 32 KiB is not read to its end. */
const SHORT = 2000;
const LENGTHS = [SHORT, 4000, 8000, 16_000, 32_000];
const TOTAL = 512_000;
const SCRIPTS: Readonly<Record<string, string>> = {
  commands: 'curl -sf "$URL/x?y=1" -o /tmp/f && echo done\n',
  'unknown programs': 'frobnicate --with=this that; ',
  pipes: 'cat a | sed s/a/b/ | ',
  'nested quotes': `sh -c "echo 'a $(date)'"; `,
  'open brackets': '$(( [[ {',
  'one word': 'a',
};

const classify = createClassifier();

const judge = (spec: ContainerSpec): unknown => classify(spec, { workloadKind: 'Deployment' });

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN;

/** What each container takes, in microseconds, in the round that nothing else on the machine held up. */
function times(specs: readonly ContainerSpec[]): readonly number[] {
  const best = specs.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, spec] of specs.entries()) {
      const began = performance.now();
      judge(spec);
      best[index] = Math.min(best[index] ?? 0, (performance.now() - began) * 1000);
    }
  }
  return best;
}

function containers(what: string, specs: readonly ContainerSpec[]): readonly Row[] {
  const best = times(specs);
  const name = `classifier, ${specs.length} ${what}`;
  return [
    { what: `${name}: median`, measured: quantile(best, 0.5), limit: 60, unit: 'µs' },
    { what: `${name}: p99`, measured: quantile(best, 0.99), limit: 1000, unit: 'µs' },
  ];
}

function corpus(path: string): readonly ContainerSpec[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => containerSpec((JSON.parse(line) as { readonly container: unknown }).container));
}

/** Milliseconds of this thread's own work on as many scripts as have the same length in all. */
function work(piece: string, length: number): number {
  const spec = exampleSpec(piece.repeat(length / piece.length));
  const before = process.threadCpuUsage();
  for (let done = 0; done < TOTAL; done += length) judge(spec);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

function linearity(what: string, piece: string): Row {
  work(piece, SHORT);
  const [short, ...longer] = LENGTHS.map((length) => work(piece, length));
  const ratios = longer.map((time) => time / (short ?? Number.NaN));
  const shown = ratios.map((ratio) => ratio.toFixed(1)).join(' ');
  return {
    what: `each character of longer scripts, ${what}: ${shown}`,
    measured: Math.max(...ratios),
    limit: 3,
    unit: '×',
  };
}

/** The process says itself at its end what it took. */
const TELLS = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(JSON.stringify([maxRSS / 1024, (userCPUTime + systemCPUTime) / 1e6]));
});`;

/** The run that nothing else on the machine held up. */
function lint(what: string, path: string): readonly Row[] {
  const runs = Array.from({ length: LINTS }, () => lintOnce(what, path));
  const least = (of: keyof LintCost): number => Math.min(...runs.map((run) => run[of]));
  return [
    { what: `lint, ${what}: time`, measured: least('seconds'), limit: 10, unit: 's' },
    { what: `lint, ${what}: of it on a CPU`, measured: least('cpu'), limit: 0, unit: 's' },
    {
      what: `lint, ${what}: memory`,
      measured: Math.max(...runs.map(({ memory }) => memory)),
      limit: 300,
      unit: 'MB',
    },
  ];
}

interface LintCost {
  readonly seconds: number;
  readonly cpu: number;
  readonly memory: number;
}

function lintOnce(what: string, path: string): LintCost {
  const main = join(import.meta.dirname, '../dist/confessor.js');
  const tells = `data:text/javascript,${encodeURIComponent(TELLS)}`;
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', tells, main, 'lint', '-o', 'json', path],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const seconds = (performance.now() - began) / 1000;
  // The manifests hold migrations: anything but 1 says that they were not linted.
  if (status !== 1) throw new Error(`lint of ${what} ended with ${status}: ${stderr}`);
  const [memory = Number.NaN, cpu = Number.NaN] = JSON.parse(stderr) as readonly number[];
  return { seconds, cpu, memory };
}

function lints(): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'confessor-bench-'));
  try {
    const all = Array.from({ length: MANIFESTS }, (_, index) => manifest(index));
    mkdirSync(join(folder, 'files'));
    all.forEach((text, index) => writeFileSync(join(folder, 'files', `${index}.yaml`), text));
    writeFileSync(join(folder, 'stream.yaml'), all.join('---\n'));
    return [
      ...lint(`${MANIFESTS} files`, join(folder, 'files')),
      ...lint(`${MANIFESTS} documents in a stream`, join(folder, 'stream.yaml')),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function print({ what, measured, limit, unit }: Row): void {
  // What could not be measured is not within its limit.
  const over = limit > 0 && !(measured <= limit);
  const bound = limit === 0 ? '' : `${limit} ${unit}`;
  process.stdout.write(
    `${what.padEnd(64)} ${measured.toFixed(2).padStart(8)} ${unit.padEnd(2)} ${bound.padStart(8)} ${over ? ' OVER' : ''}\n`,
  );
  if (over) process.exitCode = 1;
}

/** Others who work on the machine make all but the best of many rounds slower. */
const load = (): string =>
  `load average ${loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')} on ${availableParallelism()} CPUs\n`;

process.stdout.write(load());
process.stdout.write(`${'what'.padEnd(64)} ${'measured'.padStart(8)}    ${'limit'.padStart(8)}\n`);
const examples = signatureRows.flatMap((row) => row.examples).map(exampleSpec);
containers('examples of the catalogue', examples).forEach(print);
for (const path of process.argv.slice(2)) containers(`of ${path}`, corpus(path)).forEach(print);
for (const [what, piece] of Object.entries(SCRIPTS)) print(linearity(what, piece));
lints().forEach(print);
process.stdout.write(load());
