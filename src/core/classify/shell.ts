import {
  type Assignment,
  type Command,
  forEachChild,
  type HereDoc,
  type HereString,
  parse,
  type Redirection,
  type SyntaxNode,
  type Word,
} from 'unbash';
import type { RawStep, ScriptLimits, ScriptReading } from './script.ts';
import type { Loop } from './step.ts';

/** How deep a script may nest. */
const MAX_DEPTH = 64;
/** So many steps of one pipe's end are linked to those of the other: all with all would cost their product. */
const MAX_LINKED = 256;
const MAX_VALUE = 1024;
const MAX_WORD = 4096;
const NESTS: ReadonlySet<string> = new Set([
  'While',
  'For',
  'ArithmeticFor',
  'If',
  'Case',
  'Select',
  'Subshell',
  'BraceGroup',
  'Function',
  'CommandExpansion',
  'ProcessSubstitution',
]);

interface Place {
  readonly depth: number;
  readonly loop: Loop | undefined;
  readonly condition: boolean;
  readonly substituted: boolean;
  readonly writes: readonly string[];
  readonly reads: readonly string[];
  readonly input: string;
}

const TOP: Place = {
  depth: 0,
  loop: undefined,
  condition: false,
  substituted: false,
  writes: [],
  reads: [],
  input: '',
};

/** Reads a shell script: every program it may run, in the order of the text. Never throws. */
export function readScript(source: string, field: string, limits: ScriptLimits): ScriptReading {
  try {
    return new ScriptWalk(source, field, limits).run();
  } catch {
    return { steps: splitWords(source, field, limits.most), truncated: true };
  }
}

/** Where no parser helps: each line is a command, each run of blanks ends a word. */
function splitWords(source: string, field: string, most: number): readonly RawStep[] {
  return source
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, most)
    .map((line) => ({ ...TOP, words: line.split(/\s+/), text: line, field, upstream: [], downstream: [] }));
}

class ScriptWalk {
  private readonly steps: RawStep[] = [];
  private readonly functions = new Set<string>();
  private readonly values: Map<string, string>;
  private readonly source: string;
  private readonly field: string;
  private readonly most: number;
  private truncated = false;

  constructor(source: string, field: string, { most, known }: ScriptLimits) {
    this.source = source;
    this.field = field;
    this.most = most;
    this.values = new Map(known);
  }

  run(): ScriptReading {
    this.children(parse(this.source), TOP);
    const steps = this.steps.filter((step) => !this.functions.has(step.words[0] ?? ''));
    return { steps, truncated: this.truncated };
  }

  private children(node: SyntaxNode, place: Place): void {
    if (place.depth >= MAX_DEPTH || this.steps.length >= this.most) {
      this.truncated = true;
      return;
    }
    const inner = NESTS.has(node.type) ? { ...place, depth: place.depth + 1 } : place;
    forEachChild(node, (child) => this.visit(child, inner));
  }

  private visit(node: SyntaxNode, place: Place): void {
    switch (node.type) {
      case 'Command':
        return this.command(node, place);
      case 'Pipeline':
        return this.pipeline(node.commands, place);
      case 'Redirected':
        return this.visit(node.command, this.redirected(node.redirects, place));
      case 'While': {
        const loop: Loop = { until: node.kind === 'until', sleeps: false };
        this.visit(node.clause, { ...place, loop, condition: true });
        return this.visit(node.body, { ...place, loop });
      }
      case 'For':
      case 'ArithmeticFor':
        return this.children(node, { ...place, loop: place.loop ?? { until: false, sleeps: false } });
      case 'If':
        return this.branches(node, place);
      case 'Function':
        this.functions.add(node.name.value);
        return this.children(node, place);
      case 'TestCommand':
        this.add({ ...place, words: ['test'], text: this.text(node), field: this.field });
        return this.children(node, place);
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        return this.children(node, { ...place, writes: [], reads: [], input: '', substituted: true });
      default:
        return this.children(node, place);
    }
  }

  private branches(node: Extract<SyntaxNode, { type: 'If' }>, place: Place): void {
    this.visit(node.clause, { ...place, condition: true });
    this.visit(node.then, place);
    for (const branch of node.elif) {
      this.visit(branch.clause, { ...place, condition: true });
      this.visit(branch.then, place);
    }
    if (node.else !== undefined) this.visit(node.else, place);
  }

  private pipeline(commands: readonly SyntaxNode[], place: Place): void {
    let before: readonly RawStep[] = [];
    for (const command of commands) {
      const from = this.steps.length;
      this.visit(command, place);
      const now = this.linked(
        this.steps.slice(from).filter((step) => step.substituted === place.substituted),
      );
      for (const step of now) step.upstream = [...step.upstream, ...before];
      for (const step of before) step.downstream = [...step.downstream, ...now];
      before = now;
    }
  }

  private linked(steps: readonly RawStep[]): readonly RawStep[] {
    if (steps.length > MAX_LINKED) this.truncated = true;
    return steps.slice(0, MAX_LINKED);
  }

  private redirected(redirects: readonly Redirection[], place: Place): Place {
    const targets = (operators: readonly string[]): string[] =>
      redirects.flatMap((r) =>
        r.type === 'Redirect' && operators.includes(r.operator) && r.target !== undefined
          ? [this.value(r.target)]
          : [],
      );
    const writes = targets(['>', '>>', '>|', '&>', '&>>']).filter(
      (path) => !/^\/dev\/(null|std|fd)/.test(path),
    );
    const input = redirects.map((r) => (r.type === 'Redirect' ? '' : this.input(r))).join('');
    return {
      ...place,
      writes: [...writes, ...place.writes],
      reads: [...targets(['<']), ...place.reads],
      input: input || place.input,
    };
  }

  private input(redirect: HereDoc | HereString): string {
    if (redirect.type === 'HereDoc') return redirect.body.text;
    return redirect.target === undefined ? '' : this.value(redirect.target);
  }

  private command(node: Command, place: Place): void {
    for (const part of node.prefix) {
      if (part.type === 'Assignment') this.assign(part, node.name === undefined);
    }
    const words = [...(node.name === undefined ? [] : [node.name]), ...node.args];
    if (words.length > 0) {
      const at = this.redirected(node.redirects, place);
      const plain = words.map((word) => (word.type === 'Word' ? this.value(word) : word.text));
      this.exported(plain);
      this.add({ ...at, words: plain, text: this.text(node), field: this.field });
    }
    this.children(node, place);
  }

  /** `export A=b` makes a value known as `A=b` does. */
  private exported(words: readonly string[]): void {
    if (!['export', 'declare', 'readonly', 'local', 'typeset'].includes(words[0] ?? '')) return;
    for (const word of words.slice(1)) {
      const equals = word.indexOf('=');
      if (equals > 0) this.remember(word.slice(0, equals), word.slice(equals + 1).replace(/^"|"$/g, ''));
    }
  }

  private assign(assignment: Assignment, lasting: boolean): void {
    if (lasting && assignment.value.type === 'Word')
      this.remember(assignment.name, this.value(assignment.value));
  }

  private remember(name: string, value: string): void {
    if (value.length <= MAX_VALUE && !value.includes('$(') && !value.includes('`'))
      this.values.set(name, value);
  }

  /** The word without quotes, with known variables put in; what is unknown stays as `$NAME`. */
  private value(word: Word): string {
    const written = word.value.slice(0, MAX_WORD);
    if (!written.includes('$') || word.text.startsWith("'")) return word.value;
    const filled = written.replace(
      /\$(?:\{([A-Za-z_]\w{0,63})\}|([A-Za-z_]\w{0,63}))/g,
      (whole, braced, bare) => {
        return this.values.get(String(braced ?? bare)) ?? whole;
      },
    );
    return filled.slice(0, MAX_WORD);
  }

  private add(step: Omit<RawStep, 'upstream' | 'downstream'>): void {
    if (step.words[0] === 'sleep' && step.loop !== undefined) step.loop.sleeps = true;
    if (this.steps.length < this.most) this.steps.push({ ...step, upstream: [], downstream: [] });
    else this.truncated = true;
  }

  private text(node: { readonly pos: number; readonly end: number }): string {
    return this.source.slice(node.pos, node.end);
  }
}
