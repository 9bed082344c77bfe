import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Children, ROOT } from './child.ts';
import { LONG_FACTOR, type Ring } from './rings.ts';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export interface RingOptions {
  readonly long: boolean;
  readonly record: boolean;
  /** Clusters that tests start begin with this name, so that what a killed test leaves can be found. */
  readonly clusterPrefix: string;
}

/** Raw V8 coverage of the rings that count for it; c8 reads it (.c8rc.json). */
export const COVERAGE_RAW = join(ROOT, 'coverage/raw');

function environment(ring: Ring, options: RingOptions): Record<string, string> {
  return {
    CONFESSOR_CLUSTER_PREFIX: options.clusterPrefix,
    ...(options.long ? { CONFESSOR_LONG: '1' } : {}),
    ...(options.record ? { CONFESSOR_LAB_FIXTURES: '1' } : {}),
    ...(ring.coverage ? { NODE_V8_COVERAGE: COVERAGE_RAW } : {}),
  };
}

function readTally(file: string): Tally | undefined {
  try {
    const tally = JSON.parse(readFileSync(file, 'utf8')) as Tally;
    return tally.passed + tally.failed > 0 ? tally : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs test/RING. A ring that ended without having run a single test, or that mocha calls failed without a failed test
 * (a file that does not load), has one failure.
 */
export async function runMochaRing(ring: Ring, children: Children, options: RingOptions): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'confessor-test-'));
  const tallyFile = join(folder, 'tally.json');
  const factor = options.long ? LONG_FACTOR : 1;
  const args = [
    join(ROOT, 'node_modules/mocha/bin/mocha.js'),
    `test/${ring.name}/**/*.test.ts`,
    '--reporter',
    './hack/testrings/reporter.ts',
    '--reporter-option',
    `tally=${tallyFile},style=${ring.style}`,
    '--timeout',
    String(ring.testSeconds * factor * 1000),
    ...(ring.parallel ? ['--parallel', '--jobs', String(availableParallelism())] : []),
  ];
  try {
    const code = await children.run(process.execPath, args, {
      env: environment(ring, options),
      seconds: ring.ringSeconds * factor,
    });
    const tally = readTally(tallyFile);
    if (tally === undefined) return { passed: 0, failed: 1 };
    return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
