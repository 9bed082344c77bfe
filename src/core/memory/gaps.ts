import type { Millis } from '../model/refs.ts';

/** From when on everything was watched: since the start or the last gap of all, and in one namespace since the last there. */
export class Gaps {
  readonly #lastIn = new Map<string, Millis>();
  #last: Millis = 0;

  /** Namespaces of which a gap is kept. */
  get size(): number {
    return this.#lastIn.size;
  }

  /** Watching begins or was interrupted, be it in one namespace only. */
  note(at: Millis, namespace?: string): void {
    if (namespace !== undefined) {
      this.#lastIn.set(namespace, at);
      return;
    }
    this.#last = at;
    for (const [name, gapAt] of this.#lastIn) if (gapAt <= at) this.#lastIn.delete(name);
  }

  since(namespace: string): Millis {
    return Math.max(this.#last, this.#lastIn.get(namespace) ?? 0);
  }

  forget(namespace: string): void {
    this.#lastIn.delete(namespace);
  }
}
