import { Session } from 'node:inspector/promises';
import { classify } from '../../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import { HOSTILE_TEXTS, WAYS } from './hostile.ts';

/*
 * Prints how many steps classifying takes, for each hostile text, way and length: how often V8 went through each block of our
 * code and of the shell parser's. A number, unlike a time, is the same on every machine. A program of its own, since coverage
 * of a whole process is counted.
 */

const COUNTED = /\/src\/core\/|\/node_modules\/unbash\//;
const LENGTHS = process.argv.slice(2).map(Number);

const session = new Session();
session.connect();

async function taken(): Promise<number> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(({ url }) => COUNTED.test(url))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
    .reduce((sum, count) => sum + count, 0);
}

async function stepsOf(
  text: string,
  way: (text: string) => { readonly command: readonly string[] },
): Promise<number> {
  const spec = exampleSpec(way(text));
  await taken();
  classify(spec, { workloadKind: 'Deployment' });
  return await taken();
}

classify(exampleSpec('alembic upgrade head'), { workloadKind: 'Deployment' });
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
for (const [name, textOf] of Object.entries(HOSTILE_TEXTS)) {
  for (const [way, specOf] of Object.entries(WAYS)) {
    const steps: number[] = [];
    for (const length of LENGTHS) steps.push(await stepsOf(textOf(length), specOf));
    process.stdout.write(`${JSON.stringify({ text: `${name} as ${way}`, steps })}\n`);
  }
}
