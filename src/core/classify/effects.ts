import type { ContainerSpec } from '../model/facts.ts';
import { type Category, MUTATING } from '../model/names.ts';
import { INERT } from './inert.ts';
import {
  asksAbout,
  isNameRow,
  isStepRow,
  matchesContainer,
  matchesName,
  type SeenStep,
  speaksOf,
} from './match.ts';
import { asksForHelp, isImageAlone, nameWords, onlyAsks, REMOTE, seenStep } from './seen.ts';
import { worst } from './rank.ts';
import { isOwn, type Signature } from './signature.ts';
import { isRetried, type Step } from './step.ts';
import { unwrap } from './unwrap.ts';
import { basename, imageName, tokens } from './words.ts';
import { NameIndex } from './nameIndex.ts';

/** One thing that a container does, and how we know. */
export interface Effect {
  readonly row: Signature;
  readonly category: Category;
  readonly confidence: number;
  readonly field: string;
  /** Not redacted. */
  readonly text: string;
  readonly minor: boolean;
}

const BASE = { command: 92, script: 72, image: 66, container: 60 } as const;

/** The rows, laid out for a quick search. */
export class Catalogue {
  private readonly byProgram = new Map<string, Signature[]>();
  private readonly wild: Signature[] = [];
  private readonly byFacet: Signature[] = [];
  private readonly retry: Signature[] = [];
  private readonly names = new NameIndex();
  private readonly wholes: Signature[] = [];

  private readonly hasOwn: boolean;

  constructor(rows: readonly Signature[]) {
    this.hasOwn = rows.some(isOwn);
    for (const row of rows) this.add(row);
  }

  private add(row: Signature): void {
    if (isNameRow(row.match)) this.names.add(row);
    else if (!isStepRow(row.match)) this.wholes.push(row);
    else if (row.match.facet === 'retry') this.retry.push(row);
    else if (row.match.program === undefined) this.byFacet.push(row);
    else if (row.match.program.some((name) => name.includes('*'))) this.wild.push(row);
    else for (const names of row.match.program) this.index(names, row);
  }

  private index(names: string, row: Signature): void {
    for (const name of names.toLowerCase().split('|')) {
      const rows = this.byProgram.get(name) ?? [];
      rows.push(row);
      this.byProgram.set(name, rows);
    }
  }

  /** Every row that speaks of this step's program or of what it was seen to do, also where the step only asks about it. */
  stepRows(seen: SeenStep, spec: ContainerSpec): readonly Signature[] {
    const speaking = this.speaking(seen, spec);
    // Where rows of the user's own speak of a step, ours are not heard: users know their tools.
    const own = this.hasOwn ? speaking.filter(isOwn) : [];
    return own.length === 0 ? speaking : own;
  }

  private speaking(seen: SeenStep, spec: ContainerSpec): readonly Signature[] {
    const { step, facets } = seen;
    const named = this.byProgram.get(step.program.toLowerCase()) ?? [];
    const wild = INERT.has(step.program) || isImageAlone(step) ? [] : this.wild;
    const speaks = (row: Signature): boolean => speaksOf(row.match, seen, spec);
    return [
      ...named.filter(speaks),
      ...wild.filter(speaks),
      ...(facets.size === 0 ? [] : this.byFacet.filter(speaks)),
    ];
  }

  retryRows(seen: SeenStep, spec: ContainerSpec): readonly Signature[] {
    const tells = !INERT.has(seen.step.program) || ['test', '[', 'sleep'].includes(seen.step.program);
    return tells
      ? this.retry.filter((row) => speaksOf(row.match, seen, spec) && !asksAbout(row.match, seen))
      : [];
  }

  nameRows(words: readonly string[], spec: ContainerSpec): readonly Signature[] {
    return this.names.candidates(words).filter((row) => matchesName(row.match, words, spec));
  }

  /** The first row that speaks of a name: it decides. */
  nameRow(words: readonly string[], spec: ContainerSpec): Signature | undefined {
    return this.names.candidates(words).find((row) => matchesName(row.match, words, spec));
  }

  wholeRows(spec: ContainerSpec): readonly Signature[] {
    return this.wholes.filter((row) => matchesContainer(row.match, spec));
  }

  /** Every row that could speak of a step: by program, facet, loop, or name. */
  rulesOf(step: Step, spec: ContainerSpec): readonly Signature[] {
    const seen = seenStep(step, spec);
    const words = nameWords(step, false);
    const named = words.length === 0 ? [] : this.nameRows(words, spec);
    const told = this.stepRows(seen, spec).filter((row) => !asksAbout(row.match, seen));
    return [...told, ...this.retryRows(seen, spec), ...named];
  }

  /** Every row that could speak of the container as a whole. */
  wholeRules(spec: ContainerSpec): readonly Signature[] {
    const images = this.nameRows(tokens(imageName(spec.image)), spec);
    return [...this.wholeRows(spec), ...images, ...this.nameRows(tokens(spec.name), spec)];
  }

  knows(program: string): boolean {
    return this.byProgram.has(program.toLowerCase()) || INERT.has(program);
  }
}

/** What one step does; undefined when it does nothing that counts, 'unresolved' when nobody knows. */
export function effectOf(
  step: Step,
  spec: ContainerSpec,
  catalogue: Catalogue,
): Effect | 'unresolved' | undefined {
  const seen = seenStep(step, spec);
  const rows = catalogue.stepRows(seen, spec);
  const known = worst(rows.filter((row) => !asksAbout(row.match, seen)));
  if (known !== undefined) return asEffect(known, step, spec, BASE.command);
  const question = rows[0];
  if (question !== undefined) return asEffect({ ...question, category: 'Check' }, step, spec, BASE.command);
  const handed = handedOver(step, spec, catalogue);
  if (handed !== undefined) return handed;
  const guess =
    scriptRow(step, spec, catalogue) ??
    sourcedRow(step, spec, catalogue) ??
    worst(catalogue.retryRows(seen, spec));
  if (guess !== undefined) return asEffect(guess, step, spec, BASE.script);
  const asks = asksForHelp(step);
  if (catalogue.knows(step.program) && onlyAsks(step)) return undefined;
  const told = INERT.has(step.program) || asks || isImageAlone(step);
  if (told || step.substituted || step.condition) return undefined;
  return 'unresolved';
}

/** An unknown program and `--`: the command after it counts where it is known, and changes something. */
function handedOver(step: Step, spec: ContainerSpec, catalogue: Catalogue): Effect | undefined {
  const at = step.words.indexOf('--');
  if (at < 1 || catalogue.knows(step.program)) return undefined;
  const { words } = unwrap(step.words.slice(at + 1));
  const program = basename(words[0] ?? '');
  const effect = catalogue.knows(program)
    ? effectOf({ ...step, program, words }, spec, catalogue)
    : undefined;
  return typeof effect === 'object' && MUTATING.has(effect.category) ? effect : undefined;
}

/**
 * An unknown program is judged by its own name and its first plain words. Of a client of clouds or stores the words name
 * what is there: `az storage account keys renew` renders no keys.
 */
function scriptRow(step: Step, spec: ContainerSpec, catalogue: Catalogue): Signature | undefined {
  const words = nameWords(step, catalogue.knows(step.program));
  const row = words.length === 0 ? undefined : catalogue.nameRow(words, spec);
  return row !== undefined && REMOTE.has(step.program) && !MUTATING.has(row.category) ? undefined : row;
}

/** `. /scripts/migrate.sh`: most files that are read in are libraries and settings, so that only a grave name tells. */
function sourcedRow(step: Step, spec: ContainerSpec, catalogue: Catalogue): Signature | undefined {
  if (step.program !== '.' && step.program !== 'source') return undefined;
  const words = tokens(basename(step.words[1] ?? '').replace(/\.\w{1,5}$/, ''));
  const row = catalogue.nameRow(words, spec);
  return row !== undefined && MUTATING.has(row.category) ? row : undefined;
}

function asEffect(row: Signature, step: Step, spec: ContainerSpec, base: number): Effect | undefined {
  const asks = row.category === 'Check';
  if (asks && step.substituted) return undefined;
  return {
    row,
    category: asks && isRetried(step) ? 'Wait' : row.category,
    confidence: row.confidence ?? base,
    field: step.field,
    text: step.text,
    minor: row.minor === true || (asks && step.condition && !isRetried(step)) || staysInside(row, spec),
  };
}

/** Without a volume, work on files ends with the container: only a step on the way. */
const staysInside = (row: Signature, spec: ContainerSpec): boolean =>
  spec.mounts.length === 0 &&
  ['ConfigRender', 'CopyArtifact', 'Download', 'Permissions'].includes(row.category);

/** What the container as a whole says: known images, mounts, and the names of image and container. */
export function wholeEffects(spec: ContainerSpec, catalogue: Catalogue): readonly Effect[] {
  const whole = catalogue
    .wholeRows(spec)
    .map((row) => ofWhole(row, row.confidence ?? 85, 'image', spec.image));
  const image = catalogue.nameRow(tokens(imageName(spec.image)), spec);
  const container = catalogue.nameRow(tokens(spec.name), spec);
  return [
    ...whole,
    ...(image === undefined ? [] : [ofWhole(image, BASE.image, 'image', spec.image)]),
    ...(container === undefined ? [] : [ofWhole(container, BASE.container, 'name', spec.name)]),
  ];
}

function ofWhole(row: Signature, confidence: number, field: string, text: string): Effect {
  const at = row.match.mount === undefined ? field : 'volumeMounts';
  return {
    row,
    category: row.category,
    confidence: Math.min(confidence, row.confidence ?? 100),
    field: at,
    text,
    minor: false,
  };
}
