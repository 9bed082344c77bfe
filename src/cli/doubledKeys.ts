import { type Document, isMap, isScalar, isSeq } from 'yaml';

/** A key that Kubernetes would not take, and where in the text it stands. */
export interface KeyFault {
  readonly offset: number;
  readonly what: string;
}

/** A string and the colon that makes a key of it, or a bracket; each character is looked at once. */
const TOKEN = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}[\]]/gs;

/** The first key of a YAML document that stands twice in one object, or is no text. */
export function faultyKey(document: Document): KeyFault | undefined {
  const nodes: unknown[] = [document.contents];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (isSeq(node)) for (const item of [...node.items].reverse()) nodes.push(item);
    if (!isMap(node)) continue;
    const known = new Set<string>();
    for (const { key } of node.items) {
      const fault = faultOf(key, known);
      if (fault !== undefined) return fault;
    }
    for (const { value } of [...node.items].reverse()) if (value !== null) nodes.push(value);
  }
  return undefined;
}

function faultOf(key: unknown, known: Set<string>): KeyFault | undefined {
  if (isMap(key) || isSeq(key)) return { offset: key.range?.[0] ?? 0, what: 'a key is no text' };
  // A symbol is the key `<<`: there may be several.
  if (!isScalar(key) || typeof key.value === 'symbol') return undefined;
  const name = String(key.value);
  if (known.has(name)) return { offset: key.range?.[0] ?? 0, what: doubled(name) };
  known.add(name);
  return undefined;
}

/** The same of JSON, which must be valid. */
export function doubledJsonKey(text: string): KeyFault | undefined {
  const open: Set<string>[] = [];
  for (const { 0: token, 1: raw, 2: colon, index } of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    if (raw === undefined || colon === undefined) continue;
    const name = raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
    const known = open.at(-1);
    if (known?.has(name) === true) return { offset: index, what: doubled(name) };
    known?.add(name);
  }
  return undefined;
}

function doubled(name: string): string {
  return `the key ${name} stands twice`;
}
