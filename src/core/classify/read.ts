import type { ContainerSpec } from '../model/facts.ts';
import type { RawStep } from './script.ts';
import { readScript } from './shell.ts';
import type { Reading, Step } from './step.ts';
import { unwrap } from './unwrap.ts';
import { basename, imageName } from './words.ts';

const MAX_TEXT = 32 * 1024;
/** As many programs as four characters each can name; what holds more says that it was cut. */
const MAX_STEPS = MAX_TEXT / 4;
const MAX_NESTED = 8;
const SHELLS = /^(sh|bash|ash|dash|zsh|ksh|busybox|powershell|pwsh|cmd)$/;

type Draft = Omit<Step, 'upstream' | 'downstream'> & { upstream: Step[]; downstream: Step[] };

/** Images whose name is not that of the program they start. */
const STARTS: ReadonlyMap<string, string> = new Map([
  ['client-go', 'geth'],
  ['kube-vault', 'kube-vault'],
  ['golang-migrate', 'migrate'],
  ['migrate-mongo', 'migrate-mongo'],
  ['vault-k8s', 'vault-k8s'],
  ['aws-cli', 'aws'],
  ['azure-cli', 'az'],
  ['curl-image', 'curl'],
  ['bitnami-git', 'git'],
  ['git', 'git'],
  ['curl', 'curl'],
]);

/** First words of args that are rather a verb of the entrypoint than a program of their own. */
const VERBS: ReadonlySet<string> = new Set(
  (
    'install init sync migrate restore test run start serve server check wait copy get set create update upgrade apply import ' +
    'load backup up bootstrap setup seed render generate agent clone pull download validate credentials component'
  ).split(' '),
);

/** Reads command and args of a container into the programs that would run. Never throws. */
export function readCommand(spec: ContainerSpec): Reading {
  return new Reader(spec).run();
}

class Reader {
  private readonly spec: ContainerSpec;
  private readonly known: Map<string, string>;
  private readonly names: ReadonlySet<string>;
  private truncated: boolean;
  private left = MAX_STEPS;

  constructor(spec: ContainerSpec) {
    this.spec = spec;
    this.truncated = spec.truncated;
    this.known = new Map(
      spec.env.flatMap((e) => (e.value === undefined ? [] : [[e.name, e.value] as const])),
    );
    this.names = new Set(spec.env.map((e) => e.name));
  }

  run(): Reading {
    const words = this.capped([...this.spec.command, ...this.spec.args]);
    const steps = this.spec.command.length === 0 ? this.fromImage(words) : this.read(words, 0);
    return { steps, truncated: this.truncated };
  }

  private capped(words: readonly string[]): readonly string[] {
    let left = MAX_TEXT;
    const kept: string[] = [];
    for (const word of words) {
      if (word.length > left) this.truncated = true;
      if (left <= 0) break;
      kept.push(this.expandable(word.slice(0, left)));
      left -= word.length;
    }
    return kept;
  }

  /** Kubernetes' own `$(VAR)` is written as `${VAR}`, so that the shell parser does not take it for a command. */
  private expandable(word: string): string {
    return word.replace(/\$\(([A-Za-z_][A-Za-z0-9_]{0,127})\)/g, (whole: string, name: string) =>
      this.names.has(name) || name === name.toUpperCase() ? `\${${name}}` : whole,
    );
  }

  /** No command: the image's entrypoint runs the args, or is replaced by them where it ends in `exec "$@"`. */
  private fromImage(args: readonly string[]): readonly Step[] {
    const first = basename(args[0] ?? '');
    const image = imageName(this.spec.image);
    if (SHELLS.test(first) || (args[0] ?? '').startsWith('/')) return this.read(args, 0);
    const program = STARTS.get(image) ?? image;
    const replaced = first !== program && !VERBS.has(first) && /^[A-Za-z][\w.+-]*$/.test(args[0] ?? '');
    const field = args.length === 0 ? 'image' : 'args[0]';
    const text = args.length === 0 ? this.spec.image : args.join(' ');
    const itself = this.step({ words: [program, ...args], field, text }, true);
    return [itself, ...(replaced ? this.read(args, 0, true) : [])];
  }

  private read(words: readonly string[], nested: number, entrypoint = false): readonly Step[] {
    return this.resolve({ words, field: this.fieldOf(0), text: words.join(' ') }, nested, entrypoint);
  }

  private fieldOf(index: number): string {
    const commands = this.spec.command.length;
    return index < commands ? `command[${index}]` : `args[${index - commands}]`;
  }

  /** Takes wrappers off, opens nested shells, and gives the steps inside. */
  private resolve(
    raw: Partial<RawStep> & Pick<RawStep, 'words' | 'field' | 'text'>,
    nested: number,
    entrypoint: boolean,
  ): Draft[] {
    const words = unwrap(raw.words);
    const script = nested > MAX_NESTED ? undefined : scriptOf(words);
    if (nested > MAX_NESTED) this.truncated = true;
    if (script === undefined && isShell(words) && (raw.input ?? '') !== '') {
      return this.script(raw.input ?? '', '', raw, nested);
    }
    if (script?.text !== undefined) return this.script(script.text, script.index, raw, nested);
    const inner = script?.words ?? words;
    return [this.step({ ...raw, words: inner }, entrypoint)];
  }

  private script(
    text: string,
    word: string,
    outer: Partial<RawStep> & Pick<RawStep, 'words' | 'field'>,
    nested: number,
  ): Draft[] {
    const at = nested === 0 ? this.fieldOf(this.indexOf(word)) : outer.field;
    const reading = readScript(text, at, { most: this.left, known: this.known });
    this.left -= reading.steps.length;
    this.truncated ||= reading.truncated;
    const inside = new Map<RawStep, Draft[]>();
    for (const raw of reading.steps) {
      inside.set(
        raw,
        this.resolve(
          { ...raw, loop: raw.loop ?? outer.loop, condition: raw.condition || outer.condition === true },
          nested + 1,
          false,
        ),
      );
    }
    for (const [raw, drafts] of inside) link(raw, drafts, inside);
    return [...inside.values()].flat();
  }

  private indexOf(word: string): number {
    const at = [...this.spec.command, ...this.spec.args].findIndex((one) => this.expandable(one) === word);
    return Math.max(0, at);
  }

  private step(
    raw: Partial<RawStep> & Pick<RawStep, 'words' | 'field' | 'text'>,
    entrypoint: boolean,
  ): Draft {
    const first = raw.words[0] ?? '';
    return {
      program: /^\$|^"?\$/.test(first) && !first.includes('/') ? '' : basename(first),
      words: raw.words,
      field: raw.field,
      text: raw.text,
      writes: raw.writes ?? [],
      reads: raw.reads ?? [],
      input: raw.input ?? '',
      loop: raw.loop,
      condition: raw.condition ?? false,
      substituted: raw.substituted ?? false,
      upstream: [],
      downstream: [],
      entrypoint,
    };
  }
}

function link(raw: RawStep, drafts: readonly Draft[], inside: ReadonlyMap<RawStep, Draft[]>): void {
  for (const draft of drafts) {
    draft.upstream.push(...raw.upstream.flatMap((one) => inside.get(one) ?? []));
    draft.downstream.push(...raw.downstream.flatMap((one) => inside.get(one) ?? []));
  }
}

/** A script to parse (`text`), found in the word `index`; or the argv that runs a script file (`words`). */
type ScriptWord =
  | { readonly text: string; readonly index: string; readonly words?: undefined }
  | { readonly words: readonly string[]; readonly text?: undefined };

function scriptOf(words: readonly string[]): ScriptWord | undefined {
  const program = basename(words[0] ?? '');
  if (program === 'busybox' && words.length > 1) return scriptOf(words.slice(1)) ?? { words: words.slice(1) };
  if (isShell(words)) return ofShell(words);
  if (program === 'eval') return { text: words.slice(1).join(' '), index: '' };
  if (program === 'su' || program === 'script') return ofOption(words, '-c');
  if (program === 'find') return ofFind(words);
  if (/^(powershell|pwsh|cmd)$/i.test(program)) return ofWindows(words);
  return undefined;
}

const isShell = (words: readonly string[]): boolean =>
  /^(sh|bash|ash|dash|zsh|ksh)$/.test(basename(words[0] ?? ''));

/** `bash -ec 'set -x; …'` gives the script, `bash ./run.sh a` the argv `./run.sh a`. */
function ofShell(words: readonly string[]): ScriptWord | undefined {
  let inline = false;
  for (let i = 1; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (word === '-o' || word === '+o' || word === '-O') i += 1;
    else if (/^-[a-zA-Z]*s[a-zA-Z]*$/.test(word) && !word.includes('c')) return undefined;
    else if (/^[-+][a-zA-Z]+$/.test(word)) {
      inline ||= word.startsWith('-') && word.includes('c');
      if (word.includes('o')) i += 1;
    } else if (!word.startsWith('--')) {
      return inline ? { text: word, index: word } : { words: words.slice(i) };
    }
  }
  return undefined;
}

function ofOption(words: readonly string[], option: string): ScriptWord | undefined {
  const script = words[words.indexOf(option) + 1];
  return words.includes(option) && script !== undefined ? { text: script, index: script } : undefined;
}

function ofFind(words: readonly string[]): ScriptWord | undefined {
  const at = words.findIndex((word) => /^-(exec|execdir|ok)$/.test(word));
  if (at < 0) return undefined;
  const inner = words.slice(at + 1).filter((word) => word !== ';' && word !== '+' && word !== '{}');
  return { words: [...inner, words[1] ?? ''] };
}

/** PowerShell and cmd are not parsed: the words of the first command are taken as they stand. */
function ofWindows(words: readonly string[]): ScriptWord | undefined {
  const at = words.findIndex((word, i) => i > 0 && !/^[-/]/.test(word));
  if (at < 0) return undefined;
  return {
    words: words
      .slice(at)
      .join(' ')
      .split(/[\s;]+/)
      .filter((word) => word !== ''),
  };
}
