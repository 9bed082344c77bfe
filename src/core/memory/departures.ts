import type { Millis } from '../model/refs.ts';

/** The watches of other kinds tell late of what was in a namespace that is gone. */
const LATE: Millis = 600_000;

/** Namespaces that are gone, until what was kept of them may go too. */
export class Departures {
  /** Oldest first. */
  readonly #goneAt = new Map<string, Millis>();

  /** There is one of this name, be it another one. */
  come(namespace: string): void {
    this.#goneAt.delete(namespace);
  }

  /** The namespace is gone; returns those, gone earlier, of which nothing is told any more. */
  go(namespace: string, at: Millis): readonly string[] {
    this.come(namespace);
    this.#goneAt.set(namespace, at);
    const over: string[] = [];
    for (const [name, goneAt] of this.#goneAt) {
      if (at - goneAt < LATE) break;
      over.push(name);
      this.#goneAt.delete(name);
    }
    return over;
  }
}
