import type { ContainerSpec } from '../model/facts.ts';
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
import { isImageAlone, nameWords, seenStep } from './seen.ts';
import { isOwn, type Signature } from './signature.ts';
import type { Step } from './step.ts';
import { ofName, ofWords, WordIndex } from './wordIndex.ts';
import { imageName, tokens } from './words.ts';

/** The rows, laid out for a quick search. */
export class Catalogue {
  private readonly byProgram = new Map<string, Signature[]>();
  private readonly wild = new WordIndex(ofWords);
  private readonly byFacet: Signature[] = [];
  private readonly retry: Signature[] = [];
  private readonly names = new WordIndex(ofName);
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
    else if (row.match.program.some((name) => name.includes('*'))) this.wild.add(row);
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
    const wild = INERT.has(step.program) || isImageAlone(step) ? [] : this.wild.candidates(seen.rest);
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
