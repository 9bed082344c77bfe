import type { RaceLevel } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import { type Interval, type Role, ROLES, TRUNCATION } from './interval.ts';
import { LatestEnds } from './latestEnds.ts';

/** Bound on the difference of two nodes' clocks; 0 for a node and itself. */
export type SkewBound = (nodeA: string, nodeB: string) => Millis;

export interface Certainty {
  readonly skew: SkewBound;
  /** The clock of this node is good enough to call an overlap certain. */
  readonly trusted: (node: string) => boolean;
}

/** What runs that met prove together. */
export interface Judgement {
  /** Undefined while nothing is certain, and where all failed alike. */
  readonly level: RaceLevel | undefined;
  readonly certainAt: Millis;
  readonly overlap: Millis;
  readonly skewBound: Millis;
}

const PROVES: ReadonlySet<Role> = new Set<Role>(['Fine', 'CutOff', 'Collided']);
const RANK: Readonly<Record<RaceLevel, number>> = { possible: 1, observed: 2, failed: 3 };

/** Is the first level higher than the other? */
export function raises(level: RaceLevel | undefined, before: RaceLevel | undefined): boolean {
  if (level === undefined) return false;
  return before === undefined || RANK[level] > RANK[before];
}

/** R33: the highest level that any two of them prove; linear in runs, which come by start. */
export function judge(group: readonly Interval[], certainty: Certainty): Judgement {
  const ends = new Map<Role, LatestEnds>(ROLES.map((role) => [role, new LatestEnds(certainty.trusted)]));
  const judgement = { ...NOTHING };
  for (const interval of group) {
    for (const known of ends.values()) {
      for (const one of known.candidates(interval)) raise(judgement, one.interval, interval, certainty);
    }
    ends.get(interval.role)?.add(interval, interval.end);
  }
  return judgement;
}

const NOTHING: Judgement = {
  level: undefined,
  certainAt: Number.POSITIVE_INFINITY,
  overlap: 0,
  skewBound: 0,
};

/** R32: length of the overlap of a run with another that started no later. */
export function gap(earlierEnd: Millis, later: Interval): Millis {
  return Math.min(earlierEnd, later.end) - later.start;
}

type Growing = { -readonly [K in keyof Judgement]: Judgement[K] };

function raise(judgement: Growing, a: Interval, b: Interval, { skew, trusted }: Certainty): void {
  const error = TRUNCATION + skew(a.run.node, b.run.node);
  const overlap = gap(a.end, b);
  if (overlap <= -error) return;
  judgement.skewBound = Math.max(judgement.skewBound, error - TRUNCATION);
  const comparable = a.run.node === b.run.node || (trusted(a.run.node) && trusted(b.run.node));
  const certain = comparable && overlap >= error;
  if (certain && Number.isFinite(overlap)) judgement.overlap = Math.max(judgement.overlap, overlap);
  const level = levelOf([a.role, b.role], certain);
  if (level === undefined) return;
  if (raises(level, judgement.level)) judgement.level = level;
  judgement.certainAt = Math.min(judgement.certainAt, provedAt(a, b));
}

function levelOf(roles: readonly Role[], certain: boolean): RaceLevel | undefined {
  if (roles.includes('Collided')) return 'failed';
  const fine = roles.includes('Fine');
  if (certain && fine && roles.includes('Lost')) return 'failed';
  // While both run, and where all failed alike, an overlap proves nothing yet (R34).
  if (!fine && !roles.includes('CutOff')) return undefined;
  return certain ? 'observed' : 'possible';
}

/** The fact that proves the overlap: the first end that says something, or the start of the other where that came after. */
function provedAt(a: Interval, b: Interval): Millis {
  const ends = [a, b].flatMap(({ run, role }) => (PROVES.has(role) ? (run.finishedAt ?? []) : []));
  return ends.length === 0 ? b.start : Math.max(b.start, Math.min(...ends));
}
