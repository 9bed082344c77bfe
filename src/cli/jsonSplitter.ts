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
const BETWEEN = new Set([0x20, 0x09, 0x0a, 0x0d, 0x1e, 0xfeff]);

const opens = (code: number): boolean => code === 0x7b || code === 0x5b;
const closes = (code: number): boolean => code === 0x7d || code === 0x5d;

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
    let at = this.#inside() ? 0 : this.#beginning(chunk, 0);
    while (at < chunk.length) {
      const end = this.#endFrom(chunk, at);
      if (end === undefined) return this.#keep(chunk.slice(at));
      yield this.#take(chunk.slice(at, end), true);
      at = this.#beginning(chunk, end);
    }
  }

  /** What is left when the stream has ended. */
  *end(): Generator<JsonText> {
    if (this.#inside()) yield this.#take('', false);
  }

  #inside(): boolean {
    return this.#length > 0;
  }

  /** Where the next document begins, behind what is between. */
  #beginning(chunk: string, from: number): number {
    let at = from;
    while (at < chunk.length && BETWEEN.has(chunk.charCodeAt(at))) {
      if (chunk.charCodeAt(at) === NEWLINE) this.#line += 1;
      at += 1;
    }
    this.#startLine = this.#line;
    return at;
  }

  /** Behind the last character of the document that goes on here; undefined where it is not in this chunk. */
  #endFrom(chunk: string, from: number): number | undefined {
    let [line, depth, quoted, escaped] = [this.#line, this.#depth, this.#quoted, this.#escaped];
    let end: number | undefined;
    for (let at = from; at < chunk.length && end === undefined; at += 1) {
      const code = chunk.charCodeAt(at);
      if (code === NEWLINE) line += 1;
      if (quoted) {
        if (escaped) escaped = false;
        else if (code === BACKSLASH) escaped = true;
        else if (code === QUOTE) quoted = false;
      } else {
        if (code === QUOTE) quoted = true;
        else if (opens(code)) depth += 1;
        else if (closes(code)) depth -= 1;
        // Garbage outside of any bracket ends with its line.
        if (depth <= 0 && (closes(code) || code === NEWLINE)) end = at + 1;
      }
    }
    [this.#line, this.#depth, this.#quoted, this.#escaped] = [line, depth, quoted, escaped];
    return end;
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
