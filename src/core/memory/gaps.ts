import type { Millis } from '../model/refs.ts';

/** The watches of other kinds tell late of what was in a namespace that is gone. */
const LATE: Millis = 600_000;

/** From when on everything was watched: since the start or the last gap of all, and in one namespace since the last there. */
export class Gaps {
  readonly #lastIn = new Map<string, Millis>();
  /** Namespaces that are gone, and since when, oldest first. */
  readonly #leaving = new Map<string, Millis>();
  #last: Millis = 0;

  /** Namespaces of which something is kept. */
  get size(): number {
    return this.#lastIn.size + this.#leaving.size;
  }

  /** Watching begins or was interrupted, be it in one namespace only. */
  note(at: Millis, namespace?: string): void {
    if (namespace === undefined) {
      this.#last = at;
      for (const [name, gapAt] of this.#lastIn) if (gapAt <= at) this.#lastIn.delete(name);
    } else {
      this.#lastIn.set(namespace, at);
      this.#leaving.delete(namespace);
    }
  }

  since(namespace: string): Millis {
    return Math.max(this.#last, this.#lastIn.get(namespace) ?? 0);
  }

  /** The namespace is gone. */
  leave(namespace: string, at: Millis): void {
    if (this.#lastIn.has(namespace)) this.#leaving.set(namespace, at);
    for (const [name, leftAt] of this.#leaving) {
      if (at - leftAt < LATE) return;
      this.#leaving.delete(name);
      this.#lastIn.delete(name);
    }
  }
}
