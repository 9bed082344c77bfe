import {
  ACCEPT_MAX,
  type Acceptance,
  type Acceptances,
  type AcceptFault,
  type AcceptLevel,
} from '../model/acceptance.ts';
import { BOUNDS } from '../model/bounds.ts';
import type { Millis } from '../model/refs.ts';
import { millisOf, timestamp } from '../model/time.ts';

const NOTHING: Acceptances = { entries: [], faults: [] };
const FORM = `write [{"container":"migrate","reason":"why it may be so","until":"2027-01-31"}]`;
const FIELDS = ['container', 'reason', 'until'];
const NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const DAY_MILLIS: Millis = 86_400_000;
const SHOWN_MAX = 64;

type Problem = Omit<AcceptFault, 'container'>;
type Fields = ReadonlyMap<string, unknown>;

/** Reads the annotation as it stands; '' accepts nothing. A bad entry spoils no other. */
export function readAcceptances(raw: string, from: AcceptLevel): Acceptances {
  if (raw.trim() === '') return NOTHING;
  const list = raw.length > ACCEPT_MAX ? undefined : parsed(raw);
  if (!Array.isArray(list)) return { entries: [], faults: [{ container: undefined, ...unreadable(raw) }] };
  const seen = new Set<string>();
  const read = list.map((entry: unknown, index) => readEntry(entry, { place: `[${index}]`, from, seen }));
  return {
    entries: read.flatMap((one) => ('what' in one ? [] : [one])),
    faults: read.flatMap((one) => ('what' in one ? [one] : [])),
  };
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

function unreadable(raw: string): Problem {
  if (raw.length > ACCEPT_MAX)
    return { what: 'it is longer than 4 KiB', cure: 'accept fewer containers, in fewer words' };
  return { what: 'it is no list in JSON', cure: FORM };
}

interface Around {
  readonly place: string;
  readonly from: AcceptLevel;
  readonly seen: Set<string>;
}

function readEntry(entry: unknown, { place, from, seen }: Around): Acceptance | AcceptFault {
  const isFields = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
  const fields: Fields = new Map<string, unknown>(isFields ? Object.entries(entry) : []);
  const container = fields.get('container');
  const unnamed = isFields ? containerProblem(container, from) : { what: 'is no object', cure: FORM };
  if (unnamed !== undefined || typeof container !== 'string')
    return { container: undefined, ...at(place, unnamed ?? NO_CONTAINER) };
  const problem = fieldProblem(fields) ?? repeated(container, seen) ?? reasonProblem(fields.get('reason'));
  const until = endOf(fields.get('until') ?? '');
  if (problem !== undefined) return { container, ...at(place, problem) };
  if (until === undefined) return { container, ...at(place, NO_DATE) };
  const end = until === 'never' ? undefined : until;
  return { container, reason: String(fields.get('reason')).trim(), until: end, from };
}

const at = (place: string, { what, cure }: Problem): Problem => ({ what: `${place} ${what}`, cure });

const NO_CONTAINER: Problem = {
  what: 'names no container',
  cure: 'name the init container: "container":"migrate"',
};
const NO_DATE: Problem = {
  what: 'has an until that is no date',
  cure: 'write for example "until":"2027-01-31", or leave it out',
};

function containerProblem(container: unknown, from: AcceptLevel): Problem | undefined {
  if (typeof container !== 'string' || container === '') return NO_CONTAINER;
  if (container !== '*')
    return NAME.test(container)
      ? undefined
      : { what: 'has a container that is no name of one', cure: 'name it as the pod spec does' };
  const counts = from === 'settings' || from === 'namespace';
  return counts
    ? undefined
    : { what: "accepts '*', which counts only on a namespace or in the settings", cure: NO_CONTAINER.cure };
}

/** A slip of the pen in `until` must not make an acceptance endless. */
function fieldProblem(fields: Fields): Problem | undefined {
  const strange = [...fields.keys()].find((key) => !FIELDS.includes(key));
  if (strange === undefined) return undefined;
  return {
    what: `has a field '${strange.slice(0, SHOWN_MAX)}' that is not known`,
    cure: `write ${FIELDS.join(', ')} and no other`,
  };
}

function repeated(container: string, seen: Set<string>): Problem | undefined {
  if (seen.has(container)) return { what: `accepts '${container}' a second time`, cure: 'keep one of them' };
  seen.add(container);
  return undefined;
}

function reasonProblem(reason: unknown): Problem | undefined {
  if (typeof reason !== 'string' || reason.trim() === '')
    return { what: 'has no reason', cure: 'say why it may be so: "reason":"…"' };
  if (reason.length <= BOUNDS.acceptReason) return undefined;
  return {
    what: `has a reason longer than ${BOUNDS.acceptReason} characters`,
    cure: 'say it in fewer words',
  };
}

/** Undefined for what is neither a day nor a time. */
function endOf(until: unknown): Millis | 'never' | undefined {
  if (until === '') return 'never';
  if (typeof until !== 'string') return undefined;
  if (TIME.test(until)) return millisOf(until);
  const day = DAY.test(until) ? millisOf(`${until}T00:00:00Z`) : undefined;
  // The 31st of February would be taken for a day of March.
  return day === undefined || timestamp(day).slice(0, 10) !== until ? undefined : day + DAY_MILLIS;
}

/** What the acceptances of one container come to. */
export interface Accepted {
  readonly by: Acceptance | undefined;
  /** The strongest one that has come to its end, where no other counts. */
  readonly expired: Acceptance | undefined;
}

/** By what a container is accepted, if by anything; `levels` are what each level says, strongest first. */
export function acceptedBy(container: string, levels: readonly Acceptances[], now: Millis): Accepted {
  const meant = levels.flatMap(({ entries }) => [
    ...entries.filter((one) => one.container === container),
    ...entries.filter((one) => one.container === '*'),
  ]);
  const by = meant.find(({ until }) => until === undefined || until > now);
  return { by, expired: by === undefined ? meant[0] : undefined };
}
