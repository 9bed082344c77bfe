import type { Millis } from '../core/model/refs.ts';
import type { Clock } from './ports.ts';

interface Due<K> {
  readonly key: K;
  readonly at: Millis;
}

/** Replaced deadlines that are not worth a clearing. */
const SPARE = 64;

/** Many deadlines on one timer: a binary heap, in which a key's earliest deadline counts. */
export class Timers<K> {
  readonly #clock: Clock;
  readonly #due: (key: K) => void;
  readonly #earliest = new Map<K, Millis>();
  /** Holds deadlines that were replaced, too; they are passed over when their turn comes. */
  #heap: Due<K>[] = [];
  #armedFor = Number.POSITIVE_INFINITY;
  #disarm: () => void = () => undefined;

  constructor(clock: Clock, due: (key: K) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  get size(): number {
    return this.#earliest.size;
  }

  /** Deadlines in memory, those that were replaced among them. */
  get held(): number {
    return this.#heap.length;
  }

  set(key: K, at: Millis): void {
    const known = this.#earliest.get(key);
    if (known !== undefined && known <= at) return;
    this.#earliest.set(key, at);
    push(this.#heap, { key, at });
    if (this.#heap.length > 2 * this.#earliest.size + SPARE) this.#compact();
    this.#arm();
  }

  /** The key waits no more; whether it did. */
  drop(key: K): boolean {
    return this.#earliest.delete(key);
  }

  /** All keys that wait, in the order of their times; none waits any more. */
  flush(): readonly K[] {
    const keys = [...this.#earliest].toSorted(([, a], [, b]) => a - b).map(([key]) => key);
    this.#heap = [];
    this.#earliest.clear();
    this.#arm();
    return keys;
  }

  /** A deadline a day away, replaced by each event of a busy workload, would stay for that day. */
  #compact(): void {
    this.#heap = [];
    for (const [key, at] of this.#earliest) push(this.#heap, { key, at });
  }

  #arm(): void {
    const next = this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
    if (next === this.#armedFor) return;
    this.#disarm();
    this.#armedFor = next;
    this.#disarm =
      next === Number.POSITIVE_INFINITY
        ? () => undefined
        : this.#clock.after(Math.max(0, next - this.#clock.now()), () => this.#ring());
  }

  #ring(): void {
    this.#armedFor = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (let first = this.#heap[0]; first !== undefined && first.at <= now; first = this.#heap[0]) {
      pop(this.#heap);
      if (this.#earliest.get(first.key) !== first.at) continue;
      this.#earliest.delete(first.key);
      this.#due(first.key);
    }
    this.#arm();
  }
}

function push<K>(heap: Due<K>[], due: Due<K>): void {
  let index = heap.length;
  heap.push(due);
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || parent.at <= due.at) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = due;
}

function pop<K>(heap: Due<K>[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const below = smallerChild(heap, index);
    const child = heap[below];
    if (child === undefined || child.at >= last.at) break;
    heap[index] = child;
    index = below;
  }
  heap[index] = last;
}

function smallerChild<K>(heap: readonly Due<K>[], index: number): number {
  const left = heap[2 * index + 1];
  const right = heap[2 * index + 2];
  return left !== undefined && right !== undefined && right.at < left.at ? 2 * index + 2 : 2 * index + 1;
}
