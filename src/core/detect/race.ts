import type { Millis } from '../model/refs.ts';
import type { Episode } from '../track/episode.ts';
import { isEnded, type Run } from '../track/run.ts';
import { type Interval, intervalsOf, TRUNCATION } from './interval.ts';
import { type Certainty, gap, judge, type Judgement, type SkewBound } from './judge.ts';
import { LatestEnds } from './latestEnds.ts';

/** What is known of the runs that are looked at together. */
export interface RaceOptions extends Certainty {
  /** Believed to be running still (R32); others have an unknown end. */
  readonly fresh: (run: Run) => boolean;
  /** The tool is known to lock: overlap is waiting, and only a failure is a race. */
  readonly locks: boolean;
  /** Nobody knows what these runs do: only an error that says so makes a race of them. */
  readonly unknown: boolean;
}

/** Runs that met, one way or another; where they are of several pods they make an episode. */
export interface Group {
  readonly runs: readonly Run[];
  readonly episode: Episode | undefined;
}

/** All runs that executed, with those that they met: one sweep over the starts, linear in runs once they are sorted. */
export function groupRuns(runs: readonly Run[], options: RaceOptions): readonly Group[] {
  return connected(intervalsOf(runs, options), options).map((group) => {
    const pods = new Set(group.map(({ run }) => run.podUid));
    const episode = pods.size > 1 ? episodeOf(group, options) : undefined;
    return { runs: group.map(({ run }) => run), episode };
  });
}

function connected(intervals: readonly Interval[], options: RaceOptions): readonly (readonly Interval[])[] {
  const groups = new Map<Interval, Interval[]>();
  const busy = new LatestEnds(options.trusted);
  for (const interval of intervals) {
    let group = [interval];
    for (const { end, interval: earlier } of busy.candidates(interval)) {
      if (!meets(end, earlier, interval, options.skew)) continue;
      const other = groups.get(earlier) ?? [];
      if (other !== group) group = joined(groups, other, group);
    }
    groups.set(interval, group);
    busy.add(interval, interval.busyUntil);
  }
  return [...new Set(groups.values())].map((group) => group.toSorted((a, b) => a.start - b.start));
}

/** The smaller group goes over to the larger one. */
function joined(groups: Map<Interval, Interval[]>, a: Interval[], b: Interval[]): Interval[] {
  const [large, small] = a.length < b.length ? [b, a] : [a, b];
  for (const interval of small) {
    large.push(interval);
    groups.set(interval, large);
  }
  return large;
}

/** A start within the error of an end may have been before it. */
function meets(end: Millis, earlier: Interval, later: Interval, skew: SkewBound): boolean {
  return gap(end, later) > -(TRUNCATION + skew(earlier.run.node, later.run.node));
}

function episodeOf(group: readonly Interval[], options: RaceOptions): Episode {
  const judgement = judge(group, options);
  const { level, certainAt, overlap, skewBound } = judgement;
  const harmless = (options.locks || options.unknown) && level !== 'failed';
  const said = group.some(({ role }) => role === 'Collided');
  const active = group.some((interval) => !isEnded(interval.run));
  return {
    level: harmless || (options.unknown && !said) ? undefined : level,
    waited: level === 'observed' && !options.unknown && (options.locks || isStacked(group, judgement)),
    runs: group.map((interval) => interval.run),
    startedAt: least(group.map((interval) => interval.start)),
    endedAt: active ? undefined : greatest(group.map((interval) => interval.end)),
    joinableUntil: greatest(group.map((interval) => interval.joinableUntil)),
    certainAt,
    overlap,
    skewBound,
  };
}

/** R34: starts that coincide, and ends of which one comes close behind the other, are the mark of a lock. */
function isStacked(group: readonly Interval[], { skewBound }: Judgement): boolean {
  if (group.some(({ role }) => role !== 'Fine')) return false;
  const [starts, ends] = [group.map(({ start }) => start), group.map(({ end }) => end)];
  const spread = greatest(ends) - least(ends);
  const together = greatest(starts) - least(starts) <= TRUNCATION + skewBound;
  return together && spread >= TRUNCATION && spread < least(ends) - greatest(starts);
}

function least(times: readonly Millis[]): Millis {
  return times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function greatest(times: readonly Millis[]): Millis {
  return times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}
