import { isPlainHeader, isSecretName } from './secretNames.ts';
import { SECRET_ROWS } from './secretOptions.ts';
import { ANY_PROGRAM, type Follows, type SecretRow } from './secretRow.ts';

const MASK = '***';
/** Two words as far as a place is told by them. */
const LONGEST = 256;
/** `$NAME`, `${NAME}`, `$(NAME)`, `$(…`: a reference tells nothing. */
const REFERENCE = /^["']?(?:\$(?:\{\w{1,128}\}|\(\w{1,128}\)|[A-Z_][A-Z0-9_]{0,127})?["']?|\$\([^]*|`[^]*)$/;
const SCHEME = /^(?:Bearer|Basic|Token)$/i;
/** What stands before a script, where it does not stand alone; and what a script has that a value alone hardly has. */
const SCRIPT_OPTION = /^-[a-z]{0,8}c$/;
const SEVERAL_WORDS = /[\s;&|]/;
const ENDS_COMMAND = /^(?:&&|\|\|?|;|&)$/;
/** No secret begins like this, and what is written to a file is often its last word. */
const PATH = /^(?:\d|\/(?:dev|tmp|proc|run|etc|var|opt|home|data|config)\/.*)$/;
const ROWS = SECRET_ROWS.filter(
  (row) => Object.keys(row.options).length > 0 || (row.stores ?? row.places ?? row.word) !== undefined,
);
/** Most words are no program of any row. */
const PROGRAM = new RegExp(ROWS.map(({ program }) => program.source).join('|'));
/** Variables of psql itself. */
const PSQL_OWN =
  /^(?:ON_ERROR_STOP|ON_ERROR_ROLLBACK|AUTOCOMMIT|VERBOSITY|QUIET|ECHO(?:_\w+)?|HIST\w+|SHOW_\w+|FETCH_COUNT|SINGLELINE|COMP_\w+|PROMPT\d|IGNOREEOF|ENCODING)$/;

/** Masks one word after the other of one command; what a word is told by those before it. */
export class SecretWords {
  #rows: SecretRow[] = [];
  /** Rows of programs that were met without the word that makes their options mean something. */
  #waiting: SecretRow[] = [];
  #next: Follows | 'credential' | undefined;
  /** How many plain words still come before secrets that stand without an option. */
  #skip: number | undefined;
  #storing = false;
  #last = '';

  /** A new command begins. */
  reset(): void {
    this.#rows = [];
    this.#waiting = [];
    this.#skip = undefined;
    this.#next = undefined;
    this.#storing = false;
    this.#last = '';
  }

  /** The word as it may be shown. */
  take(word: string): string {
    if (ENDS_COMMAND.test(word)) {
      this.reset();
      return word;
    }
    const follows = this.#next;
    this.#next = undefined;
    const last = this.#last;
    this.#last = word;
    if (follows !== undefined && (follows === 'header' || !/^--?[A-Za-z]/.test(word)))
      return this.#value(follows, word);
    const skip = this.#skip;
    this.#places(last, word);
    if (/^-./.test(word)) return this.#option(word);
    const plain = this.#plain(word, last);
    if (skip === undefined || plain !== word) return plain;
    if (skip === 0) return PATH.test(word) ? word : after(word, 0);
    this.#skip = skip - 1;
    return word;
  }

  #places(last: string, word: string): void {
    const found = this.#rows
      .flatMap(({ places = [] }) => places)
      .find(({ after: before }) => before.test(`${last} ${word}`.slice(-LONGEST)));
    if (found !== undefined && this.#skip === undefined) this.#skip = found.skip;
  }

  #plain(word: string, last: string): string {
    this.#program(word);
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    if (/^set$/i.test(last) && equals < 0 && isSecretName(word)) this.#next = 'secret';
    const held = this.#held(word);
    if (held !== undefined) return held;
    const assigns = equals > 0 && /^[A-Za-z_][\w.-]{0,127}$/.test(name);
    // `sh -c 'PGPASSWORD=… psql …'`: its own words are masked, not what it does.
    if (assigns && (last === '' || SCRIPT_OPTION.test(last)) && SEVERAL_WORDS.test(word)) return word;
    return assigns && (this.#storing || isSecretName(name)) ? after(word, equals + 1) : word;
  }

  /** A plain word of which a part is the secret. */
  #held(word: string): string | undefined {
    for (const { word: pattern } of this.#rows) {
      const [all = '', before = '', secret = ''] = pattern?.exec(word) ?? [];
      if (secret !== '') return before + after(secret, 0) + word.slice(all.length);
    }
    return undefined;
  }

  #program(word: string): void {
    const name = word.slice(word.lastIndexOf('/') + 1);
    if (name.length > 64) return;
    const met = this.#waiting.filter(({ when }) => when?.test(word) === true);
    const rows = PROGRAM.test(name) ? ROWS.filter(({ program }) => program.test(name)) : [];
    for (const row of [...met, ...rows]) {
      const list = row.when === undefined || met.includes(row) ? this.#rows : this.#waiting;
      if (!list.includes(row)) list.push(row);
    }
    this.#storing ||= this.#rows.some(({ stores }) => stores?.test(word) === true);
  }

  #option(word: string): string {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const known = this.#known(name);
    if (known !== undefined && (equals < 0 || name.startsWith('--'))) {
      if (equals >= 0) return word.slice(0, equals + 1) + this.#value(known, word.slice(equals + 1));
      if (known !== 'none') this.#next = known;
      return word;
    }
    const short = this.#short(word);
    if (short !== undefined) return short;
    const bare = name.replace(/^-{1,2}/, '').replace(/:$/, '');
    if (!/^[A-Za-z][\w.:-]{1,127}$/.test(bare) || !isSecretName(bare)) return word;
    if (equals >= 0) return after(word, equals + 1);
    this.#next = 'secret';
    return word;
  }

  #known(name: string): Follows | 'none' | undefined {
    for (const { options, onlyAttached } of this.#rows) {
      if (Object.hasOwn(options, name)) return onlyAttached === true ? 'none' : options[name];
    }
    return Object.hasOwn(ANY_PROGRAM, name) ? ANY_PROGRAM[name] : undefined;
  }

  /** `-pSECRET`, `-sSu`, `-sSume:SECRET` */
  #short(word: string): string | undefined {
    for (const row of this.#rows) {
      for (const option of row.attached ?? []) {
        const at = placeOf(option, word, row.switches ?? '');
        const follows = row.options[option];
        if (at < 0 || follows === undefined) continue;
        if (at === word.length) this.#next = follows;
        return at === word.length ? word : word.slice(0, at) + this.#value(follows, word.slice(at));
      }
    }
    return undefined;
  }

  #value(follows: Follows | 'credential' | 'none', word: string): string {
    switch (follows) {
      case 'none':
        return word;
      case 'credential':
        if (SCHEME.test(word)) this.#next = 'credential';
        return SCHEME.test(word) ? word : after(word, 0);
      case 'secret':
        return after(word, 0);
      case 'pair':
        return /^\d{1,10}:\d{0,10}$/.test(word) ? word : behind(':', word);
      case 'header':
        return this.#header(word);
      case 'percent':
        return behind('%', word);
      case 'comma':
        return behind(',', word);
      case 'name':
        if (isSecretName(word)) this.#next = 'secret';
        return word;
      case 'assignment':
        return after(word, word.indexOf('=') + 1);
      case 'setting':
        return PSQL_OWN.test(word.split('=', 1)[0] ?? '') ? word : behind('=', word);
    }
  }

  #header(word: string): string {
    const colon = word.indexOf(':');
    if (colon < 1) return word;
    // Without quotes the value is the next word.
    if (colon === word.length - 1 && !isPlainHeader(word.slice(0, colon))) this.#next = 'credential';
    if (isPlainHeader(word.slice(0, colon))) return word;
    const value = /^\s{0,8}(?:(?:Bearer|Basic|Token)\s{1,8})?/i.exec(word.slice(colon + 1))?.[0] ?? '';
    return after(word, colon + 1 + value.length);
  }
}

/** Where the value of a short option begins in a word; -1 when the word is not that option. */
function placeOf(option: string, word: string, switches: string): number {
  if (word.startsWith('--')) return -1;
  let at = 1;
  while (at < word.length && word[at] !== option[1] && switches.includes(word[at] ?? ' ')) at += 1;
  return word[at] === option[1] ? at + 1 : -1;
}

/** What comes after a mark is hidden; a word without it tells nothing. */
function behind(mark: string, word: string): string {
  const at = word.indexOf(mark);
  return at < 0 ? word : after(word, at + 1);
}

function after(word: string, at: number): string {
  const value = word.slice(at);
  return value === '' || value === '\\' || REFERENCE.test(value) ? word : word.slice(0, at) + MASK;
}
