import type { Path } from '../facts/template.ts';

/** Where a value begins, and where those in it do, by key or index. */
interface Place {
  readonly line: number;
  /** Most values are no map or list. */
  within: Map<string, Place> | undefined;
}

interface Open {
  readonly place: Place;
  readonly isList: boolean;
  key: string;
}

/** The lines of everything in a document, gathered as it is read from its beginning to its end. */
export class Places {
  #root: Place | undefined;
  readonly #open: Open[] = [];

  /** What begins next in this map has this key. */
  key(key: string): void {
    const into = this.#open.at(-1);
    if (into !== undefined) into.key = key;
  }

  /** A value begins on this line. */
  begin(line: number): Place {
    const place: Place = { line, within: undefined };
    const into = this.#open.at(-1);
    if (into === undefined) {
      this.#root ??= place;
      return place;
    }
    into.place.within ??= new Map();
    const { within } = into.place;
    within.set(into.isList ? String(within.size) : into.key, place);
    return place;
  }

  open(line: number, isList: boolean): void {
    this.#open.push({ place: this.begin(line), isList, key: '' });
  }

  close(): void {
    this.#open.pop();
  }

  /** The line of the thing at a path, or of the nearest on the way to it. */
  lineOf(path: Path): number {
    let place = this.#root;
    for (const step of path) {
      const inner = place?.within?.get(String(step));
      if (inner === undefined) break;
      place = inner;
    }
    return place?.line ?? 1;
  }
}
