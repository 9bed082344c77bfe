import type { ContainerSpec } from '../model/facts.ts';
import type { Facet } from './facets.ts';
import type { Match } from './signature.ts';
import type { Step } from './step.ts';
import { imageName, inOrder, matchesAny, matchesSome } from './words.ts';

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
  /** Its words behind the program. */
  readonly rest: readonly string[];
  readonly facets: ReadonlySet<Facet>;
}

/** Does a row speak of single steps with a known program or facet? */
export const isStepRow = (match: Match): boolean => match.program !== undefined || match.facet !== undefined;

/** Does a row speak of names? */
export const isNameRow = (match: Match): boolean =>
  !isStepRow(match) && (match.name !== undefined || match.names !== undefined);

/** Each pattern of a list as a list of its own, made once. */
const singles = new WeakMap<readonly string[], readonly (readonly string[])[]>();

function eachOf(patterns: readonly string[]): readonly (readonly string[])[] {
  const made = singles.get(patterns) ?? patterns.map((pattern) => [pattern]);
  singles.set(patterns, made);
  return made;
}

/** Does this step only ask about what a step row speaks of, e.g. by `--help`? */
export const asksAbout = (match: Match, { rest }: SeenStep): boolean =>
  match.asks !== undefined && matchesSome(match.asks, rest);

/** The pattern of a row that speaks of whatever program. */
export const ANY = '*';

/** Does a step row speak of this program? */
export const isOfProgram = ({ program }: Match, name: string): boolean =>
  program === undefined || program[0] === ANY || matchesAny(program, name);

/** Does a row that speaks of the program of a step speak of this step, be it that the step only asks? */
export function speaksOf(match: Match, seen: SeenStep, spec: ContainerSpec): boolean {
  const { rest, facets } = seen;
  return (
    (match.facet === undefined || facets.has(match.facet)) &&
    (match.words === undefined || inOrder(eachOf(match.words), rest)) &&
    (match.any === undefined || matchesSome(match.any, rest)) &&
    (match.none === undefined || !matchesSome(match.none, rest)) &&
    matchesContainer(match, spec)
  );
}

/** Does a name row match the words of a name? */
export function matchesName(match: Match, words: readonly string[], spec: ContainerSpec): boolean {
  return (
    (match.name === undefined || matchesSome(match.name, words)) &&
    (match.names === undefined || eachOf(match.names).every((one) => matchesSome(one, words))) &&
    (match.notNamed === undefined || !matchesSome(match.notNamed, words)) &&
    matchesContainer(match, spec)
  );
}

/** The parts of a row that speak of the container as a whole. */
export function matchesContainer(match: Match, spec: ContainerSpec): boolean {
  return (
    (match.image === undefined || matchesSome(match.image, [imageName(spec.image)])) &&
    (match.env === undefined || hasVariable(match.env, spec)) &&
    (match.mount === undefined || hasMount(match.mount, spec)) &&
    (match.node === undefined || (match.node === 'network' ? changesNetwork(spec) : reachesNode(spec)))
  );
}

type Answers = WeakMap<ContainerSpec, Map<readonly string[], boolean>>;

/** What a row asks of a container is asked once, however many of its steps the row speaks of: a tenant chooses both numbers. */
function askedOnce(
  wordsOf: (spec: ContainerSpec) => readonly string[],
): (patterns: readonly string[], spec: ContainerSpec) => boolean {
  const answers: Answers = new WeakMap();
  return (patterns, spec) => {
    const known = answers.get(spec) ?? new Map<readonly string[], boolean>();
    answers.set(spec, known);
    const answer = known.get(patterns) ?? matchesSome(patterns, wordsOf(spec));
    known.set(patterns, answer);
    return answer;
  };
}

const hasVariable = askedOnce((spec) => spec.env.map(({ name }) => name));
const hasMount = askedOnce((spec) => spec.mounts.map(({ path }) => path));

const changesNetwork = (spec: ContainerSpec): boolean =>
  spec.capabilities.some((capability) => /^(CAP_)?NET_ADMIN$/.test(capability));

const reachesNode = (spec: ContainerSpec): boolean =>
  spec.privileged ||
  spec.capabilities.some((capability) => NODE_CAPABILITIES.has(capability.replace(/^CAP_/, ''))) ||
  spec.mounts.some((mount) => mount.volume === 'hostPath');
