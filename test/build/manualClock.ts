import type { Clock } from '../../src/controller/ports.ts';
import { EPOCH } from './clock.ts';

interface Task {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands until it is moved; timers ring in the order of their times. */
export class ManualClock implements Clock {
  #now = EPOCH;
  #tasks: Task[] = [];

  now(): number {
    return this.#now;
  }

  after(delay: number, run: () => void): () => void {
    const task = { at: this.#now + delay, run };
    this.#tasks.push(task);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  /** Timers that have not rung. */
  get timers(): number {
    return this.#tasks.length;
  }

  /** Moves on, ringing on the way; what the rings set in motion has settled when this resolves. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#nextUntil(end); next !== undefined; next = this.#nextUntil(end)) {
      const due = next;
      this.#tasks = this.#tasks.filter((task) => task !== due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
      await settle();
    }
    this.#now = end;
    await settle();
  }

  #nextUntil(end: number): Task | undefined {
    return this.#tasks.filter(({ at }) => at <= end).toSorted((left, right) => left.at - right.at)[0];
  }
}

/** Lets everything run that needs no time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
