import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { z } from 'zod';

const LIVES = resolve(import.meta.dirname, 'lives.ts');
/** Bytes for each round of lives that the heap may grow by chance: less than what one workload, finding or spec leaves behind. */
const NOISE = 1000;

describe('engine and controller', () => {
  it('keep nothing of pods, workloads, nodes, namespaces and init containers that have gone', async () => {
    // A heap of its own: what other tests leave is not counted.
    const { stdout } = await promisify(execFile)(process.execPath, [LIVES]);
    const growths = z.array(z.number()).length(3).parse(JSON.parse(stdout));
    expect(Math.min(...growths)).to.be.below(NOISE);
  });
});
