import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../controller/ports.ts';
import type { Millis } from '../../core/model/refs.ts';

/** Ends after `delay`, or at once when `signal` is aborted. */
export function pause(clock: Clock, delay: Millis, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(delay, end);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** After this much work in one go, probes and scrapes get their turn. */
const SLICE: Millis = 10;

/** Gives the event loop back after each slice of work. */
export class Pacer {
  readonly #clock: Clock;
  #started: Millis;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#started = clock.now();
  }

  /** A new slice begins: we were just waiting for something. */
  rested(): void {
    this.#started = this.#clock.now();
  }

  async breathe(): Promise<void> {
    if (this.#clock.now() - this.#started < SLICE) return;
    await setImmediate();
    this.rested();
  }
}
