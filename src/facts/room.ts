import { cap } from './text.ts';

/** Room for so many characters of text; each item also costs one. */
export class Room {
  #left: number;
  full = false;

  constructor(characters: number) {
    this.#left = characters;
  }

  /** As many texts as there is room for, the last one cut. */
  texts(texts: readonly string[]): readonly string[] {
    const taken: string[] = [];
    for (const text of texts) {
      if (this.#left <= 0) break;
      taken.push(cap(text, this.#left));
      this.#left -= text.length + 1;
    }
    if (taken.length < texts.length || this.#left < -1) this.full = true;
    return taken;
  }

  /** As many whole items as there is room for. */
  all<T>(items: readonly T[], size: (item: T) => number): readonly T[] {
    const fitting = items.findIndex((item) => {
      this.#left -= size(item) + 1;
      return this.#left < 0;
    });
    if (fitting < 0) return items;
    this.full = true;
    return items.slice(0, fitting);
  }
}
