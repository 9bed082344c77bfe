import type { Millis } from '../../core/model/refs.ts';

const FIRST: Millis = 800;
const MAX: Millis = 30_000;
/** A failure after this long without one is a first failure again. */
const HEALTHY: Millis = 120_000;
/** However lucky the draw, never at once: a broken server answers fast. */
const LEAST: Millis = 100;

/** Growing pauses with full jitter, as client-go's reflector has them: many clients must not come back together. */
export class Backoff {
  readonly #random: () => number;
  #failures = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** How long to wait after a failure at `now`. */
  next(now: Millis): Millis {
    if (now - this.#last > HEALTHY) this.#failures = 0;
    this.#last = now;
    const bound = Math.min(MAX, FIRST * 2 ** this.#failures);
    if (bound < MAX) this.#failures += 1;
    return Math.max(LEAST, Math.round(this.#random() * bound));
  }
}
