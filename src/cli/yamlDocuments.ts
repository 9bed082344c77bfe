import {
  constructFromEvents,
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  type Event,
  EVENT_ID,
  mapTag,
  mergeTag,
  parseEvents,
  seqTag,
  type TagDefinition,
  YAMLException,
} from 'js-yaml';
import type { Path } from '../facts/template.ts';
import type { Part } from './documents.ts';
import { faultyKey } from './doubledKeys.ts';
import { Lines } from './lines.ts';
import { YamlPlaces } from './yamlPlaces.ts';

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
    const lines = new Lines(text);
    return documentsIn(parseEvents(text, { maxDepth: DEEPEST })).map((events) => partOf(events, text, lines));
  } catch (error) {
    return [broken(error)];
  }
}

function documentsIn(events: Event[]): readonly Event[][] {
  const begins: number[] = [];
  for (let at = 0; at < events.length; at += 1) if (events[at]?.type === EVENT_ID.DOCUMENT) begins.push(at);
  return begins.length === 1
    ? [events]
    : begins.map((begin, index) => events.slice(begin, begins[index + 1]));
}

function partOf(events: Event[], text: string, lines: Lines): Part {
  let places: YamlPlaces | undefined;
  const lineOf = (path: Path): number => {
    places ??= new YamlPlaces(events, text, lines);
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
    return { kind: 'broken', line: lines.lineAt(fault.offset), what: fault.what };
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

function broken(error: unknown): Part {
  const line = error instanceof YAMLException ? (error.mark?.line ?? 0) + 1 : 1;
  const text = error instanceof YAMLException ? error.reason : String(error);
  return { kind: 'broken', line, what: /nesting exceeded|call stack/.test(text) ? TOO_DEEP : text };
}
