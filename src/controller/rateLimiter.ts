import type { Millis } from '../core/model/refs.ts';
import type { Clock } from './ports.ts';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Requests that the writing of findings may cost the API server. */
export const WRITE_RATE: Rate = { perSecond: 5, burst: 20 };

/** A token bucket: at most `burst` at once and `perSecond` sustained; who comes first is served first. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #rate: Rate;
  #tokens: number;
  #filledAt: Millis;

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock;
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#filledAt = clock.now();
  }

  /** Resolves when `count` requests may be sent. */
  acquire(count: number): Promise<void> {
    const wait = this.reserve(count);
    if (wait === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#clock.after(wait, resolve);
    });
  }

  /** Takes `count` tokens, also of those to come; how long to wait until they are there. */
  reserve(count: number): Millis {
    this.#fill();
    this.#tokens -= count;
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / this.#rate.perSecond) * 1000);
  }

  #fill(): void {
    const now = this.#clock.now();
    // A wall clock that is set back fills nothing, and costs nothing.
    const earned = (Math.max(0, now - this.#filledAt) / 1000) * this.#rate.perSecond;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + earned);
    this.#filledAt = now;
  }
}
