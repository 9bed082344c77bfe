import { SecretWords } from './secretWords.ts';

/** Quotes in quotes in quotes: nobody writes more, and each level is read once more. */
const DEPTH_MAX = 4;
const COMMAND_ENDS: ReadonlySet<string> = new Set('\n;&|()`');
const ENDS: ReadonlySet<string> = new Set([' ', '\t', '\r', '<', '>', ...COMMAND_ENDS]);
/** As much of a word as neither ends it nor quotes. */
const PLAIN = /[^ \t\r<>\n;&|()`"'\\]+/y;
const MASKED = '***';

/**
 * A text with the words of shell commands in it, without the secrets that options and headers hold. Quotes are honoured;
 * where they do not pair, they are letters. Linear in the text.
 */
export function maskCommands(text: string): string {
  return maskAt(text, 0);
}

function maskAt(text: string, depth: number): string {
  if (depth >= DEPTH_MAX) return text;
  const words = new SecretWords();
  const quotes = new Quotes(text);
  const out: string[] = [];
  let at = 0;
  while (at < text.length) {
    const one = text[at] ?? '';
    if (ENDS.has(one)) {
      if (COMMAND_ENDS.has(one)) words.reset();
      out.push(one);
      at += 1;
    } else if (one === '\\' && text[at + 1] === '\n') {
      out.push('\\\n');
      at += 2;
    } else {
      const word = quotes.wordAt(at);
      out.push(shown(word, words, depth));
      at = word.end;
    }
  }
  return out.join('');
}

interface ShellWord {
  readonly raw: string;
  /** Without its quotes. */
  readonly plain: string;
  /** The first quote mark, '' when there is none, and whether a quoted part holds more than a word. */
  readonly quote: string;
  readonly phrase: boolean;
  readonly end: number;
}

function shown(word: ShellWord, words: SecretWords, depth: number): string {
  const masked = words.take(word.plain);
  // What is quoted may be a script of its own.
  if (masked === word.plain) return word.phrase ? inner(word, depth) : word.raw;
  if (word.quote === '') return masked;
  const kept = masked.slice(0, -MASKED.length);
  if (word.raw.startsWith(kept + word.quote)) return kept + word.quote + MASKED + word.quote;
  return word.quote + masked + word.quote;
}

function inner({ raw, quote }: ShellWord, depth: number): string {
  const from = raw.indexOf(quote) + quote.length;
  const to = raw.lastIndexOf(quote);
  if (to < from) return raw;
  return raw.slice(0, from) + maskAt(raw.slice(from, to), depth + 1) + raw.slice(to);
}

/** Cuts a text into shell words. */
class Quotes {
  readonly #text: string;
  /** Marks that do not come again: looking for them each time would cost n². */
  readonly #none = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  wordAt(start: number): ShellWord {
    let at = start;
    let [plain, quote, phrase] = ['', '', false];
    while (at < this.#text.length && !this.#ends(at)) {
      const run = this.#plainFrom(at);
      if (run !== '') {
        plain += run;
        at += run.length;
        continue;
      }
      const mark = this.#markAt(at);
      // `"$(…"…"…)"`: the quotes within are of another command.
      const opens = mark === '"' && this.#text.startsWith('$(', at + 1);
      const end = mark === '' || opens ? -1 : this.#closing(mark, at + mark.length);
      if (end < 0) {
        plain += this.#text[at] ?? '';
        at += 1;
        continue;
      }
      const content = this.#text.slice(at + mark.length, end);
      plain += content;
      quote ||= mark;
      phrase ||= /\s/.test(content);
      at = end + mark.length;
    }
    return { raw: this.#text.slice(start, at), plain, quote, phrase, end: at };
  }

  #plainFrom(at: number): string {
    PLAIN.lastIndex = at;
    return PLAIN.exec(this.#text)?.[0] ?? '';
  }

  #ends(at: number): boolean {
    const one = this.#text[at] ?? '';
    if (one === '\\') return this.#text[at + 1] === '\n';
    return ENDS.has(one);
  }

  #markAt(at: number): string {
    const one = this.#text[at];
    if (one === '\\' && this.#text[at + 1] === '"') return '\\"';
    return one === '"' || one === "'" ? one : '';
  }

  #closing(mark: string, from: number): number {
    if (this.#none.has(mark)) return -1;
    let end = this.#text.indexOf(mark, from);
    while (end > 0 && this.#escaped(mark, end)) end = this.#text.indexOf(mark, end + 1);
    if (end < 0) this.#none.add(mark);
    return end;
  }

  #escaped(mark: string, at: number): boolean {
    return mark === '"' && this.#text[at - 1] === '\\';
  }
}
