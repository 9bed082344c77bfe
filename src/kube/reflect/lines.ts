const NEWLINE = 0x0a;

/** A line longer than any object can be: the stream is not what we think it is. */
export class LineTooLong extends Error {}

/** Cuts a stream of chunks into lines. What straddles chunks is kept as a list of pieces and joined once. */
export class LineSplitter {
  readonly #max: number;
  #pieces: Buffer[] = [];
  #held = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Lines that end in this chunk, without their line break; empty ones are left out. */
  *push(chunk: Buffer): Generator<Buffer> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = this.#join(chunk.subarray(start, end));
      start = end + 1;
      if (line.length > 0) yield line;
    }
    this.#hold(chunk.subarray(start));
  }

  /** Bytes of a line that has not ended yet. */
  get held(): number {
    return this.#held;
  }

  #join(last: Buffer): Buffer {
    this.#check(last);
    if (this.#held === 0) return last;
    const line = Buffer.concat([...this.#pieces, last]);
    this.#pieces = [];
    this.#held = 0;
    return line;
  }

  #hold(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#check(rest);
    this.#pieces.push(rest);
    this.#held += rest.length;
  }

  #check(more: Buffer): void {
    if (this.#held + more.length > this.#max)
      throw new LineTooLong(`a line is longer than ${this.#max} bytes`);
  }
}
