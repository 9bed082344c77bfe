import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

/*
 * docs/semantics.md names what a cluster can do: the scenarios S1–S66, and the points V1–V8 and C1–C22 that a real kubelet
 * has shown. Each has a test that begins with its name.
 */

const FOLDER = new URL('../../timeline/', import.meta.url);

const numbered = (letter: string, last: number): readonly string[] =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);

function titles(): ReadonlySet<string> {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  const sources = files.map((file) => readFileSync(new URL(file, FOLDER), 'utf8'));
  const names = sources.flatMap(
    (source) => source.match(/(?<=(?:\b(?:it|describe)\(\s*|title:\s+)['`])[SVC]\d+b?(?= )/g) ?? [],
  );
  return new Set(names);
}

describe('the scenarios of docs/semantics.md', () => {
  const named = titles();
  for (const [letter, last] of [
    ['S', 66],
    ['V', 8],
    ['C', 22],
  ] as const) {
    it(`${letter}1–${letter}${last} have a test each, named after them`, () => {
      expect(numbered(letter, last).filter((name) => !named.has(name))).to.deep.equal([]);
    });
  }
});
