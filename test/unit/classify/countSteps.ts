import { Session } from 'node:inspector/promises';
import { classify } from '../../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import type { Example } from '../../../src/core/classify/signature.ts';
import { HOSTILE_SPECS, HOSTILE_TEXTS, WAYS } from './hostile.ts';

/*
 * Prints how many steps classifying takes, for each hostile text, way and length: how often V8 went through each block of our
 * code and of the shell parser's. A number, unlike a time, is the same on every machine. A program of its own, since coverage
 * of a whole process is counted.
 */

const COUNTED = /\/src\/core\/|\/node_modules\/unbash\//;
const LENGTHS = process.argv.slice(2).map(Number);

/** V8 counts nothing within its own functions: of the one that goes over whole texts the letters are counted. */
let letters = 0;
const split: unknown = Object.getOwnPropertyDescriptor(String.prototype, 'split')?.value;
Object.assign(String.prototype, {
  split(this: string, ...args: unknown[]): unknown {
    letters += this.length;
    const words: unknown = typeof split === 'function' ? Reflect.apply(split, this, args) : [];
    return words;
  },
});

const session = new Session();
session.connect();

async function taken(): Promise<number> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(({ url }) => COUNTED.test(url))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
    .reduce((sum, count) => sum + count, 0);
}

async function stepsOf(example: Example): Promise<number> {
  const spec = exampleSpec(example);
  await taken();
  letters = 0;
  classify(spec, { workloadKind: 'Deployment' });
  return letters + (await taken());
}

async function print(text: string, exampleOf: (length: number) => Example): Promise<void> {
  const steps: number[] = [];
  for (const length of LENGTHS) steps.push(await stepsOf(exampleOf(length)));
  process.stdout.write(`${JSON.stringify({ text, steps })}\n`);
}

classify(exampleSpec('alembic upgrade head'), { workloadKind: 'Deployment' });
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
for (const [name, textOf] of Object.entries(HOSTILE_TEXTS)) {
  for (const [way, specOf] of Object.entries(WAYS)) {
    await print(`${name} as ${way}`, (length) => specOf(textOf(length)));
  }
}
for (const [name, exampleOf] of Object.entries(HOSTILE_SPECS)) await print(name, exampleOf);
