import type { Path } from '../facts/template.ts';
import type { Part } from './documents.ts';
import { doubledJsonKey } from './doubledKeys.ts';
import { JsonSplitter, type JsonText } from './jsonSplitter.ts';
import { breaksIn } from './lines.ts';
import { Places } from './places.ts';

/** Of JSON longer than this the lines within are not looked up: its places would take a multiple of its memory. */
const LOCATED_MAX = 2 * 1024 * 1024;

/** The documents of a text; undefined when it is not JSON after all (`{{` of a template, YAML in flow style). */
export function readJson(text: string): Iterable<Part> | undefined {
  const parts = split(text);
  return parts?.every(isJson) === true ? documents(parts) : undefined;
}

function split(text: string): readonly JsonText[] | undefined {
  const splitter = new JsonSplitter();
  try {
    return [...splitter.push(text.replace(/^---/, '   ')), ...splitter.end()];
  } catch {
    return undefined;
  }
}

function isJson({ text }: JsonText): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Parsed once more, so that only one is in memory. */
function* documents(parts: readonly JsonText[]): Generator<Part> {
  for (const { text, line } of parts) {
    const value: unknown = JSON.parse(text);
    const fault = doubledJsonKey(text);
    if (fault === undefined) yield { kind: 'document', value, lineOf: locator(text, line) };
    else yield { kind: 'broken', line: line + breaksIn(text.slice(0, fault.offset)), what: fault.what };
  }
}

function locator(text: string, line: number): (path: Path) => number {
  if (text.length > LOCATED_MAX || !text.includes('\n')) return () => line;
  let places: Places | undefined;
  return (path) => {
    places ??= placesIn(text, line);
    return places.lineOf(path);
  };
}

const TOKEN = /\n|[{}[\],]|("(?:[^"\\]|\\.)*")(\s*:)?|[^\s{}[\],":]+/g;

/** The places of everything in a text that is JSON. */
function placesIn(text: string, first: number): Places {
  const places = new Places();
  let line = first;
  for (const [token, quoted, colon] of text.matchAll(TOKEN)) {
    if (token === '\n') line += 1;
    else if (token === '{' || token === '[') places.open(line, token === '[');
    else if (token === '}' || token === ']') places.close();
    else if (quoted !== undefined && colon !== undefined) {
      places.key(String(JSON.parse(quoted)));
      line += breaksIn(colon);
    } else if (token !== ',') places.begin(line);
  }
  return places;
}
