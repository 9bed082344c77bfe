import type { Millis } from '../core/model/refs.ts';
import { line } from './text.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
/** How Go writes a time that was never set. */
const NEVER = '0001-01-01T00:00:00Z';
const STRANGE_MAX = 32;

/** What could not be read, each field once: `status.initContainerStatuses[0].restartCount: not an integer`. */
export class Strange {
  readonly #seen = new Set<string>();

  add(path: string, what: string): void {
    if (this.#seen.size < STRANGE_MAX) this.#seen.add(`${line(path, 200)}: ${what}`);
  }

  /** Takes over what was noted for a part that is found at `path`. */
  addAll(path: string, notes: readonly string[]): void {
    for (const note of notes) {
      if (this.#seen.size < STRANGE_MAX) this.#seen.add(`${path}${note}`);
    }
  }

  list(): readonly string[] {
    return [...this.#seen];
  }
}

/**
 * Reads the fields of one JSON object without ever throwing. A field that is absent or null gives the zero value, as in
 * Go; one of the wrong type does too and is noted as strange.
 */
export class Reader {
  readonly #strange: Strange;
  readonly #present: boolean;
  /** The object itself; empty when there is none. */
  readonly whole: object;
  readonly path: string;

  constructor(value: unknown, path: string, strange: Strange) {
    this.path = path;
    this.#strange = strange;
    this.#present = isObject(value);
    this.whole = isObject(value) ? value : {};
    if (value !== undefined && value !== null && !isObject(value))
      strange.add(path === '' ? 'object' : path, 'not an object');
  }

  /** The value as it stands, undefined when absent or null. */
  raw(key: string): unknown {
    if (!Object.hasOwn(this.whole, key)) return undefined;
    const value: unknown = Reflect.get(this.whole, key);
    return value ?? undefined;
  }

  has(key: string): boolean {
    return this.raw(key) !== undefined;
  }

  /** There is such an object, were it an empty one. */
  get present(): boolean {
    return this.#present;
  }

  /** Notes something about the object itself. */
  doubt(what: string): void {
    this.#strange.add(this.path, what);
  }

  keys(): readonly string[] {
    return Object.keys(this.whole);
  }

  /** Not cut and not cleaned: only for text that is hashed or redacted next. */
  verbatim(key: string): string {
    const value = this.raw(key);
    if (value === undefined || typeof value === 'string') return value ?? '';
    this.#note(key, 'not a string');
    return '';
  }

  /** One line without control characters, at most `max` characters. */
  str(key: string, max = 253): string {
    return line(this.verbatim(key), max);
  }

  int(key: string): number | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    this.#note(key, 'not an integer');
    return undefined;
  }

  /** An integer that is not below zero; 0 when absent. */
  count(key: string): number {
    return this.countOr(key, 0);
  }

  countOr(key: string, otherwise: number): number {
    const value = this.int(key);
    if (value === undefined) return otherwise;
    if (value >= 0) return value;
    this.#note(key, 'below zero');
    return otherwise;
  }

  flag(key: string): boolean {
    const value = this.raw(key);
    if (value === undefined || typeof value === 'boolean') return value ?? false;
    this.#note(key, 'not a boolean');
    return false;
  }

  /** RFC 3339. The epoch is kept as 0: a container that never started has it (R2). */
  time(key: string): Millis | undefined {
    const value = this.raw(key);
    if (value === undefined || value === NEVER) return undefined;
    const millis = typeof value === 'string' && TIME.test(value) ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(millis)) return millis;
    this.#note(key, 'not a time');
    return undefined;
  }

  oneOf<const T extends string>(key: string, words: readonly T[], otherwise: T): T {
    const value = this.raw(key);
    if (value === undefined || value === '') return otherwise;
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) this.#note(key, `none of ${words.join(', ')}`);
    return word ?? otherwise;
  }

  at(key: string): Reader {
    return new Reader(this.raw(key), this.pathOf(key), this.#strange);
  }

  /** The object at the end of a chain of keys. */
  in(...keys: readonly string[]): Reader {
    return keys.reduce<Reader>((reader, key) => reader.at(key), this);
  }

  list(key: string): readonly Reader[] {
    return this.objects(key).map(([, reader]) => reader);
  }

  /** The objects of a list with their place in it; what is no object is left out and noted. */
  objects(key: string): readonly (readonly [number, Reader])[] {
    const path = this.pathOf(key);
    const readers: [number, Reader][] = [];
    for (const [index, value] of this.#items(key).entries()) {
      if (isObject(value)) readers.push([index, new Reader(value, `${path}[${index}]`, this.#strange)]);
      else this.#strange.add(`${path}[${index}]`, 'not an object');
    }
    return readers;
  }

  /** Not cut and not cleaned, as {@link verbatim}. */
  strings(key: string): readonly string[] {
    const texts: string[] = [];
    for (const [index, value] of this.#items(key).entries()) {
      if (typeof value === 'string') texts.push(value);
      else this.#note(`${key}[${index}]`, 'not a string');
    }
    return texts;
  }

  #items(key: string): readonly unknown[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.#note(key, 'not a list');
      return [];
    }
    return value;
  }

  pathOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  #note(key: string, what: string): void {
    this.#strange.add(this.pathOf(key), what);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
