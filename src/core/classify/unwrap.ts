import { basename, isFlag } from './words.ts';

/** A program that runs another one. `values` are its options that take the next word. */
interface Wrapper {
  readonly values?: readonly string[];
  /** Plain words that belong to the wrapper itself before the command begins, e.g. the duration of `timeout`. */
  readonly own?: number;
  /** Words of which one must follow for it to be a wrapper, e.g. `run` in `poetry run`. */
  readonly verb?: readonly string[];
  /** `NAME=value` words stand before the command. */
  readonly assigns?: boolean;
  /** The command begins only after `--`. */
  readonly after?: '--';
}

const PLAIN: Wrapper = {};

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  'dumb-init': { values: ['-r', '--rewrite'] },
  tini: { values: ['-p', '-e'] },
  catatonit: PLAIN,
  'docker-entrypoint': PLAIN,
  'docker-entrypoint.sh': PLAIN,
  'entrypoint.sh': PLAIN,
  gosu: { own: 1 },
  'su-exec': { own: 1 },
  setpriv: { values: ['--reuid', '--regid', '--groups'] },
  chroot: { own: 1 },
  env: { assigns: true, values: ['-u', '--unset', '-C', '--chdir'] },
  nice: { values: ['-n', '--adjustment'] },
  ionice: { values: ['-c', '-n'] },
  nohup: PLAIN,
  setsid: PLAIN,
  stdbuf: { values: ['-o', '-i', '-e'] },
  time: PLAIN,
  timeout: { own: 1, values: ['-s', '--signal', '-k', '--kill-after'] },
  exec: { values: ['-a'] },
  command: PLAIN,
  builtin: PLAIN,
  sudo: { assigns: true, values: ['-u', '-g', '--user', '--group'] },
  doas: { values: ['-u'] },
  runuser: { values: ['-u'] },
  xargs: { values: ['-n', '-I', '-P', '-L', '-d', '-i'] },
  npx: { values: ['-p', '--package'] },
  pnpx: PLAIN,
  bunx: PLAIN,
  yarn: { verb: ['run', 'exec', 'dlx', 'workspace', ''], values: ['--cwd'] },
  pnpm: { verb: ['run', 'exec', 'dlx', ''], values: ['--filter', '-F', '-C', '--dir'] },
  npm: { verb: ['run', 'run-script', 'exec', 'x'], values: ['--prefix', '-w', '--workspace'] },
  bun: { verb: ['run', 'x'] },
  deno: { verb: ['run', 'task'] },
  bundle: { verb: ['exec'] },
  bundler: { verb: ['exec'] },
  poetry: { verb: ['run'] },
  pipenv: { verb: ['run'] },
  pdm: { verb: ['run'] },
  hatch: { verb: ['run'] },
  go: { verb: ['run'], values: ['-ldflags', '-tags'] },
  mix: { verb: ['run'], values: ['-e'] },
  rye: { verb: ['run'] },
  uv: { verb: ['run'], values: ['--package', '--with', '--extra', '--group', '--project', '--directory'] },
  doppler: { verb: ['run'], values: ['-p', '--project', '-c', '--config'], after: '--' },
  infisical: { verb: ['run'], after: '--' },
  chamber: { verb: ['exec'], after: '--' },
  nsenter: { values: ['-t', '--target'] },
  kubectl: { verb: ['exec'], after: '--' },
};

const isAssignment = (word: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*=/.test(word);

/** Takes wrappers off the front of an argv: `dumb-init -- gosu app timeout 60 alembic upgrade head` → `alembic …`. */
export function unwrap(argv: readonly string[]): readonly string[] {
  let words = argv;
  for (let turn = 0; turn < 16; turn += 1) {
    const inner = unwrapOnce(words);
    if (inner === undefined) return words;
    words = inner;
  }
  return words;
}

function unwrapOnce(words: readonly string[]): readonly string[] | undefined {
  const program = basename(words[0] ?? '');
  if (Object.hasOwn(WRAPPERS, program)) {
    const inner = afterWrapper(WRAPPERS[program] ?? PLAIN, words.slice(1));
    return inner.length === 0 ? undefined : inner;
  }
  return interpreted(program, words);
}

/** `python -m alembic`, `python manage.py`, `java -jar x.jar`, `node x.js`: the module or script is the program. */
function interpreted(program: string, words: readonly string[]): readonly string[] | undefined {
  if (/^(python|pypy)[0-9.]*$/.test(program)) return runtimeTarget(words, ['-m'], ['-W', '-X'], ['-c']);
  if (program === 'java') return runtimeTarget(words, ['-jar'], ['-cp', '-classpath', '--class-path'], []);
  if (program === 'node' || program === 'ts-node' || program === 'tsx') {
    return runtimeTarget(words, [], ['-r', '--require', '--import', '--loader'], ['-e', '--eval', '-p']);
  }
  if (program === 'php' || program === 'ruby' || program === 'dotnet' || program === 'perl') {
    return scriptTarget(words);
  }
  return undefined;
}

/** The first plain word is the script (`php artisan migrate`); of dotnet only where it is a `.dll` and no verb. */
function scriptTarget(words: readonly string[]): readonly string[] | undefined {
  const at = words.findIndex((word, i) => i > 0 && !isFlag(word));
  const target = words[at] ?? '';
  const script = basename(words[0] ?? '') !== 'dotnet' || /\.dll$/i.test(target);
  const inline = words.slice(1, Math.max(at, 1)).some((word) => word === '-e' || word === '-r');
  return at > 0 && script && !inline ? words.slice(at) : undefined;
}

function runtimeTarget(
  words: readonly string[],
  target: readonly string[],
  values: readonly string[],
  inline: readonly string[],
): readonly string[] | undefined {
  for (let i = 1; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (inline.includes(word)) return undefined;
    if (target.includes(word)) return nonEmpty(words.slice(i + 1));
    if (values.includes(word)) i += 1;
    else if (!isFlag(word)) return words.slice(i);
  }
  return undefined;
}

const nonEmpty = (words: readonly string[]): readonly string[] | undefined =>
  words.length === 0 ? undefined : words;

function afterWrapper(wrapper: Wrapper, words: readonly string[]): readonly string[] {
  if (wrapper.after !== undefined && !words.includes(wrapper.after)) return [];
  let rest = skipOptions(wrapper, words);
  if (wrapper.verb !== undefined) {
    if (wrapper.verb.includes(rest[0] ?? '')) rest = skipOptions(wrapper, rest.slice(1));
    else if (!wrapper.verb.includes('') || OWN_VERBS.has(rest[0] ?? '')) return [];
  }
  if (wrapper.after !== undefined) return words.slice(words.indexOf(wrapper.after) + 1);
  return skipOptions(wrapper, rest.slice(wrapper.own ?? 0));
}

/** `yarn install` and the like are work of the package manager itself. */
const OWN_VERBS: ReadonlySet<string> = new Set(['', 'install', 'add', 'ci', 'build', 'i', 'fetch']);

function skipOptions(wrapper: Wrapper, words: readonly string[]): readonly string[] {
  let i = 0;
  while (i < words.length) {
    const word = words[i] ?? '';
    if (word === '--') return words.slice(i + 1);
    if (wrapper.values?.includes(word)) i += 2;
    else if (isFlag(word) || (wrapper.assigns === true && isAssignment(word))) i += 1;
    else break;
  }
  return words.slice(i);
}
