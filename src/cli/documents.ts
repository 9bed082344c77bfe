import { type Document, LineCounter, parseAllDocuments, parseDocument } from 'yaml';
import type { Path } from '../facts/template.ts';
import { doubledJsonKey, faultyKey } from './doubledKeys.ts';
import { JsonSplitter, type JsonText } from './jsonSplitter.ts';

/** One parsed document of a manifest file. */
export interface ManifestDocument {
  readonly kind: 'document';
  /** From 1. */
  readonly number: number;
  readonly value: unknown;
  /** The line of the file on which the thing at `path` stands. */
  readonly lineOf: (path: Path) => number;
}

export interface BrokenDocument {
  readonly kind: 'broken';
  readonly number: number;
  readonly line: number;
  readonly what: string;
}

/** An alias repeated more often than this is an attack, or worth a look by its author. */
const MOST_ALIASES = 100;
/** As Kubernetes reads YAML, merge keys count; for doubled keys it is asked apart, in linear time. */
const OPTIONS = { merge: true, uniqueKeys: false, logLevel: 'silent', prettyErrors: false } as const;
/** JSON longer than this is not parsed a second time for the lines within it. */
const LOCATED_MAX = 2 * 1024 * 1024;

/** The documents of a file. A broken one does not hide the others; nothing is thrown. */
export function readDocuments(text: string): readonly (ManifestDocument | BrokenDocument)[] {
  const json = /^\s*[{[]/.test(text) ? jsonDocuments(text) : undefined;
  return json ?? yamlDocuments(text);
}

/** Undefined when it is not JSON after all (`{{` of a template, YAML in flow style). */
function jsonDocuments(text: string): readonly (ManifestDocument | BrokenDocument)[] | undefined {
  const splitter = new JsonSplitter();
  try {
    const parts = [...splitter.push(text), ...splitter.end()];
    return parts.map((part, index) => jsonDocument(part, index + 1));
  } catch {
    return undefined;
  }
}

function jsonDocument(part: JsonText, number: number): ManifestDocument | BrokenDocument {
  const value: unknown = JSON.parse(part.text);
  const fault = doubledJsonKey(part.text);
  if (fault !== undefined) {
    const line = part.line + part.text.slice(0, fault.offset).split('\n').length - 1;
    return { kind: 'broken', number, line, what: fault.what };
  }
  let lines: ((path: Path) => number) | undefined;
  const lineOf = (path: Path): number => {
    if (part.text.length > LOCATED_MAX) return part.line;
    lines ??= locator(part.text);
    return part.line + lines(path) - 1;
  };
  return { kind: 'document', number, value, lineOf };
}

function locator(text: string): (path: Path) => number {
  const counter = new LineCounter();
  return lineIn(parseDocument(text, { ...OPTIONS, lineCounter: counter }), counter);
}

function yamlDocuments(text: string): readonly (ManifestDocument | BrokenDocument)[] {
  const counter = new LineCounter();
  try {
    const documents = parseAllDocuments(text, { ...OPTIONS, lineCounter: counter });
    return [...documents].map((document, index) => yamlDocument(document, index + 1, counter));
  } catch (error) {
    // Nested deeper than the stack.
    return [{ kind: 'broken', number: 1, line: 1, what: reason(error) }];
  }
}

function yamlDocument(
  document: Document,
  number: number,
  counter: LineCounter,
): ManifestDocument | BrokenDocument {
  const [error] = document.errors;
  if (error) return { kind: 'broken', number, line: counter.linePos(error.pos[0]).line, what: reason(error) };
  const lineOf = lineIn(document, counter);
  try {
    const fault = faultyKey(document);
    if (fault !== undefined)
      return { kind: 'broken', number, line: counter.linePos(fault.offset).line, what: fault.what };
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    if (holdsItself(value)) return { kind: 'broken', number, line: lineOf([]), what: ENDLESS };
    return { kind: 'document', number, value, lineOf };
  } catch (problem) {
    return { kind: 'broken', number, line: lineOf([]), what: reason(problem) };
  }
}

const ENDLESS = 'an alias stands for what it is in';

/** Whoever reads it would come to no end. What is shared is looked at once. */
function holdsItself(root: unknown): boolean {
  const open = new Set<object>();
  const done = new Set<object>();
  const look = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || done.has(value)) return false;
    if (open.has(value)) return true;
    open.add(value);
    const found = Object.values(value).some(look);
    open.delete(value);
    done.add(value);
    return found;
  };
  return look(root);
}

/** Finds the nearest place on the way to `path` that has a line: what an alias stands for has none of its own. */
function lineIn(document: Document, counter: LineCounter): (path: Path) => number {
  return (path) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      const offset = startOf(node);
      if (offset !== undefined) return Math.max(1, counter.linePos(offset).line);
    }
    return 1;
  };
}

function startOf(node: unknown): number | undefined {
  const range: unknown =
    typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  const start: unknown = Array.isArray(range) ? range[0] : undefined;
  return typeof start === 'number' ? start : undefined;
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes('call stack')) return 'nested deeper than can be read';
  return text.split('\n')[0] ?? text;
}
