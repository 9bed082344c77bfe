import type { Assignment, Word } from 'unbash';

const MAX_VALUE = 1024;
const MAX_WORD = 4096;
/** So many words a variable is taken for: more is no command. */
const MAX_FIELDS = 32;

/** What is known of the variables of a script, and its words with them. */
export class ShellValues {
  private readonly values: Map<string, string>;

  constructor(known: ReadonlyMap<string, string>) {
    this.values = new Map(known);
  }

  /** `export A=b` makes a value known as `A=b` does. */
  exported(words: readonly string[]): void {
    if (!['export', 'declare', 'readonly', 'local', 'typeset'].includes(words[0] ?? '')) return;
    for (const word of words.slice(1)) {
      const equals = word.indexOf('=');
      if (equals > 0) this.remember(word.slice(0, equals), word.slice(equals + 1).replace(/^"|"$/g, ''));
    }
  }

  assign(assignment: Assignment): void {
    if (assignment.value.type === 'Word') this.remember(assignment.name, this.value(assignment.value));
  }

  private remember(name: string, value: string): void {
    if (value.length <= MAX_VALUE && !value.includes('$(') && !value.includes('`'))
      this.values.set(name, value);
  }

  /** An unquoted variable with blanks in its value is several words. */
  fields(word: Word): readonly string[] {
    const value = this.value(word);
    const alone = /^\$(?:\{[A-Za-z_]\w{0,63}\}|[A-Za-z_]\w{0,63})$/.test(word.text);
    const parts = alone ? value.split(/\s+/).filter((part) => part !== '') : [];
    return parts.length > 1 && parts.length <= MAX_FIELDS ? parts : [value];
  }

  /** The word without quotes, with known variables put in; what is unknown stays as `$NAME`. */
  value(word: Word): string {
    const written = word.value.slice(0, MAX_WORD);
    if (!written.includes('$') || word.text.startsWith("'")) return word.value;
    const filled = written.replace(
      /\$(?:\{([A-Za-z_]\w{0,63})\}|([A-Za-z_]\w{0,63}))/g,
      (whole, braced, bare) => {
        return this.values.get(String(braced ?? bare)) ?? whole;
      },
    );
    return filled.slice(0, MAX_WORD);
  }
}
