import type { ContainerSpec } from '../model/facts.ts';
import type { Facet } from './facets.ts';
import type { Match } from './signature.ts';
import type { Step } from './step.ts';
import { imageName, inOrder, matchesAny } from './words.ts';

const NODE_CAPABILITIES: ReadonlySet<string> = new Set([
  'SYS_ADMIN',
  'NET_ADMIN',
  'SYS_MODULE',
  'NET_RAW',
  'ALL',
]);

/** A step with what was found out about it. */
export interface SeenStep {
  readonly step: Step;
  readonly facets: ReadonlySet<Facet>;
}

/** Does a row speak of single steps with a known program or facet? */
export const isStepRow = (match: Match): boolean => match.program !== undefined || match.facet !== undefined;

/** Does a row speak of names? */
export const isNameRow = (match: Match): boolean =>
  !isStepRow(match) && (match.name !== undefined || match.names !== undefined);

const hits = (patterns: readonly string[], words: readonly string[]): boolean =>
  words.some((word) => matchesAny(patterns, word));

/** Each pattern of a list as a list of its own, made once. */
const singles = new WeakMap<readonly string[], readonly (readonly string[])[]>();

function eachOf(patterns: readonly string[]): readonly (readonly string[])[] {
  const made = singles.get(patterns) ?? patterns.map((pattern) => [pattern]);
  singles.set(patterns, made);
  return made;
}

/** Does a step row match this step? */
export const matchesStep = (match: Match, seen: SeenStep, spec: ContainerSpec): boolean =>
  !asks(match, seen.step) && speaksOf(match, seen, spec);

/** Does this step only ask about what a step row speaks of, e.g. by `--help`? */
export const asksAbout = (match: Match, seen: SeenStep, spec: ContainerSpec): boolean =>
  asks(match, seen.step) && speaksOf(match, seen, spec);

const asks = (match: Match, step: Step): boolean =>
  match.asks !== undefined && hits(match.asks, step.words.slice(1));

function speaksOf(match: Match, seen: SeenStep, spec: ContainerSpec): boolean {
  const { step, facets } = seen;
  const rest = step.words.slice(1);
  return (
    (match.program === undefined || hits(match.program, [step.program])) &&
    (match.facet === undefined || facets.has(match.facet)) &&
    (match.words === undefined || inOrder(eachOf(match.words), rest)) &&
    (match.any === undefined || hits(match.any, rest)) &&
    (match.none === undefined || !hits(match.none, rest)) &&
    matchesContainer(match, spec)
  );
}

/** Does a name row match the words of a name? */
export function matchesName(match: Match, words: readonly string[], spec: ContainerSpec): boolean {
  return (
    (match.name === undefined || hits(match.name, words)) &&
    (match.names === undefined || eachOf(match.names).every((one) => hits(one, words))) &&
    (match.notNamed === undefined || !hits(match.notNamed, words)) &&
    matchesContainer(match, spec)
  );
}

/** The parts of a row that speak of the container as a whole. */
export function matchesContainer(match: Match, spec: ContainerSpec): boolean {
  return (
    (match.image === undefined || hits(match.image, [imageName(spec.image)])) &&
    (match.env === undefined ||
      hits(
        match.env,
        spec.env.map((e) => e.name),
      )) &&
    (match.mount === undefined ||
      hits(
        match.mount,
        spec.mounts.map((m) => m.path),
      )) &&
    (match.node !== true || reachesNode(spec))
  );
}

const reachesNode = (spec: ContainerSpec): boolean =>
  spec.privileged ||
  spec.capabilities.some((capability) => NODE_CAPABILITIES.has(capability.replace(/^CAP_/, ''))) ||
  spec.mounts.some((mount) => mount.volume === 'hostPath');
