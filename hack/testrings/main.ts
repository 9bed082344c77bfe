import { rmSync } from 'node:fs';
import { runChecks } from './checks.ts';
import { Children } from './child.ts';
import { readCommandLine, USAGE } from './commandLine.ts';
import { prepareLab, removeClusters } from './lab.ts';
import { COVERAGE_RAW, type RingOptions, runMochaRing, type Tally } from './mochaRing.ts';
import type { Ring } from './rings.ts';

interface Result extends Tally {
  readonly ring: string;
  readonly seconds: number;
}

const NOTHING: Tally = { passed: 0, failed: 0 };
const say = (line: string): void => console.log(line);

async function runRing(ring: Ring, children: Children, options: RingOptions): Promise<Tally> {
  if (ring.kind === 'mocha') return runMochaRing(ring, children, options);
  const failed = await runChecks(children, say);
  return { passed: 0, failed: failed.length };
}

/** A ring whose machine cannot be prepared has one failure. */
async function prepared(ring: Ring, children: Children, options: RingOptions): Promise<Tally> {
  try {
    await prepareLab(ring, options.long, children.signal);
  } catch (error) {
    console.error(`${ring.name}: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1 };
  }
  return runRing(ring, children, options);
}

async function timed(ring: Ring, children: Children, options: RingOptions): Promise<Result> {
  say(`\n== ${ring.name}`);
  const started = performance.now();
  const tally = await prepared(ring, children, options);
  return { ring: ring.name, ...tally, seconds: (performance.now() - started) / 1000 };
}

async function runRings(rings: readonly Ring[], children: Children, options: RingOptions): Promise<Result[]> {
  const results: Result[] = [];
  for (const ring of rings) {
    if (children.interrupted || results.some((result) => result.failed > 0)) break;
    results.push(await timed(ring, children, options));
  }
  return results;
}

function summary(rings: readonly Ring[], results: readonly Result[]): string[] {
  return rings.map(({ name }) => {
    const result = results.find(({ ring }) => ring === name);
    if (result === undefined) return `${name.padEnd(12)} not run`;
    const verdict = result.failed > 0 ? 'FAILED' : 'ok';
    return `${name.padEnd(12)} ${verdict.padEnd(7)} ${result.seconds.toFixed(1).padStart(8)} s`;
  });
}

async function coverage(rings: readonly Ring[], children: Children): Promise<boolean> {
  if (!rings.some((ring) => ring.name === 'unit') || !rings.some((ring) => ring.name === 'timeline'))
    return true;
  say('\n== coverage of unit and timeline');
  return (await children.run('c8', ['report'])) === 0;
}

async function main(): Promise<number> {
  const wanted = readCommandLine(process.argv.slice(2));
  if (wanted.kind !== 'run') {
    console.error(wanted.kind === 'help' ? USAGE : `hack/test: ${wanted.message}\n\n${USAGE}`);
    return wanted.kind === 'help' ? 0 : 2;
  }
  const children = new Children();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => children.interrupt());
  rmSync(COVERAGE_RAW, { recursive: true, force: true });

  const { long, record } = wanted;
  const options = { long, record, clusterPrefix: `test${process.pid}` };
  const started = performance.now();
  const results = await runRings(wanted.rings, children, options);
  const covered = results.some((r) => r.failed > 0) || (await coverage(wanted.rings, children));
  await removeClusters(options.clusterPrefix);

  const sum = results.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }),
    NOTHING,
  );
  const failed = sum.failed + (covered ? 0 : 1);
  say(['', ...summary(wanted.rings, results)].join('\n'));
  say(`total ${((performance.now() - started) / 1000).toFixed(1).padStart(23)} s\n`);
  say(`${sum.passed} passed, ${failed} failed`);
  if (children.interrupted) return 130;
  return failed > 0 ? 1 : 0;
}

process.exitCode = await main();
