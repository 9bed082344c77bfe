/** One JSON document of a stream, as text. */
export interface JsonText {
  readonly text: string;
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** False when the stream ended in the middle of it. */
  readonly complete: boolean;
}

/** A single object of a cluster has at most a few MiB; only a `List` of a large cluster comes near this. */
const LONGEST = 256 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN = new Set([0x7b, 0x5b]);
const CLOSE = new Set([0x7d, 0x5d]);
const BETWEEN = new Set([0x20, 0x09, 0x0a, 0x0d, 0x1e, 0xfeff]);

/**
 * Cuts a stream of JSON objects and arrays into documents, with or without line breaks between or within them. Linear:
 * each character is looked at once. What stands between documents and is no space comes out as a document that no JSON
 * parser takes, so that the reader names its line.
 */
export class JsonSplitter {
  #parts: string[] = [];
  #length = 0;
  #depth = 0;
  #quoted = false;
  #escaped = false;
  #line = 1;
  #startLine = 1;

  *push(chunk: string): Generator<JsonText> {
    let start = this.#inside() ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at);
      if (code === NEWLINE) this.#line += 1;
      if (start < 0) {
        if (BETWEEN.has(code)) continue;
        start = at;
        this.#startLine = this.#line;
      }
      if (!this.#ends(code)) continue;
      yield this.#take(chunk.slice(start, at + 1), true);
      start = -1;
    }
    if (start >= 0) this.#keep(chunk.slice(start));
  }

  /** What is left when the stream has ended. */
  *end(): Generator<JsonText> {
    if (this.#inside()) yield this.#take('', false);
  }

  #inside(): boolean {
    return this.#length > 0;
  }

  /** Takes one character of a document; true when it is its last. */
  #ends(code: number): boolean {
    if (this.#quoted) {
      if (this.#escaped) this.#escaped = false;
      else if (code === BACKSLASH) this.#escaped = true;
      else if (code === QUOTE) this.#quoted = false;
      return false;
    }
    if (code === QUOTE) this.#quoted = true;
    else if (OPEN.has(code)) this.#depth += 1;
    else if (CLOSE.has(code)) this.#depth -= 1;
    // Garbage outside of any bracket ends with its line.
    return (CLOSE.has(code) && this.#depth <= 0) || (this.#depth <= 0 && code === NEWLINE);
  }

  #keep(part: string): void {
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#length > LONGEST)
      throw new RangeError(`one JSON document from line ${this.#startLine} on is over 256 MiB`);
  }

  #take(last: string, complete: boolean): JsonText {
    const text = this.#parts.length === 0 ? last : [...this.#parts, last].join('');
    this.#parts = [];
    this.#length = 0;
    this.#depth = 0;
    return { text, line: this.#startLine, complete };
  }
}
