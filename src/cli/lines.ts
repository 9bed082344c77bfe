/** Which line of a text something stands on. Its line breaks are looked up once, when somebody asks. */
export class Lines {
  readonly #text: string;
  #breaks: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** @param offset in the text; what stands before it is on its first line */
  lineAt(offset: number): number {
    this.#breaks ??= [...breaks(this.#text)];
    let [from, to] = [0, this.#breaks.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#breaks[middle] ?? 0) < offset) from = middle + 1;
      else to = middle;
    }
    return from + 1;
  }
}

/** How many line breaks a text has. */
export function breaksIn(text: string): number {
  let count = 0;
  for (const _ of breaks(text)) count += 1;
  return count;
}

function* breaks(text: string): Generator<number> {
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) yield at;
}
