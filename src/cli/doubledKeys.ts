import { type Event, EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml';

/** A key that Kubernetes would not take, and where in the text it stands. */
export interface KeyFault {
  readonly offset: number;
  readonly what: string;
}

/** A string and the colon that makes a key of it, or a bracket; each character is looked at once. */
const TOKEN = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}[\]]/gs;

/** The first key of a YAML document that stands twice in one object, or is no text. */
export function faultyKey(events: readonly Event[], text: string): KeyFault | undefined {
  const open: { readonly known: Set<string> | undefined; atKey: boolean }[] = [];
  for (const event of events) {
    const into = open.at(-1);
    if (event.type === EVENT_ID.POP) {
      open.pop();
      continue;
    }
    if (into?.known !== undefined) {
      const fault = into.atKey ? faultOf(event, text, into.known) : undefined;
      if (fault !== undefined) return fault;
      into.atKey = !into.atKey;
    }
    if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) continue;
    open.push({ known: event.type === EVENT_ID.MAPPING ? new Set() : undefined, atKey: true });
  }
  return undefined;
}

function faultOf(key: Event, text: string, known: Set<string>): KeyFault | undefined {
  if ('start' in key) return { offset: key.start, what: 'a key is no text' };
  if (key.type !== EVENT_ID.SCALAR) return undefined;
  const name = getScalarValue(text, key);
  if (known.has(name)) return { offset: Math.max(0, key.valueStart), what: doubled(name) };
  // Of merge keys there may be several.
  if (name !== '<<' || key.style !== SCALAR_STYLE.PLAIN) known.add(name);
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
