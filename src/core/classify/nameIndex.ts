import type { Match, Signature } from './signature.ts';

/** Rows that speak of names, found by a word that each of them needs: most names hold words of few rows. */
export class NameIndex {
  private readonly rows: Signature[] = [];
  private readonly byWord = new Map<string, number[]>();
  /** Rows that begin with a pattern, which no word leads to. */
  private readonly open: number[] = [];

  add(row: Signature): void {
    const at = this.rows.push(row) - 1;
    const needed = neededWords(row.match);
    if (needed.some((word) => word.includes('*'))) this.open.push(at);
    else for (const word of needed) this.byWord.set(word, [...(this.byWord.get(word) ?? []), at]);
  }

  /** Every row that could match these words, in the order of the catalogue. */
  candidates(words: readonly string[]): readonly Signature[] {
    const found = new Set(this.open);
    for (const word of words) for (const at of this.byWord.get(word.toLowerCase()) ?? []) found.add(at);
    return [...found].sort((a, b) => a - b).flatMap((at) => this.rows[at] ?? []);
  }
}

/** One of these words must be in the name. */
const neededWords = ({ name, names }: Match): readonly string[] =>
  (name ?? names?.slice(0, 1) ?? []).flatMap((pattern) => pattern.toLowerCase().split('|'));
