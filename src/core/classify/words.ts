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

/** Matches `a|b`, `prefix*`, `*suffix` and `*infix*`; case counts in options only (`-C` is not `-c`). Linear. */
export function wordMatches(pattern: string, word: string): boolean {
  const lower = word.toLowerCase();
  return pattern
    .split('|')
    .some((one) => (one.startsWith('-') ? globMatches(one, word) : globMatches(one.toLowerCase(), lower)));
}

function globMatches(pattern: string, word: string): boolean {
  if (pattern === word) return true;
  const head = pattern.startsWith('*');
  const tail = pattern.endsWith('*');
  const core = pattern.slice(head ? 1 : 0, tail ? pattern.length - 1 : pattern.length);
  if (head && tail) return word.includes(core);
  if (head) return word.endsWith(core);
  return tail && word.startsWith(core);
}

/** True when each pattern matches a word, in this order; other words may stand between. */
export function inOrder(patterns: readonly string[], words: readonly string[]): boolean {
  let next = 0;
  for (const word of words) {
    const pattern = patterns[next];
    if (pattern === undefined) break;
    if (wordMatches(pattern, word)) next += 1;
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
