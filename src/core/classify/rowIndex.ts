import type { ContainerSpec } from '../model/facts.ts';
import { INERT } from './inert.ts';
import {
  ANY,
  asksAbout,
  isNameRow,
  isOfProgram,
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
import { cased, imageName, matchesAny, matchesSome, tokens } from './words.ts';

/** The rows, laid out for a quick search. */
export class Catalogue {
  private readonly byProgram = new Map<string, Signature[]>();
  /** Rows of programs that a pattern tells, or of any. */
  private readonly wild = new WordIndex(ofWords);
  /** One of these, or of those words, must be there for one of them to match. */
  private readonly wildPrograms: string[] = [];
  private readonly wildWords: string[] = [];
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
    else if (row.match.program.some((name) => name.includes('*'))) this.addWild(row, row.match.program);
    else for (const names of row.match.program) this.index(names, row);
  }

  private addWild(row: Signature, programs: readonly string[]): void {
    this.wild.add(row);
    if (programs[0] !== ANY) this.wildPrograms.push(...programs);
    else if (ofWords(row.match).length === 0) this.wildPrograms.push(ANY);
    else this.wildWords.push(...ofWords(row.match));
  }

  private index(names: string, row: Signature): void {
    for (const name of names.split('|').map(cased)) {
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
    const named = this.byProgram.get(cased(seen.step.program)) ?? [];
    const told = seen.facets.size === 0 ? [] : this.byFacet;
    return [...named, ...this.wildRows(seen), ...told].filter((row) => speaksOf(row.match, seen, spec));
  }

  private wildRows({ step, rest }: SeenStep): readonly Signature[] {
    if (INERT.has(step.program) || isImageAlone(step)) return [];
    if (!matchesAny(this.wildPrograms, step.program) && !matchesSome(this.wildWords, rest)) return [];
    return this.wild.candidates(rest).filter(({ match }) => isOfProgram(match, step.program));
  }

  retryRows(seen: SeenStep, spec: ContainerSpec): readonly Signature[] {
    const tells = !INERT.has(seen.step.program) || ['test', '[', 'sleep'].includes(seen.step.program);
    const rows = tells ? this.retry.filter(({ match }) => isOfProgram(match, seen.step.program)) : [];
    return rows.filter((row) => speaksOf(row.match, seen, spec) && !asksAbout(row.match, seen));
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
    return this.byProgram.has(cased(program)) || INERT.has(program);
  }
}
