import { readFailure } from '../classify/failure.ts';
import type { RaceLevel } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import type { Episode } from '../track/episode.ts';
import { isEnded, type Run } from '../track/run.ts';
import { type Interval, LatestEnds } from './latestEnds.ts';

/** Bound on the difference of two nodes' clocks; 0 for a node and itself. */
export type SkewBound = (nodeA: string, nodeB: string) => Millis;

/** Times have whole seconds (R30, R32). */
const TRUNCATION: Millis = 1000;
/** R28: the first retry is free; one that starts so soon goes on with the episode its loser was in. */
const FREE_RETRY: Millis = 5000;

export interface RaceOptions {
  readonly skew: SkewBound;
  /** Believed to be running still (R32); others have an unknown end. */
  readonly fresh: (run: Run) => boolean;
  /** The clock of this node is good enough to call an overlap certain. */
  readonly trusted: (node: string) => boolean;
  /** The tool is known to lock: overlap is waiting, and only a failure is a race. */
  readonly locks: boolean;
}

/** Finds the episodes among the runs of one work: one sweep over the starts, linear in runs once they are sorted. */
export function findEpisodes(runs: readonly Run[], options: RaceOptions): readonly Episode[] {
  const episodes: Episode[] = [];
  for (const group of connected(intervalsOf(runs, options), options)) {
    const pods = new Set(group.map((interval) => interval.run.podUid));
    if (pods.size > 1) episodes.push(judge(group, options));
  }
  return episodes;
}

function intervalsOf(runs: readonly Run[], options: RaceOptions): readonly Interval[] {
  const executed = runs.filter((run) => run.startedAt !== undefined && run.outcome !== 'NotExecuted');
  const sorted = [...executed].sort(
    (a, b) =>
      (a.startedAt ?? 0) - (b.startedAt ?? 0) || a.sequence - b.sequence || (a.podUid < b.podUid ? -1 : 1),
  );
  const retries = new Map(sorted.map((run) => [`${run.podUid}#${run.sequence}`, run]));
  return sorted.map((run) => {
    const start = run.startedAt ?? 0;
    const end = endOf(run, start, options);
    const retry = retries.get(`${run.podUid}#${run.sequence + 1}`);
    const joinableUntil = run.outcome === 'Failed' && retry === undefined ? end + FREE_RETRY : end;
    const meaning = run.outcome === 'Failed' ? readFailure(run.message)?.meaning : undefined;
    return { run, start, end, busyUntil: busyUntil(run, end, retry), joinableUntil, meaning };
  });
}

/** An end that is not known is no more certain than the start (C1, R38). */
function endOf(run: Run, start: Millis, options: RaceOptions): Millis {
  if (run.finishedAt !== undefined) return run.finishedAt;
  return !isEnded(run) && options.fresh(run) ? Number.POSITIVE_INFINITY : start;
}

function busyUntil(run: Run, end: Millis, retry: Run | undefined): Millis {
  const retried = run.outcome === 'Failed' && retry?.startedAt !== undefined && retry.inPlace === 'Retry';
  return retried && retry.startedAt - end <= FREE_RETRY ? Math.max(end, retry.startedAt + TRUNCATION) : end;
}

function connected(intervals: readonly Interval[], options: RaceOptions): readonly (readonly Interval[])[] {
  const groups: Interval[][] = [];
  let group: Interval[] = [];
  const busy = new LatestEnds(options.trusted);
  for (const interval of intervals) {
    if (!meets(busy, interval, options.skew)) {
      if (group.length > 0) groups.push(group);
      group = [];
      busy.clear();
    }
    group.push(interval);
    busy.add(interval, interval.busyUntil);
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/** A start within the error of an end may have been before it. */
function meets(busy: LatestEnds, interval: Interval, skew: SkewBound): boolean {
  return busy
    .candidates(interval)
    .some((one) => gap(one.end, interval) > -(TRUNCATION + skew(one.interval.run.node, interval.run.node)));
}

/** R32: length of the overlap of a run with another that started no later. */
function gap(earlierEnd: Millis, later: Interval): Millis {
  return Math.min(earlierEnd, later.end) - later.start;
}

interface Judgement {
  level: RaceLevel | undefined;
  certainAt: Millis;
  overlap: Millis;
  skewBound: Millis;
}

const RANK: Readonly<Record<RaceLevel, number>> = { possible: 1, observed: 2, failed: 3 };

function judge(group: readonly Interval[], options: RaceOptions): Episode {
  const judgement: Judgement = {
    level: undefined,
    certainAt: Number.POSITIVE_INFINITY,
    overlap: 0,
    skewBound: 0,
  };
  const succeeded = new LatestEnds(options.trusted);
  const failed = new LatestEnds(options.trusted);
  const others = new LatestEnds(options.trusted);
  for (const interval of group) {
    for (const ends of [succeeded, failed, others]) {
      for (const one of ends.candidates(interval)) raise(judgement, one.interval, interval, options);
    }
    const { outcome } = interval.run;
    const ends = outcome === 'Succeeded' ? succeeded : outcome === 'Failed' ? failed : others;
    ends.add(interval, interval.end);
  }
  return episodeOf(group, judgement, options);
}

function episodeOf(group: readonly Interval[], judgement: Judgement, options: RaceOptions): Episode {
  const active = group.some((interval) => !isEnded(interval.run));
  const harmless = options.locks && judgement.level !== 'failed';
  return {
    level: harmless ? undefined : judgement.level,
    runs: group.map((interval) => interval.run),
    startedAt: least(group.map((interval) => interval.start)),
    endedAt: active ? undefined : greatest(group.map((interval) => interval.end)),
    joinableUntil: greatest(group.map((interval) => interval.joinableUntil)),
    certainAt: judgement.certainAt,
    overlap: judgement.overlap,
    skewBound: judgement.skewBound,
  };
}

function least(times: readonly Millis[]): Millis {
  return times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function greatest(times: readonly Millis[]): Millis {
  return times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}

/** R33: what one pair proves; the highest certain level wins. */
function raise(judgement: Judgement, a: Interval, b: Interval, options: RaceOptions): void {
  const error = TRUNCATION + options.skew(a.run.node, b.run.node);
  const overlap = gap(a.end, b);
  if (overlap <= -error) return;
  judgement.skewBound = Math.max(judgement.skewBound, error - TRUNCATION);
  const sameNode = a.run.node === b.run.node;
  const trusted = sameNode || (options.trusted(a.run.node) && options.trusted(b.run.node));
  const certain = trusted && overlap >= error;
  if (certain && Number.isFinite(overlap)) judgement.overlap = Math.max(judgement.overlap, overlap);
  const level = levelOf(a, b, certain);
  if (level === undefined) return;
  if (judgement.level === undefined || RANK[level] > RANK[judgement.level]) judgement.level = level;
  judgement.certainAt = Math.min(judgement.certainAt, provedAt(a, b));
}

function levelOf(a: Interval, b: Interval, certain: boolean): RaceLevel | undefined {
  if (a.meaning === 'Race' || b.meaning === 'Race') return 'failed';
  const outcomes = [a.run.outcome, b.run.outcome];
  const fine = outcomes.includes('Succeeded');
  // R34: a failure whose message names an unreachable dependency is not the other run's doing.
  const loser = [a, b].find(({ run }) => run.outcome === 'Failed');
  if (certain && fine && loser !== undefined && loser.meaning !== 'Unreachable') return 'failed';
  // While both run, and where all failed alike, an overlap proves nothing yet (R34).
  if (!fine && !outcomes.includes('Interrupted')) return undefined;
  return certain ? 'observed' : 'possible';
}

/** The first end of the pair is the fact that proves the overlap. */
function provedAt(a: Interval, b: Interval): Millis {
  const ends = [a.run.finishedAt, b.run.finishedAt].filter((end) => end !== undefined);
  return ends.length === 0 ? b.start : Math.min(...ends);
}
