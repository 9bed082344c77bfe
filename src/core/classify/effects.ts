import type { ContainerSpec } from '../model/facts.ts';
import { type Category, MUTATING } from '../model/names.ts';
import { handedOver } from './handedOver.ts';
import { INERT } from './inert.ts';
import { asksAbout, type SeenStep } from './match.ts';
import {
  asksByName,
  asksForHelp,
  isImageAlone,
  nameWords,
  onlyAsks,
  onlyTries,
  REMOTE,
  seenStep,
} from './seen.ts';
import { appliesByVerb } from './reach.ts';
import { worst } from './rank.ts';
import type { Signature } from './signature.ts';
import { isRetried, type Step } from './step.ts';
import { basename, imageName, tokens } from './words.ts';
import type { Catalogue } from './rowIndex.ts';

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

/** No more is said of what an unknown program runs. */
const HANDED_OVER = 75;
const BASE = { command: 92, script: 72, image: 66, container: 60 } as const;

/** What one step does; undefined when it does nothing that counts, 'unresolved' when nobody knows. */
export function effectOf(
  step: Step,
  spec: ContainerSpec,
  catalogue: Catalogue,
): Effect | 'unresolved' | undefined {
  const seen = seenStep(step, spec);
  const rows = catalogue.stepRows(seen, spec);
  const known = worst(rows.filter((row) => !asksAbout(row.match, seen)));
  const opaque = known !== undefined && isWritten(known) && !catalogue.knows(step.program);
  if (known !== undefined && !opaque) return asEffect(tried(known, step), step, spec, BASE.command);
  const question = opaque ? undefined : rows[0];
  if (question !== undefined) return asEffect({ ...question, category: 'Check' }, step, spec, BASE.command);
  const inner = innerEffect(step, spec, catalogue);
  if (inner !== undefined) return inner;
  const named = scriptRow(step, spec, catalogue) ?? sourcedRow(step, spec, catalogue);
  if (known !== undefined) return ofOutput(known, named, step, spec);
  const guess = named ?? retriedRow(seen, spec, catalogue);
  if (guess !== undefined) return asEffect(tried(guess, step), step, spec, BASE.script);
  return isIdle(step, catalogue) ? undefined : 'unresolved';
}

/** What an unknown program hands its words over to: where it changes something, or surely runs. */
function innerEffect(step: Step, spec: ContainerSpec, catalogue: Catalogue): Effect | undefined {
  const handed = handedOver(step, catalogue);
  const inner = handed === undefined ? undefined : effectOf(handed.step, spec, catalogue);
  if (typeof inner !== 'object') return undefined;
  const counts = handed?.surely === true || MUTATING.has(inner.category);
  return counts ? { ...inner, confidence: Math.min(inner.confidence, HANDED_OVER) } : undefined;
}

/** Nothing that counts: it prints, asks, serves the clients of its own script, or answers the script around it. */
function isIdle(step: Step, catalogue: Catalogue): boolean {
  if (INERT.has(step.program) || isImageAlone(step) || asksForHelp(step)) return true;
  const known = catalogue.knows(step.program);
  if (known && (onlyAsks(step) || step.words[1] === 'serve')) return true;
  return (step.substituted || step.condition) && (known || asksByName(step));
}

/** Only the file that its output goes to tells of it. */
const isWritten = ({ match }: Signature): boolean =>
  match.facet === 'render' || match.facet === 'render.within';

/** A program that nobody knows, and a file for its output: its name counts where that is graver, and so does its verb. */
function ofOutput(
  written: Signature,
  named: Signature | undefined,
  step: Step,
  spec: ContainerSpec,
): Effect | 'unresolved' | undefined {
  if (named !== undefined && MUTATING.has(named.category)) return asEffect(named, step, spec, BASE.script);
  return appliesByVerb(step) ? 'unresolved' : asEffect(written, step, spec, BASE.command);
}

/** A loop waits for what it asks: an unknown program that says nothing of asking may be tried again until it has worked. */
const retriedRow = (seen: SeenStep, spec: ContainerSpec, catalogue: Catalogue): Signature | undefined =>
  catalogue.knows(seen.step.program) || asksByName(seen.step)
    ? worst(catalogue.retryRows(seen, spec))
    : undefined;

/** What only says what it would do does not do it. */
const tried = (row: Signature, step: Step): Signature =>
  (MUTATING.has(row.category) || row.category === 'Download') && onlyTries(step)
    ? { ...row, category: 'Check' }
    : row;

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

export const WORKS_ON_FILES: ReadonlySet<Category> = new Set([
  'ConfigRender',
  'CopyArtifact',
  'Permissions',
  'Download',
]);

/** Without a volume, work on files ends with the container: only a step on the way. */
const staysInside = (row: Signature, spec: ContainerSpec): boolean =>
  spec.mounts.length === 0 && WORKS_ON_FILES.has(row.category);

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
