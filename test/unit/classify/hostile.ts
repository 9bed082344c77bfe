import type { Example } from '../../../src/core/classify/signature.ts';

/** Texts made to break whoever reads them, by their length; each grows by one and the same piece. */
export const HOSTILE_TEXTS: Readonly<Record<string, (length: number) => string>> = {
  semicolons: filled(';'),
  'short commands': filled('a;'),
  'commands of many words': (length) => `alembic ${filled('x ')(length - 8)}`,
  'one long word': (length) => `curl ${filled('a')(length - 5)}`,
  'open brackets': filled('('),
  'open substitutions': filled('$('),
  'open quotes': filled(`"'`),
  'back quotes': filled('`'),
  'nested shells': filled('sh -c "'),
  'open blocks': filled('if a; then '),
  'open loops': filled('while a; do '),
  'here-documents': filled('cat <<E\n'),
  pipes: filled('a | '),
  'a pipe of groups': (length) => `{ ${filled('echo a; ')(length - 12)} } | psql`,
  redirections: filled('>a '),
  wrappers: filled('timeout 1 '),
  'variables that hold each other': filled('A=$A$A;'),
  'evals of one text': (length) => `A="${'a;'.repeat(64)}"; ${filled('eval "$A"; ')(length - 136)}`,
  'arithmetic expressions': filled('$((a+'),
  braces: filled('${a:-'),
  'terminal escapes': filled('\u001b]0;x\u0007\u001b[2J'),
  'direction marks': filled('\u202e\u2066x\u200b'),
  'halves of pairs': filled('\ud800 '),
  'blanks after a word': (length) => `psql -c "select${filled(' ')(length - 16)}"`,
  'slashes and colons': filled('://a:b@'),
  'equal signs': filled('a=b='),
  'dots and dashes': filled('-a.b-'),
  'statements of SQL': (length) => `psql -c "${filled('select 1;')(length - 10)}"`,
  'comments of SQL': (length) => `psql -c "${filled('/* -- ')(length - 10)}"`,
  'headers of curl': (length) => `curl ${filled('-H a:b ')(length - 5)}`,
};

function filled(piece: string): (length: number) => string {
  return (length) =>
    piece.repeat(Math.max(1, Math.ceil(length / piece.length))).slice(0, Math.max(1, length));
}

/** The three ways in which a text reaches a container. */
export const WAYS: Readonly<Record<string, (text: string) => { readonly command: readonly string[] }>> = {
  'a script': (text) => ({ command: ['sh', '-c', text] }),
  words: (text) => ({ command: text.split(' ') }),
  'one word': (text) => ({ command: ['run', text] }),
};

const times = <T>(count: number, made: (i: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => made(i));

const steps = (step: string, length: number): Exclude<Example, string> => ({
  command: ['sh', '-c', times(Math.ceil(length / 16), () => step).join('\n')],
});

/** Containers of two lengths that grow together: many steps, each of which could be held against all the rest. */
export const HOSTILE_SPECS: Readonly<Record<string, (length: number) => Example>> = {
  'steps and variables': (length) => ({
    ...steps('init-data', length),
    env: times(Math.ceil(length / 16), (i) => `A${i}`),
  }),
  'loops and variables': (length) => ({
    ...steps('until prestart.sh; do sleep 1; done', length),
    env: times(Math.ceil(length / 16), (i) => `A${i}`),
  }),
  'steps and mounts': (length) => ({
    ...steps('prepare-storage', length),
    mounts: times(Math.ceil(length / 16), (i) => `/m${i} emptyDir`),
  }),
  'steps behind a long copy': (length) => ({
    command: ['sh', '-c', `cp ${filled('a ')(length)} /data\n${filled('/a\n')(length)}`],
  }),
};
