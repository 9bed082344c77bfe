import type { ContainerSpec } from '../model/facts.ts';
import { type Category, MUTATING, type Severity } from '../model/names.ts';
import type { Evidence, Lock, Verdict } from '../model/verdict.ts';
import { rowsWith, signatureRows } from './catalogue.ts';
import { confessionOf } from './confession.ts';
import { type Effect, effectOf, wholeEffects, WORKS_ON_FILES } from './effects.ts';
import { Catalogue } from './rowIndex.ts';
import { excerpt } from './excerpt.ts';
import { onlyLooks, onlySays } from './looks.ts';
import { isNameRow } from './match.ts';
import { rankOf } from './rank.ts';
import { doubtOf, type Judgement, SURE, wary } from './judgement.ts';
import { readCommand } from './read.ts';
import { appliesByVerb, reachesOthers } from './reach.ts';
import type { Signature } from './signature.ts';
import { isRetried, type Step } from './step.ts';
import { tokens } from './words.ts';

export { signatureRows } from './catalogue.ts';

/** What is known of the workload around an init container. */
export interface ClassifyContext {
  readonly workloadKind: string;
}

/** Says what an init container does, from its spec alone and what is known of its workload. */
export type Classifier = (spec: ContainerSpec, context: ClassifyContext) => Verdict;

/** By what an init container does. */
export const SEVERITY: Readonly<Record<Category, Severity>> = {
  Migration: 'Red',
  Seed: 'Red',
  ExternalCall: 'Red',
  Download: 'Yellow',
  ConfigRender: 'Yellow',
  CopyArtifact: 'Yellow',
  Wait: 'Yellow',
  Check: 'Yellow',
  Permissions: 'Legitimate',
  Kernel: 'Legitimate',
  SecretFetch: 'Legitimate',
  Unknown: 'Unknown',
};

const MAX_EVIDENCE = 5;
/** Below this a wait is told by nothing but a question in a name: `migrationStatus.sh` may migrate, too. */
const TOLD = 72;
const TRUNCATED_CONFIDENCE = 50;
const UNRESOLVED_CONFIDENCE = 60;

/**
 * Makes a classifier from a catalogue; rows of the user's own come first. It is pure and never throws, whatever a
 * tenant wrote into the container.
 */
export function createClassifier(signatures: readonly Signature[] = signatureRows): Classifier {
  const catalogue = new Catalogue(signatures);
  return (spec, context) => toVerdict(judge(spec, catalogue), spec, context);
}

/** By the rows that everybody has. */
export const classify: Classifier = createClassifier();

/** By these rows, too, if a user has any. */
export const classifierWith = (own: readonly Signature[]): Classifier =>
  own.length === 0 ? classify : createClassifier(rowsWith(own));

function judge(spec: ContainerSpec, catalogue: Catalogue): Judgement {
  const reading = readCommand(spec);
  const found = telling(
    settled(reading.steps.map((step) => ({ step, effect: effectOf(step, spec, catalogue) }))),
  );
  const effects = found.flatMap(({ effect }) =>
    effect === undefined || effect === 'unresolved' ? [] : [effect],
  );
  const unresolved = found.filter(({ effect }) => effect === 'unresolved').map(({ step }) => step);
  const silent = effects.length === 0;
  const guessed = !(found.length > 0 && found.every(({ step }) => onlySays(step) || onlyLooks(step)));
  const guesses =
    guessed && (silent || unresolved.length > 0 || hasWeak(effects)) ? wholeEffects(spec, catalogue) : [];
  const decided = decide(effects, guesses, unresolved.length > 0);
  const open = unresolved[0];
  const doubt = open === undefined ? undefined : doubtOf('unknown.program', open.field, excerpt(open.text));
  const judged = named(wary(weigh(decided, doubt, unresolved, spec), spec), spec);
  return reading.truncated ? truncated(judged) : judged;
}

/** A look tells what a container does only where it does nothing else. */
function telling(found: readonly Found[]): readonly Found[] {
  if (found.every(({ step }) => onlySays(step) || onlyLooks(step))) return found;
  return found.map((one) => (isLook(one) ? { ...one, effect: undefined } : one));
}

const isLook = ({ effect }: Found): boolean =>
  typeof effect === 'object' && effect.row.match.facet === 'look';

/** Only names told us something so far. */
const hasWeak = (effects: readonly Effect[]): boolean =>
  effects.some((effect) => effect.confidence < SURE && !effect.minor);

interface Found {
  readonly step: Step;
  readonly effect: Effect | 'unresolved' | undefined;
}

/** Args without a command were read twice, after the image's program and as a program: the surer reading stays. */
function settled(found: readonly Found[]): readonly Found[] {
  const readings = found.filter(({ step }) => step.entrypoint);
  const surest = Math.max(0, ...readings.map(confidenceOf));
  const kept = readings.find((one) => confidenceOf(one) === surest) ?? readings[0];
  return found.filter((one) => !one.step.entrypoint || one === kept);
}

const confidenceOf = ({ effect }: Found): number =>
  effect === undefined || effect === 'unresolved' ? 0 : effect.confidence;

/** The deciding effect first. */
function decide(effects: readonly Effect[], guesses: readonly Effect[], open: boolean): readonly Effect[] {
  const major = effects.filter((effect) => !effect.minor).sort(byRank);
  const guess = [...guesses].sort((a, b) => b.confidence - a.confidence || byRank(a, b))[0];
  const red = guesses.find((one) => MUTATING.has(one.category));
  const first = major[0];
  if (first === undefined) return [...graver(guess, red), ...effects];
  if (open && guess !== undefined && guess.confidence >= UNRESOLVED_CONFIDENCE) {
    return [guess, ...major].sort(byRank);
  }
  if (
    guess !== undefined &&
    guess.confidence >= SURE &&
    first.confidence < SURE &&
    !MUTATING.has(first.category)
  ) {
    return [guess, ...major];
  }
  const weak = first.category !== 'Kernel' && first.confidence < (first.category === 'Wait' ? TOLD : SURE);
  if (red !== undefined && weak && rankOf(red.category) < rankOf(first.category)) return [red, ...major];
  return major;
}

/** Of two names, one of which says that it only works on files, the other one is believed. */
function graver(guess: Effect | undefined, red: Effect | undefined): readonly Effect[] {
  if (guess === undefined) return [];
  const doubtful = isNameRow(guess.row.match) && WORKS_ON_FILES.has(guess.category);
  return doubtful && red !== undefined ? [red, guess] : [guess];
}

const byRank = (a: Effect, b: Effect): number =>
  rankOf(a.category) - rankOf(b.category) || b.confidence - a.confidence;

/** A program that nobody knows may do anything: what is known beside it must not make the container harmless, nor stand for it. */
function weigh(
  effects: readonly Effect[],
  doubt: Evidence | undefined,
  unresolved: readonly Step[],
  spec: ContainerSpec,
): Judgement {
  const open = unresolved.length > 0;
  const first = effects[0];
  if (first === undefined) return { category: 'Unknown', confidence: 0, effects, doubt: doubt ?? NOTHING };
  const beside = open && !['image', 'name', 'volumeMounts'].includes(first.field);
  const mild = SEVERITY[first.category] === 'Legitimate' || first.minor;
  if ((beside && mild) || outweighs(unresolved, first, beside && reachesOthers(spec)))
    return { category: 'Unknown', confidence: 30, effects, doubt };
  const confidence = open ? Math.min(first.confidence, UNRESOLVED_CONFIDENCE) : first.confidence;
  return { category: first.category, confidence, effects, doubt };
}

/** What is not known may change a store or an API, and what is known is harmless. */
function outweighs(unresolved: readonly Step[], first: Effect, reaches: boolean): boolean {
  if (unresolved.length === 0 || MUTATING.has(first.category)) return false;
  const placed = new Set(first.text.split(/\s/));
  return reaches || unresolved.some((step) => mayChange(step, first) || carries(first, placed, step));
}

/** A verb says so, it is tried again until it works, or only a variable says what it is. */
const mayChange = (step: Step, { field }: Effect): boolean =>
  (field !== 'name' && /^\$\{?\w{1,128}\}?$/.test(step.words[0] ?? '')) ||
  (/^[\w.+-]{1,128}$/.test(step.program) && (appliesByVerb(step) || isRetried(step)));

/** A script that was put in place to be run: its copy tells nothing. */
const carries = (first: Effect, placed: ReadonlySet<string>, { words, text }: Step): boolean =>
  words[0]?.includes('/') === true && first.text !== text && placed.has(words[0]);

const NOTHING = doubtOf('unknown.nothing', 'command', '');

/** A single question in a container that is named after waiting: the kubelet's retries are its loop. */
function named(judgement: Judgement, spec: ContainerSpec): Judgement {
  const waits = judgement.category === 'Check' && tokens(spec.name).some((token) => token.startsWith('wait'));
  return waits ? { ...judgement, category: 'Wait' } : judgement;
}

function truncated(judgement: Judgement): Judgement {
  const doubt = doubtOf('unknown.truncated', 'command', 'only a part of the command was read');
  const confidence = Math.min(judgement.confidence, TRUNCATED_CONFIDENCE);
  const category = MUTATING.has(judgement.category) ? judgement.category : 'Unknown';
  return { ...judgement, category, confidence, doubt };
}

function toVerdict(judgement: Judgement, spec: ContainerSpec, context: ClassifyContext): Verdict {
  const { category, confidence, effects } = judgement;
  const deciding = effects.filter((effect) => effect.category === category);
  const tool = deciding.find((effect) => effect.row.tool !== '')?.row.tool ?? '';
  return {
    category,
    severity: SEVERITY[category],
    sideEffecting: category !== 'Unknown' && effects.some(sideEffects),
    tool,
    lock: lockOf(deciding),
    confidencePercent: Math.round(confidence),
    evidence: evidenceOf(judgement, spec),
    ...confessionOf(category, tool, context.workloadKind),
  };
}

const sideEffects = (effect: Effect): boolean => effect.row.sideEffecting ?? MUTATING.has(effect.category);

/** Only where every deciding step takes a lock is the whole safe. */
function lockOf(deciding: readonly Effect[]): Lock {
  const locks = new Set(deciding.filter(sideEffects).map((effect) => effect.row.lock));
  if (locks.has('None')) return 'None';
  return locks.size === 1 && locks.has('Locks') ? 'Locks' : 'Unknown';
}

function evidenceOf(judgement: Judgement, spec: ContainerSpec): readonly Evidence[] {
  const doubt =
    judgement.doubt?.excerpt === ''
      ? { ...judgement.doubt, field: 'image', excerpt: excerpt(spec.image) }
      : judgement.doubt;
  const byRule = new Map<string, Effect>();
  for (const effect of judgement.effects) if (!byRule.has(effect.row.id)) byRule.set(effect.row.id, effect);
  const told = [...byRule.values()]
    .slice(0, MAX_EVIDENCE)
    .map(({ row, field, text }) => ({ rule: row.id, field, excerpt: excerpt(text) }));
  const first = judgement.category === 'Unknown' && doubt !== undefined ? [doubt, ...told] : told;
  const rest = judgement.category !== 'Unknown' && doubt !== undefined ? [doubt] : [];
  return [...first.slice(0, MAX_EVIDENCE - rest.length), ...rest];
}

/** Ids of all rows that match a container, whichever of them decides; for the rows' own examples. */
export function matchingRules(
  spec: ContainerSpec,
  signatures: readonly Signature[] = signatureRows,
): readonly string[] {
  const catalogue = new Catalogue(signatures);
  const steps = readCommand(spec).steps.flatMap((step) => catalogue.rulesOf(step, spec));
  return [...steps, ...catalogue.wholeRules(spec)].map((row) => row.id);
}
