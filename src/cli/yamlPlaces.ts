import { type Event, EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { Path } from '../facts/template.ts';

/** The lines of the things in a YAML document. Only what is on the way to them is looked at, and once. */
export class YamlPlaces {
  readonly #events: readonly Event[];
  readonly #text: string;
  /** Of each event that opens something, the one behind its end. */
  readonly #next: Int32Array;
  /** By the event that opens them: the events with which their values begin, by key or index. */
  readonly #values = new Map<number, ReadonlyMap<string, number>>();
  /** Of values of which nothing is written. */
  readonly #starts = new Map<number, number>();
  #breaks: readonly number[] | undefined;

  /** @param events of one document, from the one that opens it */
  constructor(events: readonly Event[], text: string) {
    this.#events = events;
    this.#text = text;
    this.#next = nextOf(events);
  }

  /** The line of the thing at a path, or of the nearest on the way to it. What an alias stands for has no place of its own. */
  lineOf(path: Path): number {
    let at = 1;
    for (const step of path) {
      const inner = this.#within(at).get(String(step));
      if (inner === undefined) break;
      at = inner;
    }
    return this.#lineAt(this.#startOf(at));
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

  /** Where nothing is written of a value, what stands before it tells the line. */
  #startOf(at: number): number {
    let [before, offset] = [at, -1];
    while (offset < 0 && before > 0) {
      offset = this.#starts.get(before) ?? offsetOf(this.#events[before]);
      before -= 1;
    }
    for (let empty = before + 2; empty <= at; empty += 1) this.#starts.set(empty, offset);
    return offset;
  }

  #lineAt(offset: number): number {
    this.#breaks ??= breaksIn(this.#text);
    let [from, to] = [0, this.#breaks.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#breaks[middle] ?? 0) < offset) from = middle + 1;
      else to = middle;
    }
    return from + 1;
  }
}

function nextOf(events: readonly Event[]): Int32Array {
  const next = new Int32Array(events.length);
  const open: number[] = [];
  for (let index = 0; index < events.length; index += 1) {
    const type = events[index]?.type;
    next[index] = index + 1;
    if (type === EVENT_ID.POP) next[open.pop() ?? index] = index + 1;
    else if (type !== EVENT_ID.SCALAR && type !== EVENT_ID.ALIAS) open.push(index);
  }
  return next;
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

function breaksIn(text: string): readonly number[] {
  const breaks: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks.push(at);
  return breaks;
}
