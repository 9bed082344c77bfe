/** What a word means to a reader. `confessor explain`, the CRD and the documentation take their sentences from these tables. */
export interface Meaning {
  /** One sentence. */
  readonly means: string;
  /** What is good to know besides; '' where the sentence says it all. */
  readonly detail: string;
  readonly matters: string;
  /** What to do, step by step. */
  readonly steps: readonly string[];
}

/** Each word with its sentence: how the description of a field lists the values it can have. */
export function listed<W extends string>(
  words: readonly W[],
  meaningOf: (word: W) => Pick<Meaning, 'means'>,
): string {
  return words.map((word) => `${word}: ${meaningOf(word).means}`).join(' ');
}
