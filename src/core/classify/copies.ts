import type { ContainerSpec } from '../model/facts.ts';
import { isConfigSource, looksLikeConfig, outlives, placeOf, sameVolume } from './places.ts';
import type { Step } from './step.ts';
import { isFlag } from './words.ts';

export type Copy = 'copy.config' | 'copy.image' | 'copy.node' | 'copy.within';

const COPIES: ReadonlySet<string> = new Set(['cp', 'mv', 'rsync', 'install', 'tar', 'unzip', 'ln', 'ditto']);

interface Copying {
  readonly sources: readonly string[];
  readonly target: string;
}

/** What a copy carries, and where to; undefined for what is no copy. */
export function copyOf(step: Step, spec: ContainerSpec): Copy | undefined {
  if (!COPIES.has(step.program) || makesFolders(step)) return undefined;
  const unpacks = step.program === 'tar' || step.program === 'unzip';
  const copying = unpacks ? unpacked(step) : copied(step);
  if (!unpacks && copying.sources.length === 0) return undefined;
  if (placeOf(copying.target, spec) === 'node') return 'copy.node';
  if (staysWhere(copying, spec)) return 'copy.within';
  if (isOfPrograms(copying)) return 'copy.image';
  if (copying.sources.some((path) => isConfigSource(path, spec))) return 'copy.config';
  const moves = unpacks || step.program === 'mv' || step.program === 'ln';
  return moves ? moved(copying, spec) : carried(step, copying, spec);
}

/** Seen by nobody after the container, or moved inside one volume. */
function staysWhere({ sources, target }: Copying, spec: ContainerSpec): boolean {
  if (!outlives(target, spec)) return true;
  const inside = sources.length > 0 && sources.every((path) => sameVolume(path, target, spec));
  return inside && !looksLikeConfig(sources.join(' '));
}

const isOfPrograms = ({ sources, target }: Copying): boolean =>
  sources.length > 0 && (BIN_FOLDER.test(target) || sources.every((path) => PROGRAM_FILE.test(path)));

const moved = ({ sources }: Copying, spec: ContainerSpec): Copy =>
  sources.some((path) => placeOf(path, spec) === 'image') ? 'copy.image' : 'copy.within';

function carried(step: Step, { sources, target }: Copying, spec: ContainerSpec): Copy {
  if (sources.every((path) => SECRETS_FOLDER.test(path))) return 'copy.config';
  if (looksLikeConfig(target) && sources.every(isOfConfigFolder)) return 'copy.config';
  if (sources.some((path) => placeOf(path, spec) === 'volume'))
    return looksLikeConfig(sources.join(' ')) ? 'copy.config' : 'copy.image';
  const whole = step.words.some((word) => /^-[a-zA-Z]{0,16}[rRa]|^--(?:recursive|archive)$/.test(word));
  const isSetting = (path: string): boolean =>
    (CONFIG_FILE.test(path) && !isDocument(path, target)) || (!whole && path.startsWith('/etc/'));
  return sources.every(isSetting) ? 'copy.config' : 'copy.image';
}

/** `conf/*`, `/app/config/.`: all of a folder that holds configuration by its name. */
const isOfConfigFolder = (path: string): boolean =>
  /(?:^|\/)(?:conf|config|configs|etc)(?:\.d)?(?:\/[.*]?)?$/.test(path);

/** XML and JSON hold content as often as settings: neither their path nor their target speaks of configuration then. */
const isDocument = (path: string, target: string): boolean =>
  /\.(xml|json)$/i.test(path) &&
  !looksLikeConfig(`${path.replace(/\.\w+$/, '')} ${target}`) &&
  !SETTINGS.test(path);

const SETTINGS = /(?:^|\/)(?:etc\/|logback|log4j|pom|web\.xml|server\.xml|context\.xml|package)|-site\.xml$/i;

/** Where programs lie, and what only a program is made of: neither is configuration, wherever it comes from. */
const BIN_FOLDER = /(?:^|\/)s?bin\/?$/;
const PROGRAM_FILE = /\.(jar|war|ear|so|dll|exe|wasm|whl|ko|node|phar)$|(?:^|\/)s?bin\/[\w.*-]{1,128}$/i;
const CONFIG_FILE = /\.(ya?ml|json|conf|cfg|ini|properties|toml|xml|env|crt|pem|key|tpl|tmpl|template)$/i;

/** Where certificates and the files of a secrets store are mounted; a folder of a program's own lies deeper. */
const SECRETS_FOLDER =
  /^\/(?:(?:mnt|run|var|var\/run)\/)?(?:certs?|certificates|tls|pki|secrets?|secrets-store|sscsi)(?:\/|$)/;

const makesFolders = (step: Step): boolean =>
  step.program === 'install' && step.words.some((word) => word === '-d' || word === '--directory');

/** The option that names a target: a letter, which others may precede, or a word. */
interface TargetOption {
  readonly letter: RegExp;
  readonly word: string;
}

const INTO: TargetOption = { letter: /^-[a-zA-Z]{0,16}?t([/.$~].*)?$/s, word: '--target-directory' };
const TARGETS: ReadonlyMap<string, TargetOption> = new Map([
  ['cp', INTO],
  ['mv', INTO],
  ['ln', INTO],
  ['install', INTO],
  ['tar', { letter: /^-[a-zA-Z]{0,16}?C([/.$~].*)?$/s, word: '--directory' }],
  ['unzip', { letter: /^-[a-zA-Z]{0,16}?d([/.$~].*)?$/s, word: '-d' }],
]);

function copied(step: Step): Copying {
  const { target, words } = targetOf(step);
  return target === undefined
    ? { sources: words.slice(0, -1), target: words.at(-1) ?? '' }
    : { sources: words, target };
}

function unpacked(step: Step): Copying {
  const { target = '.', words } = targetOf(step);
  return { sources: words, target };
}

/** What an option says of the target, glued to it, behind `=` or in the next word; and the words that are neither. */
function targetOf({ program, words }: Step): { readonly target?: string; readonly words: readonly string[] } {
  const option = TARGETS.get(program);
  const plain = (all: readonly string[]) => all.slice(1).filter((word) => !isFlag(word));
  if (option === undefined) return { words: plain(words) };
  for (const [at, word] of words.entries()) {
    const short = option.letter.exec(word);
    const glued =
      short?.[1] ?? (word.startsWith(`${option.word}=`) ? word.slice(option.word.length + 1) : undefined);
    if (glued !== undefined) return { target: glued, words: plain(words) };
    if (short !== null || word === option.word)
      return { target: words[at + 1] ?? '', words: plain(words.toSpliced(at, 2)) };
  }
  return { words: plain(words) };
}
