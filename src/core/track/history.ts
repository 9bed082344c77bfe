import { CAUSES_BY_DESIGN, type Cause } from '../model/names.ts';
import type { ContainerId, Millis } from '../model/refs.ts';
import type { Beginning } from './podCause.ts';
import { isEnded, type Run, runKey } from './run.ts';
import { type ClocksApart, Successes } from './successes.ts';

/** A run as its workload knows it. */
export interface Entry {
  run: Run;
  /** Undefined on the first run of a workload, until another turns out to have succeeded before it. */
  cause: Cause | undefined;
  readonly ifPreceded: Beginning['ifPreceded'];
  rerun: boolean;
  /** Whether it is a rerun or not, it adds nothing to the sums any more. */
  counted: boolean;
  timed: boolean;
  /** Takes part in no race any more. */
  settled: boolean;
  /** What its end says has been judged, by what was there then. */
  heard: boolean;
  /** An earlier life of the operator has seen its end, and judged what it said as far as its ledger knows. */
  readonly judged: boolean;
}

const RECENT_KEPT = 10;
const RERUN_TIMES_KEPT = 10;
const DURATIONS_KEPT = 20;

/** The runs of one init container over all pods of a workload: recent ones whole, the others as sums. */
export class History {
  readonly successes: Successes;
  /** R37: side effects that happened again; they need no overlap. */
  readonly reruns = new Map<Cause, number>();
  readonly #entries = new Map<string, Entry>();
  /** See {@link recent}; undefined where all must be asked again. */
  #recent: readonly Entry[] | undefined = [];
  readonly #onTimed: (seconds: number) => void;
  /** Starts of the newest reruns that were not by design, ascending. */
  rerunTimes: Millis[] = [];
  lastRerunAt: Millis | undefined;
  lastRunAt: Millis | undefined;
  lastSeconds: number | undefined;
  maxSeconds = 0;
  sumSeconds = 0;
  timedRuns = 0;
  /** Seconds that the newest successful runs took, oldest first. */
  durations: readonly number[] = [];

  constructor(apart: ClocksApart, onTimed: (seconds: number) => void) {
    this.successes = new Successes(apart);
    this.#onTimed = onTimed;
  }

  /** Takes a new or changed run. `countable` is false for runs that an earlier life of the operator has counted. */
  take(run: Run, { cause, ifPreceded }: Beginning, countable: boolean): void {
    const key = runKey(run);
    const known = this.#entries.get(key);
    const entry = known ?? {
      run,
      cause,
      ifPreceded,
      rerun: false,
      counted: !countable,
      timed: !countable,
      settled: !countable,
      heard: !countable,
      judged: !countable,
    };
    const moved = known !== undefined && byNewest(known.run, run) !== 0;
    entry.run = run;
    if (known === undefined) this.#add(key, entry);
    else if (moved) this.#recent = undefined;
    if (run.startedAt !== undefined) this.lastRunAt = Math.max(this.lastRunAt ?? 0, run.startedAt);
    this.#time(entry);
    if (this.successes.take(run)) for (const other of this.#entries.values()) this.#count(other);
    else this.#count(entry);
  }

  /**
   * A run that an earlier life of the operator has counted: it may still end, or race. `unheard`: it has ended, and nothing that
   * was known said why.
   */
  adopt(run: Run, cause: Cause | undefined, unheard: boolean): void {
    this.successes.take(run);
    this.#add(runKey(run), {
      run,
      cause,
      ifPreceded: undefined,
      rerun: this.successes.precede(run) || (run.inPlace === undefined && cause !== undefined),
      counted: true,
      timed: isEnded(run),
      settled: false,
      heard: isEnded(run),
      judged: isEnded(run) && !unheard,
    });
  }

  entries(): Iterable<Entry> {
    return this.#entries.values();
  }

  entryOf(run: Run): Entry | undefined {
    return this.#entries.get(runKey(run));
  }

  entryOfId(id: ContainerId): Entry | undefined {
    return this.#entries.get(id);
  }

  /** Newest first. */
  recent(): readonly Entry[] {
    this.#recent ??= newest(this.#entries.values());
    return this.#recent;
  }

  /** Median of {@link durations}, in whole seconds. */
  usualSeconds(): number | undefined {
    const sorted = this.durations.toSorted((a, b) => a - b);
    const middle = sorted.length / 2;
    const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
    return low === undefined || high === undefined ? undefined : Math.ceil((low + high) / 2);
  }

  /** Lets go of ended runs that no reader and no open race needs any more. */
  prune(keep: (entry: Entry) => boolean): void {
    if (this.#entries.size <= RECENT_KEPT) return;
    const recent = new Set(this.recent());
    for (const [key, entry] of this.#entries) {
      if (!recent.has(entry) && isEnded(entry.run) && !keep(entry)) this.#entries.delete(key);
    }
  }

  /** An entry that is new, or stands where another stood. */
  #add(key: string, entry: Entry): void {
    const replaced = this.#entries.has(key);
    this.#entries.set(key, entry);
    this.#recent = replaced || this.#recent === undefined ? undefined : newest([...this.#recent, entry]);
  }

  #count(entry: Entry): void {
    if (entry.rerun || !this.successes.precede(entry.run)) return;
    entry.rerun = true;
    if (entry.counted) return;
    entry.counted = true;
    const cause = (entry.cause ??= entry.ifPreceded?.() ?? 'Unknown');
    this.reruns.set(cause, (this.reruns.get(cause) ?? 0) + 1);
    const at = entry.run.startedAt;
    if (at === undefined) return;
    this.lastRerunAt = Math.max(this.lastRerunAt ?? 0, at);
    if (CAUSES_BY_DESIGN.has(cause)) return;
    this.rerunTimes = [...this.rerunTimes, at].sort((a, b) => a - b).slice(-RERUN_TIMES_KEPT);
  }

  #time(entry: Entry): void {
    const { startedAt, finishedAt } = entry.run;
    if (entry.timed || startedAt === undefined || finishedAt === undefined) return;
    entry.timed = true;
    const seconds = Math.max(0, Math.round((finishedAt - startedAt) / 1000));
    this.lastSeconds = seconds;
    this.maxSeconds = Math.max(this.maxSeconds, seconds);
    this.sumSeconds += seconds;
    this.timedRuns += 1;
    // What failed at once says nothing about how long the work takes.
    if (entry.run.outcome === 'Succeeded')
      this.durations = [...this.durations, seconds].slice(-DURATIONS_KEPT);
    this.#onTimed(seconds);
  }
}

function newest(entries: Iterable<Entry>): readonly Entry[] {
  return [...entries].sort((a, b) => byNewest(a.run, b.run)).slice(0, RECENT_KEPT);
}

function byNewest(a: Run, b: Run): number {
  const byTime = (b.startedAt ?? 0) - (a.startedAt ?? 0);
  if (byTime !== 0) return byTime;
  if (a.podUid === b.podUid) return b.sequence - a.sequence;
  return a.podUid < b.podUid ? -1 : 1;
}
