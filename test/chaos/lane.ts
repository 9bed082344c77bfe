import type { Writable } from 'node:stream';

/** One direction of a connection: what is sent arrives after its delay, in order. */
export class Lane {
  readonly #to: Writable;
  readonly #break: () => void;
  readonly #waiting: { readonly dueAt: number; readonly chunk: Buffer }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #state: 'whole' | 'cutting' | 'cut' = 'whole';

  /** `breaks` ends the connection in the rudest way. */
  constructor(to: Writable, breaks: () => void) {
    this.#to = to;
    this.#break = breaks;
  }

  /** Half of what comes next is the last that arrives. */
  cutNext(): void {
    if (this.#state === 'whole') this.#state = 'cutting';
  }

  send(chunk: Buffer, delayMs: number): void {
    const dueAt = Math.max(Date.now() + delayMs, this.#waiting.at(-1)?.dueAt ?? 0);
    this.#waiting.push({ dueAt, chunk });
    this.#deliver();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  #deliver(): void {
    clearTimeout(this.#timer);
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      const wait = next.dueAt - Date.now();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#deliver(), wait);
        return;
      }
      this.#waiting.shift();
      this.#write(next.chunk);
    }
  }

  #write(chunk: Buffer): void {
    if (this.#to.destroyed || this.#state === 'cut') return;
    if (this.#state === 'whole' || chunk.length < 2) {
      this.#to.write(chunk);
      return;
    }
    this.#state = 'cut';
    this.#to.write(chunk.subarray(0, Math.floor(chunk.length / 2)), () => this.#break());
  }
}
