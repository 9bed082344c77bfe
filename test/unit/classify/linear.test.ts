import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { HOSTILE_SPECS, HOSTILE_TEXTS } from './hostile.ts';

const COUNT = join(import.meta.dirname, 'countSteps.ts');
/** Optimised code counts only a part of its steps. */
const UNOPTIMISED = ['--no-opt', '--no-maglev', '--no-sparkplug'];
const [SHORT, LONG] = [2048, 4096];
/** Linear is two; some bounds are only reached on the way, so that it may be more. What is quadratic takes four times the steps. */
const MOST_TIMES = 3.4;
/** What is done for any container. */
const ONCE = 3000;

/** Whoever measures the coverage of the tests would count into ours. */
const UNCOVERED = { ...process.env, NODE_V8_COVERAGE: undefined };

interface Counted {
  readonly text: string;
  readonly steps: readonly number[];
}

function count(): readonly Counted[] {
  const args = [...UNOPTIMISED, COUNT, String(SHORT), String(LONG)];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { env: UNCOVERED, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as Counted);
}

describe('the steps of classifying', () => {
  it('grow with the length of the text and no faster, whatever it is', function () {
    this.timeout(120_000);
    const counted = count();
    expect(counted).to.have.length(3 * Object.keys(HOSTILE_TEXTS).length + Object.keys(HOSTILE_SPECS).length);
    const steep = counted.filter(({ steps: [short = 0, long = 0] }) => long > MOST_TIMES * short + ONCE);
    expect(steep).to.deep.equal([]);
    // Else nothing was counted.
    expect(counted.filter(({ steps: [short = 0] }) => short > SHORT)).not.to.be.empty;
  });
});
