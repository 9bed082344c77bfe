import type { Path } from '../facts/template.ts';
import { readJson } from './jsonDocuments.ts';
import { breaksIn } from './lines.ts';
import { readYaml } from './yamlDocuments.ts';

/** One parsed document of a manifest file. */
export interface ManifestDocument {
  readonly kind: 'document';
  /** From 1. */
  readonly number: number;
  readonly value: unknown;
  /** It holds two braces, as templates do that nobody has filled in. */
  readonly braced: boolean;
  /** The line of the file on which the thing at `path` stands. */
  readonly lineOf: (path: Path) => number;
}

export interface BrokenDocument {
  readonly kind: 'broken';
  readonly number: number;
  readonly line: number;
  readonly what: string;
  /** As that of a document which can be read. */
  readonly braced: boolean;
}

/** A document as its part of the file has it: lines count from the first of that part. */
export type Part = Omit<ManifestDocument, 'number' | 'braced'> | Omit<BrokenDocument, 'number' | 'braced'>;

/**
 * The documents of a file, one at a time: no more than one needs to be in memory. A broken one does not hide the others;
 * nothing is thrown.
 */
export function* readDocuments(text: string): Generator<ManifestDocument | BrokenDocument> {
  let [number, before] = [0, 0];
  for (const part of partsOf(text)) {
    const braced = part.includes('{{');
    for (const one of readPart(part)) {
      number += 1;
      if (one.kind === 'broken') yield { ...one, number, braced, line: one.line + before };
      else yield { ...one, number, braced, lineOf: later(one.lineOf, before) };
    }
    before += breaksIn(part);
  }
}

/** The loop goes on while somebody still asks for lines. */
const later =
  (lineOf: ManifestDocument['lineOf'], before: number): ManifestDocument['lineOf'] =>
  (path) =>
    lineOf(path) + before;

function readPart(text: string): Iterable<Part> {
  const json = /^(?:---)?\s*[{[]/.test(text) ? readJson(text) : undefined;
  return json ?? readYaml(text);
}

/** Wherever they stand, before the one a document begins, and behind the other one ends. */
const MARK = /\n(?:---(?=\s|$)|\.\.\.(?=\s|$)[^\n]*\n?)/g;
/** A line that is no comment, is not blank, and does not say how the document below is written. */
const BEGUN = /^(?![^\S\n]*(?:#|$)|%)/m;

function* partsOf(text: string): Generator<string> {
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(MARK)) {
    const to = mark.startsWith('\n.') ? index + mark.length : index + 1;
    // Comments before the mark of a document are its own.
    if (!BEGUN.test(text.slice(from, index + 1))) continue;
    yield text.slice(from, to);
    from = to;
  }
  yield text.slice(from);
}
