/** Last path element, without an extension that only Windows or a build adds: `/opt/x/Flyway.exe` → `Flyway`. */
export function basename(path: string): string {
  const last = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return last.replace(/\.(exe|cmd|bat)$/i, '');
}

/** `registry:5000/a/Image-Name:1.2@sha256:…` → `image-name`. */
export function imageName(image: string): string {
  const path = image.split('@')[0] ?? '';
  const last = path.slice(path.lastIndexOf('/') + 1);
  return (last.split(':')[0] ?? '').toLowerCase();
}

/** `waitWorkersReady.sh` → `wait, workers, ready, sh`; at most 40 tokens of a capped text. */
export function tokens(text: string): readonly string[] {
  return text
    .slice(0, 512)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== '')
    .slice(0, 40);
}

/** Patterns laid out for a quick search: whole words in a set, those with stars by the letter that they begin with. */
interface Compiled {
  readonly whole: ReadonlySet<string>;
  /** Those that begin with a star under ''. */
  readonly globs: ReadonlyMap<string, readonly Glob[]>;
}

interface Glob {
  /** What stands before the first star, between stars, and behind the last one. */
  readonly head: string;
  readonly middle: readonly string[];
  readonly tail: string;
}

const compiled = new WeakMap<readonly string[], Compiled>();

/**
 * Patterns are `a|b`, and words in which each `*` stands for any letters. Case counts in options only: `-C` is not `-c`. What was
 * compiled is kept for as long as the row that holds the patterns; it never changes an answer.
 */
function compile(patterns: readonly string[]): Compiled {
  const known = compiled.get(patterns);
  if (known !== undefined) return known;
  const all = patterns.flatMap((pattern) => pattern.split('|'));
  const made: Compiled = {
    whole: new Set(all.filter((one) => !one.includes('*')).map(cased)),
    globs: Map.groupBy(all.filter((one) => one.includes('*')).map(globOf), ({ head }) => head.charAt(0)),
  };
  compiled.set(patterns, made);
  return made;
}

/** A word as it is compared: case counts in options only. */
export const cased = (word: string): string => (word.startsWith('-') ? word : word.toLowerCase());

function globOf(pattern: string): Glob {
  const [head = '', ...rest] = cased(pattern).split('*');
  return { head, middle: rest.slice(0, -1), tail: rest.at(-1) ?? '' };
}

/** Each part is looked for behind the one before it, so that no letter is gone over twice. */
function globMatches({ head, middle, tail }: Glob, subject: string): boolean {
  if (!subject.startsWith(head)) return false;
  let at = head.length;
  for (const part of middle) {
    const found = subject.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return subject.length - tail.length >= at && subject.endsWith(tail);
}

/** Does any of the patterns match the word? Linear in the word. */
export const matchesAny = (patterns: readonly string[], word: string): boolean =>
  isMatch(compile(patterns), word);

/** Does any of the patterns match one of the words? */
export function matchesSome(patterns: readonly string[], words: readonly string[]): boolean {
  const one = compile(patterns);
  return words.some((word) => isMatch(one, word));
}

function isMatch({ whole, globs }: Compiled, word: string): boolean {
  const subject = cased(word);
  if (whole.has(subject)) return true;
  if (globs.size === 0) return false;
  // What begins with a star is no option: case does not count, whatever the word.
  const begun = globs.get(subject.charAt(0))?.some((glob) => globMatches(glob, subject));
  return begun === true || (globs.get('')?.some((glob) => globMatches(glob, word.toLowerCase())) ?? false);
}

/** True when each pattern matches a word, in this order; other words may stand between. */
export function inOrder(patterns: readonly (readonly string[])[], words: readonly string[]): boolean {
  let next = 0;
  for (const word of words) {
    const pattern = patterns[next];
    if (pattern === undefined) break;
    if (matchesAny(pattern, word)) next += 1;
  }
  return next === patterns.length;
}

/** Is this word an option? */
export const isFlag = (word: string): boolean => word.length > 1 && word.startsWith('-');

/** Is this word a place on the network rather than in the file system? `file://` is local. */
export function isRemote(word: string): boolean {
  const scheme = word.indexOf('://');
  return scheme > 0 && !word.toLowerCase().startsWith('file://');
}
