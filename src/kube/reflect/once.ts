const MEMORY = 1_000;

/** Remembers a bounded number of objects, so that each is spoken of once and a flood of them fills no memory. */
export class OncePerObject {
  #known = new Set<string>();

  first(uid: string): boolean {
    if (this.#known.has(uid)) return false;
    if (this.#known.size >= MEMORY) this.#known = new Set();
    this.#known.add(uid);
    return true;
  }
}
