import { Dice } from '../timeline/histories/dice.ts';

/** Chance that a seed decides, one draw after the other. */
export class Chance {
  readonly #dice: Dice;
  #draws = 0;

  constructor(seed: number) {
    this.#dice = new Dice(seed);
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.#real();
  }

  pick<T>(all: readonly [T, ...(readonly T[])]): T {
    return all[Math.floor(this.#real() * all.length)] ?? all[0];
  }

  shuffled<T>(all: readonly T[]): readonly T[] {
    return all
      .map((one) => ({ one, place: this.#real() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ one }) => one);
  }

  #real(): number {
    this.#draws += 1;
    return this.#dice.real(`draw ${this.#draws}`);
  }
}
