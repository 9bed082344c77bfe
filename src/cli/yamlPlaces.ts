import { type Event, EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { Path } from '../facts/template.ts';
import type { Lines } from './lines.ts';

/** The lines of the things in a YAML document. What a map or list holds is gathered when somebody asks, and once. */
export class YamlPlaces {
  readonly #events: readonly Event[];
  readonly #text: string;
  readonly #lines: Lines;
  /** Of each event, the one behind what it opens, or behind itself. */
  readonly #next: Int32Array;
  /** Of each event, where in the text it begins; where nothing is written of a value, what stands before it. */
  readonly #starts: Int32Array;
  /** By the event that opens them: the events with which their values begin, by key or index. */
  readonly #values = new Map<number, ReadonlyMap<string, number>>();

  /** @param events of one document, from the one that opens it; @param lines of the text */
  constructor(events: readonly Event[], text: string, lines: Lines) {
    this.#events = events;
    this.#text = text;
    this.#lines = lines;
    this.#next = new Int32Array(events.length);
    this.#starts = new Int32Array(events.length);
    this.#layOut();
  }

  #layOut(): void {
    const open: number[] = [];
    let start = 0;
    for (let at = 0; at < this.#events.length; at += 1) {
      const event = this.#events[at];
      this.#next[at] = at + 1;
      if (event?.type === EVENT_ID.POP) this.#next[open.pop() ?? at] = at + 1;
      else if (event?.type !== EVENT_ID.SCALAR && event?.type !== EVENT_ID.ALIAS) open.push(at);
      start = Math.max(start, offsetOf(event));
      this.#starts[at] = start;
    }
  }

  /** The line of the thing at a path, or of the nearest on the way to it. What an alias stands for has no place of its own. */
  lineOf(path: Path): number {
    let at = 1;
    for (const step of path) {
      const inner = this.#within(at).get(String(step));
      if (inner === undefined) break;
      at = inner;
    }
    return this.#lines.lineAt(this.#starts[at] ?? 0);
  }

  #within(at: number): ReadonlyMap<string, number> {
    const known = this.#values.get(at) ?? this.#valuesIn(at);
    this.#values.set(at, known);
    return known;
  }

  #valuesIn(at: number): ReadonlyMap<string, number> {
    const values = new Map<string, number>();
    const type = this.#events[at]?.type;
    if (type !== EVENT_ID.MAPPING && type !== EVENT_ID.SEQUENCE) return values;
    const end = this.#after(at) - 1;
    for (let one = at + 1; one < end; one = this.#after(one)) {
      const key = type === EVENT_ID.MAPPING ? this.#keyAt(one) : String(values.size);
      if (type === EVENT_ID.MAPPING) one = this.#after(one);
      values.set(key, one);
    }
    return values;
  }

  #keyAt(at: number): string {
    const event = this.#events[at];
    return event?.type === EVENT_ID.SCALAR ? getScalarValue(this.#text, event) : '';
  }

  #after(at: number): number {
    return this.#next[at] ?? this.#events.length;
  }
}

/** Where a value begins; -1 when nothing is written of it. */
function offsetOf(event: Event | undefined): number {
  switch (event?.type) {
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    case EVENT_ID.SCALAR: {
      const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
      // The text of a block stands below the line on which it begins.
      return isBlock ? event.valueStart - 1 : event.valueStart;
    }
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    default:
      return -1;
  }
}
