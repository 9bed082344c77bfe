import type { Kept } from './ports.ts';

interface Entry<T> {
  readonly object: T;
  stamp: number;
}

/** What of `put` the reflector must tell. */
export interface Put<T> {
  readonly isNew: boolean;
  /** An object of the same name and another uid, which must be gone. */
  readonly replaced: T | undefined;
}

/**
 * The objects of one kind, by uid: names are reused (R36, R46). Lists mark what they name, and sweep what they did not.
 */
export class Store<T extends Kept> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #names = new Map<string, string>();
  #generation = 0;

  get size(): number {
    return this.#entries.size;
  }

  get(uid: string): T | undefined {
    return this.#entries.get(uid)?.object;
  }

  /** A list begins: what it does not name until {@link sweep} is gone. */
  beginList(): void {
    this.#generation += 1;
  }

  put(object: T): Put<T> {
    const name = nameOf(object);
    const before = this.#names.get(name);
    const replaced = before !== undefined && before !== object.uid ? this.remove(before) : undefined;
    const isNew = !this.#entries.has(object.uid);
    this.#entries.set(object.uid, { object, stamp: this.#generation });
    this.#names.set(name, object.uid);
    return { isNew, replaced };
  }

  /** The object is there, although it could not be read: what we knew of it stands. */
  touch(uid: string): void {
    const entry = this.#entries.get(uid);
    if (entry !== undefined) entry.stamp = this.#generation;
  }

  remove(uid: string): T | undefined {
    const entry = this.#entries.get(uid);
    if (entry === undefined) return undefined;
    this.#entries.delete(uid);
    const name = nameOf(entry.object);
    if (this.#names.get(name) === uid) this.#names.delete(name);
    return entry.object;
  }

  /** The list is complete: takes out what it did not name. */
  sweep(): readonly T[] {
    const stale = [...this.#entries].filter(([, { stamp }]) => stamp !== this.#generation);
    for (const [uid] of stale) this.remove(uid);
    return stale.map(([, { object }]) => object);
  }
}

function nameOf({ namespace, name }: Kept): string {
  return `${namespace ?? ''}/${name}`;
}
