import type { ContainerSpec } from '../model/facts.ts';
import { fedTo, scriptOf, shellWithin } from './nested.ts';
import type { Raw, RawStep } from './script.ts';
import { readScript } from './shell.ts';
import type { Reading, Step } from './step.ts';
import { unwrap } from './unwrap.ts';
import { basename, imageName } from './words.ts';

const MAX_TEXT = 32 * 1024;
/** As many programs as four characters each can name; what holds more says that it was cut. */
const MAX_STEPS = MAX_TEXT / 4;
const MAX_NESTED = 8;
/** Values are cut at this length: what is longer may hide a command. */
const MAX_VALUE = 256;
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

/** A whole command line as the one word: an entrypoint that ends in `sh -c "$@"` or `eval "$@"` runs it. */
const isCommandLine = (words: readonly string[]): boolean =>
  words.length === 1 && /^[A-Za-z/][\w./+-]{0,255}\s/.test(words[0] ?? '') && !startsWithVerb(words[0] ?? '');

const startsWithVerb = (line: string): boolean => VERBS.has(line.slice(0, line.search(/\s/)));

const SCRIPT: Raw = { words: [], field: '', text: '' };

/** Reads command and args of a container into the programs that would run. Never throws. */
export function readCommand(spec: ContainerSpec): Reading {
  return new Reader(spec).run();
}

class Reader {
  private readonly spec: ContainerSpec;
  private readonly known: Map<string, string>;
  private readonly names: ReadonlySet<string>;
  /** Command and args, with what Kubernetes puts into them. */
  private readonly written: readonly string[];
  private functions: ReadonlySet<string> = new Set();
  private truncated: boolean;
  private left = MAX_STEPS;
  private filled = 0;

  constructor(spec: ContainerSpec) {
    this.spec = spec;
    this.truncated = spec.truncated;
    this.known = new Map(
      spec.env.flatMap((e) =>
        e.value === undefined || e.value.length >= MAX_VALUE ? [] : [[e.name, e.value] as const],
      ),
    );
    this.names = new Set(spec.env.map((e) => e.name));
    this.written = this.capped([...spec.command, ...spec.args]);
  }

  run(): Reading {
    const steps = this.spec.command.length === 0 ? this.fromImage(this.written) : this.read(this.written, 0);
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

  /**
   * Kubernetes puts known values in place of `$(VAR)` and writes `$` for `$$`. What is not known is written as `${VAR}`,
   * so that the shell parser does not take it for a command.
   */
  private expandable(word: string): string {
    return word.replace(
      /\$\$|\$\(([A-Za-z_][A-Za-z0-9_]{0,127})\)/g,
      (whole: string, name: string | undefined) => {
        if (name === undefined) return '$';
        return (
          this.valueOf(name) ?? (this.names.has(name) || name === name.toUpperCase() ? `\${${name}}` : whole)
        );
      },
    );
  }

  private valueOf(name: string): string | undefined {
    const value = this.known.get(name);
    if (value === undefined || this.filled + value.length > MAX_TEXT) return undefined;
    this.filled += value.length;
    return value;
  }

  /** No command: the image's entrypoint runs the args, or is replaced by them where it ends in `exec "$@"`. */
  private fromImage(args: readonly string[]): readonly Step[] {
    const first = basename(args[0] ?? '');
    const image = imageName(this.spec.image);
    if (SHELLS.test(first) || (args[0] ?? '').startsWith('/') || isCommandLine(args))
      return this.read(args, 0);
    const program = STARTS.get(image) ?? image;
    const replaced = first !== program && !VERBS.has(first) && /^[A-Za-z][\w.+-]*$/.test(args[0] ?? '');
    const field = args.length === 0 ? 'image' : 'args[0]';
    const text = args.length === 0 ? this.spec.image : args.join(' ');
    const itself = this.resolve({ words: [program, ...args], field, text }, 0, true);
    return [...itself, ...(replaced ? this.read(args, 0, true) : [])];
  }

  private read(words: readonly string[], nested: number, entrypoint = false): readonly Step[] {
    if (isCommandLine(words)) return this.script(words[0] ?? '', words[0] ?? '', SCRIPT, nested);
    return this.resolve({ words, field: this.fieldOf(0), text: words.join(' ') }, nested, entrypoint);
  }

  private fieldOf(index: number): string {
    const commands = this.spec.command.length;
    return index < commands ? `command[${index}]` : `args[${index - commands}]`;
  }

  /** Takes wrappers off, opens nested shells, and gives the steps inside. */
  private resolve(raw: Raw, nested: number, entrypoint: boolean): Draft[] {
    const { words, works } = unwrap(raw.words);
    const before = works.map((own) => this.step({ ...raw, words: own }, false));
    return [...before, ...this.unwrapped(words, raw, nested, entrypoint)];
  }

  private unwrapped(words: readonly string[], raw: Raw, nested: number, entrypoint: boolean): Draft[] {
    const script = nested > MAX_NESTED ? undefined : (scriptOf(words) ?? fedTo(words, raw));
    if (nested > MAX_NESTED) this.truncated = true;
    if (script?.text !== undefined) return this.script(script.text, script.index, raw, nested);
    if (script?.words !== undefined)
      return this.resolve({ ...raw, words: script.words }, nested + 1, entrypoint);
    const at = shellWithin(words);
    const own = this.step({ ...raw, words: at < 0 ? words : words.slice(0, at) }, entrypoint);
    return at < 0 ? [own] : [own, ...this.unwrapped(words.slice(at), raw, nested, false)];
  }

  private script(text: string, word: string, outer: Raw, nested: number): Draft[] {
    const at = nested === 0 ? this.fieldOf(this.indexOf(word)) : outer.field;
    const reading = readScript(text, at, { most: this.left, known: this.known, functions: this.functions });
    this.functions = reading.functions;
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
    return Math.max(0, this.written.indexOf(word));
  }

  private step(raw: Raw, entrypoint: boolean): Draft {
    const first = raw.words[0] ?? '';
    return {
      program: /^\$|^"?\$/.test(first) && !first.includes('/') ? '' : basename(first),
      words: raw.words,
      field: raw.field,
      text: raw.text,
      folder: raw.folder ?? '',
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
