/**
 * Chance that rests on nothing but a seed and on what is asked about: taking one event out of a history leaves the rest of
 * it as it was, so that a failing one shrinks.
 */
export class Dice {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** In [0, 1). */
  real(question: string): number {
    let hash = this.#seed ^ 0x811c9dc5;
    for (let index = 0; index < question.length; index += 1) {
      hash = Math.imul(hash ^ question.charCodeAt(index), 0x01000193);
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  }

  /** Hundredths of a second between the two. */
  between(least: number, most: number, question: string): number {
    return Math.round((least + (most - least) * this.real(question)) * 100) / 100;
  }

  chance(probability: number, question: string): boolean {
    return this.real(question) < probability;
  }
}
