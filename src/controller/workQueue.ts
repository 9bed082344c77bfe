import type { Millis } from '../core/model/refs.ts';
import { backOff } from './backOff.ts';
import type { Clock } from './ports.ts';
import { Timers } from './timers.ts';

const RETRY_MAX: Millis = 300_000;
/** In a shutdown nothing waits longer between two tries. */
const LAST_PAUSE: Millis = 5_000;

/**
 * Keys that need work, after client-go's work queue: a key that waits is there once; a key that is being worked on and comes
 * in again is worked on again afterwards, never at the same time. First in, first out.
 */
export class WorkQueue<K extends string> {
  readonly #clock: Clock;
  /** Keys that need work, with the time since when; those being processed are not in the line yet. */
  readonly #dirty = new Map<K, Millis>();
  readonly #processing = new Set<K>();
  readonly #failures = new Map<K, number>();
  readonly #timers: Timers<K>;
  readonly #line = new Set<K>();
  #takers: ((key: K | undefined) => void)[] = [];
  readonly #idle: (() => void)[] = [];
  #shut = false;
  #abandoned = false;
  #undone = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#timers = new Timers(clock, (key) => this.#admit(key));
  }

  /** Keys that wait to be worked on now. */
  get depth(): number {
    return this.#dirty.size;
  }

  /** How long the oldest key has been waiting. */
  age(now: Millis): Millis {
    for (const since of this.#dirty.values()) return now - since;
    return 0;
  }

  add(key: K): void {
    if (!this.#shut) this.#admit(key);
  }

  /** Adds the key after a delay; of several delays of one key the earliest counts. */
  addAfter(key: K, delay: Millis): void {
    // What waits to be tried again need not: something has changed.
    if (this.#shut && this.#timers.drop(key)) this.#admit(key);
    if (this.#shut) return;
    if (delay <= 0) this.add(key);
    else this.#timers.set(key, this.#clock.now() + delay);
  }

  /** Adds the key again after a pause that grows with its failures, or after `atLeast` if that is longer. */
  retry(key: K, atLeast: Millis = 0): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const delay = backOff(failures, this.#shut ? LAST_PAUSE : RETRY_MAX);
    const hopeless = this.#shut && atLeast > LAST_PAUSE;
    if (hopeless || this.#abandoned) this.#undone = true;
    else this.#timers.set(key, this.#clock.now() + Math.max(delay, atLeast));
  }

  /** The key's failures are over. */
  forget(key: K): void {
    this.#failures.delete(key);
  }

  /** The next key, which must be given back by {@link done}; undefined once the queue is shut down and empty. */
  get(): Promise<K | undefined> {
    const next = this.#next();
    if (next !== undefined) return Promise.resolve(this.#take(next));
    if (this.#shut && this.#timers.size === 0) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  done(key: K): void {
    this.#processing.delete(key);
    if (this.#dirty.has(key)) this.#offer(key);
    if (this.#isDone()) this.#ready();
  }

  /** Something was given up in a shutdown. */
  get undone(): boolean {
    return this.#undone;
  }

  /** Takes nothing more in; what was to come later comes now. Resolves when all of it is done, or is given up. */
  shutDown(): Promise<void> {
    this.#failures.clear();
    for (const key of this.#timers.flush()) this.add(key);
    this.#shut = true;
    if (this.#line.size === 0) this.#dismiss();
    if (this.#isDone()) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** What nobody has begun is left undone: after a shutdown that has taken too long. */
  abandon(): void {
    this.#abandoned = true;
    this.#timers.flush();
    this.#line.clear();
    this.#dirty.clear();
    this.#dismiss();
  }

  #isDone(): boolean {
    return this.#dirty.size === 0 && this.#processing.size === 0 && this.#timers.size === 0;
  }

  #admit(key: K): void {
    if (this.#dirty.has(key)) return;
    this.#dirty.set(key, this.#clock.now());
    if (!this.#processing.has(key)) this.#offer(key);
  }

  #offer(key: K): void {
    const taker = this.#takers.shift();
    if (taker === undefined) this.#line.add(key);
    else taker(this.#take(key));
  }

  #next(): K | undefined {
    for (const key of this.#line) return key;
    return undefined;
  }

  #take(key: K): K {
    this.#line.delete(key);
    this.#dirty.delete(key);
    this.#processing.add(key);
    return key;
  }

  #ready(): void {
    for (const resolve of this.#idle.splice(0)) resolve();
    if (this.#shut) this.#dismiss();
  }

  #dismiss(): void {
    const takers = this.#takers;
    this.#takers = [];
    for (const taker of takers) taker(undefined);
  }
}
