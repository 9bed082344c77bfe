import type { Match, Signature } from './signature.ts';

/** Which words of a row lead to it: one of them must be there. */
type Needed = (match: Match) => readonly string[];

/** Rows found by a word that each of them needs: most names and commands hold words of few rows. */
export class WordIndex {
  private readonly needed: Needed;
  private readonly rows: Signature[] = [];
  private readonly byWord = new Map<string, number[]>();
  /** Rows that begin with a pattern, which no word leads to. */
  private readonly open: number[] = [];
  private readonly always: Signature[] = [];

  constructor(needed: Needed) {
    this.needed = needed;
  }

  add(row: Signature): void {
    const at = this.rows.push(row) - 1;
    const needed = this.needed(row.match).flatMap((pattern) => pattern.toLowerCase().split('|'));
    if (needed.length === 0 || needed.some((word) => word.includes('*'))) {
      this.open.push(at);
      this.always.push(row);
    } else for (const word of new Set(needed)) this.byWord.set(word, [...(this.byWord.get(word) ?? []), at]);
  }

  /** Every row that could match these words, in the order of the catalogue. */
  candidates(words: readonly string[]): readonly Signature[] {
    const led = words.map((word) => this.byWord.get(word.toLowerCase())).filter((rows) => rows !== undefined);
    if (led.length === 0) return this.always;
    const found = led.flat();
    return [...new Set([...this.open, ...found])].sort((a, b) => a - b).flatMap((at) => this.rows[at] ?? []);
  }
}

/** Of rows that speak of names. */
export const ofName: Needed = ({ name, names }) => name ?? names?.slice(0, 1) ?? [];

/** Of rows that speak of any program. */
export const ofWords: Needed = ({ any, words }) => any ?? words?.slice(0, 1) ?? [];
