import {
  constructFromEvents,
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  type Event,
  EVENT_ID,
  getScalarValue,
  mapTag,
  mergeTag,
  parseEvents,
  SCALAR_STYLE,
  seqTag,
  type TagDefinition,
  YAMLException,
} from 'js-yaml';
import type { Path } from '../facts/template.ts';
import type { Part } from './documents.ts';
import { faultyKey } from './doubledKeys.ts';
import { Places } from './places.ts';

/** Nobody's manifest is deeper. */
const DEEPEST = 1000;
const TOO_DEEP = 'nested deeper than can be read';
/** What repeats so many times as much as is written is an attack, or worth a look by its author. */
const REPEATED_MAX = 100;

/** As Kubernetes reads YAML, merge keys count, and tags that nobody knows do not. */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag, anyTag('!'), anyTag('tag:'));

function anyTag(prefix: string): TagDefinition[] {
  const matchByTagPrefix = true;
  const { create, addPair, has, keys, get } = mapTag;
  const identify = (): boolean => false;
  return [
    defineScalarTag(prefix, { matchByTagPrefix, resolve: (source) => source, identify }),
    defineSequenceTag(prefix, { matchByTagPrefix, create: seqTag.create, addItem: seqTag.addItem, identify }),
    defineMappingTag(prefix, { matchByTagPrefix, create, addPair, has, keys, get, identify }),
  ];
}

/** The documents of a text that is YAML. */
export function readYaml(text: string): readonly Part[] {
  try {
    return documentsIn(parseEvents(text, { maxDepth: DEEPEST })).map((events) => partOf(events, text));
  } catch (error) {
    return [broken(error)];
  }
}

function documentsIn(events: Event[]): readonly Event[][] {
  const begins = [...events.keys()].filter((index) => events[index]?.type === EVENT_ID.DOCUMENT);
  return begins.map((begin, index) => events.slice(begin, begins[index + 1]));
}

function partOf(events: Event[], text: string): Part {
  let places: Places | undefined;
  const lineOf = (path: Path): number => {
    places ??= placesIn(events, text);
    return places.lineOf(path);
  };
  try {
    const [value] = constructFromEvents(events, { source: text, schema: SCHEMA });
    const shared = events.some(({ type }) => type === EVENT_ID.ALIAS);
    const what = shared ? faultOfAliases(value, events.length) : undefined;
    return what === undefined
      ? { kind: 'document', value, lineOf }
      : { kind: 'broken', line: lineOf([]), what };
  } catch (error) {
    const fault = faultyKey(events, text);
    if (fault === undefined) return broken(error);
    return { kind: 'broken', line: lineAt(text, fault.offset), what: fault.what };
  }
}

function faultOfAliases(value: unknown, written: number): string | undefined {
  if (holdsItself(value)) return 'an alias stands for what it is in';
  if (sizeOf(value) > written * REPEATED_MAX) return 'its aliases repeat too much';
  return undefined;
}

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

/** How much there is for who does not know what is shared. */
function sizeOf(root: unknown): number {
  const known = new Map<object, number>();
  const measure = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 1;
    const within: readonly unknown[] = Object.values(value);
    const size = known.get(value) ?? within.reduce<number>((sum, inner) => sum + measure(inner), 1);
    known.set(value, size);
    return size;
  };
  return measure(root);
}

/** What an alias stands for has no place of its own. */
function placesIn(events: readonly Event[], text: string): Places {
  const places = new Places();
  let [line, end, atKey] = [1, text.indexOf('\n'), true];
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) continue;
    if (event.type === EVENT_ID.POP) {
      places.close();
      atKey = true;
      continue;
    }
    const start = startOf(event);
    for (; end >= 0 && end < start; end = text.indexOf('\n', end + 1)) line += 1;
    if (places.inMap && atKey) {
      places.key(event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '');
      atKey = false;
      continue;
    }
    atKey = true;
    if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) places.begin(line);
    else places.open(line, event.type === EVENT_ID.SEQUENCE);
  }
  return places;
}

/** Where a value begins; before all when nothing is written of it. */
function startOf(
  event: Exclude<Event, { readonly type: typeof EVENT_ID.POP | typeof EVENT_ID.DOCUMENT }>,
): number {
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
  if (event.type !== EVENT_ID.SCALAR) return event.start;
  const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
  // The text of a block stands below the line on which it begins.
  return isBlock ? event.valueStart - 1 : event.valueStart;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function broken(error: unknown): Part {
  const line = error instanceof YAMLException ? (error.mark?.line ?? 0) + 1 : 1;
  const text = error instanceof YAMLException ? error.reason : String(error);
  return { kind: 'broken', line, what: /nesting exceeded|call stack/.test(text) ? TOO_DEEP : text };
}
