import {
  type Command,
  forEachChild,
  type HereDoc,
  type HereString,
  parse,
  type Redirection,
  type SyntaxNode,
} from 'unbash';
import type { RawStep, ScriptLimits, ScriptReading } from './script.ts';
import { ShellFunctions } from './shellFunctions.ts';
import { ShellValues } from './shellValues.ts';
import type { Loop } from './step.ts';

/** How deep a script may nest. */
const MAX_DEPTH = 64;
/** No path is longer. */
const MAX_PATH = 1024;
/** So many steps of one pipe's end are linked to those of the other: all with all would cost their product. */
const MAX_LINKED = 256;
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
    const { functions, most } = limits;
    return { steps: splitWords(source, field, most), truncated: true, functions };
  }
}

/** Where no parser helps: each line is a command, each run of blanks ends a word. */
function splitWords(source: string, field: string, most: number): readonly RawStep[] {
  return source
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, most)
    .map((line) => ({
      ...TOP,
      words: line.split(/\s+/),
      text: line,
      field,
      folder: '',
      upstream: [],
      downstream: [],
    }));
}

class ScriptWalk {
  private readonly steps: RawStep[] = [];
  private readonly functions: ShellFunctions;
  private readonly values: ShellValues;
  private readonly source: string;
  private readonly field: string;
  private readonly most: number;
  private truncated = false;
  private folder = '';

  constructor(source: string, field: string, { most, known, functions }: ScriptLimits) {
    this.source = source;
    this.field = field;
    this.most = most;
    this.values = new ShellValues(known);
    this.functions = new ShellFunctions(functions);
  }

  run(): ScriptReading {
    this.children(parse(this.source), TOP);
    const steps = this.steps.filter((step) => this.functions.leaves(step));
    return { steps, truncated: this.truncated, functions: this.functions.names };
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
        return this.defined(node, place);
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

  private defined(node: Extract<SyntaxNode, { type: 'Function' }>, place: Place): void {
    const from = this.steps.length;
    this.functions.define(node.name.value);
    this.children(node, place);
    this.functions.holds(node.name.value, this.steps.slice(from));
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
          ? [this.values.value(r.target)]
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
    return redirect.target === undefined ? '' : this.values.value(redirect.target);
  }

  private command(node: Command, place: Place): void {
    for (const part of node.prefix) {
      if (part.type === 'Assignment' && node.name === undefined) this.values.assign(part);
    }
    const words = [...(node.name === undefined ? [] : [node.name]), ...node.args];
    if (words.length > 0) {
      const at = this.redirected(node.redirects, place);
      const plain = words.flatMap((word) => (word.type === 'Word' ? this.values.fields(word) : [word.text]));
      this.values.exported(plain);
      const call = this.functions.call(plain);
      this.add({
        ...at,
        words: call?.words ?? plain,
        loop: call?.loop ?? at.loop,
        text: this.text(node),
        field: this.field,
      });
    }
    this.children(node, place);
  }

  private add(given: Omit<RawStep, 'upstream' | 'downstream' | 'folder'>): void {
    const step = { ...given, folder: this.folder };
    if (step.words[0] === 'cd') this.folder = joined(this.folder, step.words.at(-1) ?? '');
    if (step.words[0] === 'sleep' && step.loop !== undefined) step.loop.sleeps = true;
    if (this.steps.length < this.most) this.steps.push({ ...step, upstream: [], downstream: [] });
    else this.truncated = true;
  }

  private text(node: { readonly pos: number; readonly end: number }): string {
    return this.source.slice(node.pos, node.end);
  }
}

/** Where `cd` leads from a folder. */
const joined = (folder: string, path: string): string =>
  path.startsWith('/') || folder === '' ? path : `${folder}/${path}`.slice(0, MAX_PATH);
