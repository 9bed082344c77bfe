import { basename, isFlag } from './words.ts';
import { type Runner, runnerOf, type Wrapper, wrapperOf } from './signatures/wrappers.ts';

/** A command without its wrappers. */
export interface Unwrapped {
  readonly words: readonly string[];
  /** Wrappers that do something of their own first, as far as they go before the command. */
  readonly works: readonly (readonly string[])[];
}

/** Nobody wraps deeper; what does stays the command of its last wrapper. */
const MAX_WRAPPERS = 16;

const isAssignment = (word: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*=/.test(word);
const isCount = (word: string): boolean => /^\d{1,9}(?:\.\d{1,9})?(?:ms|[smhd])?$/.test(word);

/** Takes wrappers off the front of an argv: `dumb-init -- gosu app timeout 60 alembic upgrade head` → `alembic …`. */
export function unwrap(argv: readonly string[]): Unwrapped {
  const works: (readonly string[])[] = [];
  let words = argv;
  for (let turn = 0; turn < MAX_WRAPPERS; turn += 1) {
    const row = wrapperOf(basename(words[0] ?? ''));
    const inner = row === undefined ? interpreted(words) : nonEmpty(afterWrapper(row, words.slice(1)));
    if (inner === undefined) break;
    if (row?.works === true) works.push(words.slice(0, Math.max(1, words.length - inner.length)));
    words = inner;
  }
  return { words, works };
}

/** `python -m alembic`, `python manage.py`, `java -jar x.jar`, `node x.js`: the module or script is the program. */
function interpreted(words: readonly string[]): readonly string[] | undefined {
  const program = basename(words[0] ?? '');
  const runner = runnerOf(program);
  if (runner !== undefined) return runnerTarget(words, runner);
  return /^(php|ruby|dotnet|perl)$/.test(program) ? scriptTarget(words) : undefined;
}

/** The first plain word is the script (`php artisan migrate`); of dotnet only where it is a `.dll` and no verb. */
function scriptTarget(words: readonly string[]): readonly string[] | undefined {
  const at = words.findIndex((word, i) => i > 0 && !isFlag(word));
  const target = words[at] ?? '';
  const script = basename(words[0] ?? '') !== 'dotnet' || /\.dll$/i.test(target);
  const inline = words.slice(1, Math.max(at, 1)).some((word) => word === '-e' || word === '-r');
  return at > 0 && script && !inline ? words.slice(at) : undefined;
}

function runnerTarget(words: readonly string[], runner: Runner): readonly string[] | undefined {
  for (let i = 1; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (word === '-' || runner.inline.includes(word)) return undefined;
    if (runner.target.includes(word)) return nonEmpty(words.slice(i + 1));
    if (runner.values.includes(word)) i += 1;
    else if (!isFlag(word)) return words.slice(i);
  }
  return undefined;
}

const nonEmpty = (words: readonly string[]): readonly string[] | undefined =>
  words.length === 0 ? undefined : words;

/** The wrapped command; empty where there is none. */
function afterWrapper(row: Wrapper, words: readonly string[]): readonly string[] {
  const rest = afterVerb(row, words);
  if (rest === undefined || row.unless?.includes(words[0] ?? '') === true) return [];
  const script = scriptIn(row, words);
  if (script !== undefined) return ['sh', '-c', script];
  if (row.after !== undefined) {
    const at = words.indexOf(row.after);
    return words.slice(at < 0 ? interpreterAt(words) : at + 1);
  }
  const inner = skipOptions(row, rest.slice(row.own ?? 0));
  const told = row.counts === true ? skipCounts(row, inner) : inner;
  return isText(row, told) ? ['sh', '-c', told.join(' ')] : told;
}

/** Where `python -m app.main`, `node app.js` begins among other words; a host may be called `node`, too. */
function interpreterAt(words: readonly string[]): number {
  const at = words.findIndex(
    (word, i) => runnerOf(basename(word)) !== undefined && /^-[a-z]|[./]/.test(words[i + 1] ?? ''),
  );
  return at < 0 ? words.length : at;
}

/** A single word with blanks is a script also where a command was to be expected: `bws run -- 'a b'`. */
const isText = (row: Wrapper, words: readonly string[]): boolean =>
  words.length > 0 && (row.text === true || (words.length === 1 && /\s/.test(words[0] ?? '')));

/** What follows the verb and the options around it; undefined where the program does something else. */
function afterVerb(row: Wrapper, words: readonly string[]): readonly string[] | undefined {
  const rest = skipOptions(row, words);
  if (row.verb === undefined) return rest;
  const word = rest[0] ?? '';
  if (word !== '' && row.verb.includes(word)) return skipOptions(row, rest.slice(1));
  return row.verb.includes('') && !OWN_VERBS.has(word) ? rest : undefined;
}

/** `yarn install` and the like are work of the package manager itself. */
const OWN_VERBS: ReadonlySet<string> = new Set(['', 'install', 'add', 'ci', 'build', 'i', 'fetch']);

/** `-c 'a b'`, `-qc 'a b'`, `--command='a b'`; only before the command begins, whose own options these would be. */
function scriptIn(row: Wrapper, words: readonly string[]): string | undefined {
  let plain = (row.own ?? 0) + (row.verb === undefined ? 0 : 1);
  for (let i = 0; row.script !== undefined && i < words.length; i += 1) {
    const word = words[i] ?? '';
    const option = row.script.find((one) => isOption(one, word));
    if (option !== undefined) return valueOf(option, word) || words[i + 1];
    if (takesValue(row, word)) i += 1;
    else if (!word.startsWith('-')) plain -= 1;
    if (word === '--' || plain < 0) return undefined;
  }
  return undefined;
}

const isOption = (option: string, word: string): boolean =>
  option.length > 2
    ? word === option || word.startsWith(`${option}=`)
    : word.startsWith(option) || isCluster(option, word);

/** `-Eu`: the last of several letters in one word. */
const isCluster = (option: string, word: string): boolean =>
  /^-[A-Za-z]{2,4}$/.test(word) && option === `-${word.at(-1) ?? ''}`;

/** The value in the same word, '' where it is the next one. */
function valueOf(option: string, word: string): string {
  if (word.startsWith(`${option}=`)) return word.slice(option.length + 1);
  return option.length > 2 || isCluster(option, word) ? '' : word.slice(option.length);
}

function skipCounts(row: Wrapper, words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => !isCount(word));
  return at < 0 ? [] : skipOptions(row, words.slice(at));
}

function skipOptions(row: Wrapper, words: readonly string[]): readonly string[] {
  let i = 0;
  while (i < words.length) {
    const word = words[i] ?? '';
    if (word === '--') return words.slice(i + 1);
    if (takesValue(row, word)) i += 2;
    else if (isFlag(word) || (row.assigns === true && isAssignment(word))) i += 1;
    else break;
  }
  return words.slice(i);
}

const takesValue = ({ values = [] }: Wrapper, word: string): boolean =>
  values.some((option) => word === option || isCluster(option, word));
