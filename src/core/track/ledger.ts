import { OUTCOMES, RACE_LEVELS, type RaceLevel } from '../model/names.ts';
import type { Millis, Uid, Version, WorkId } from '../model/refs.ts';
import type { Attempts } from './attempts.ts';
import type { RevisionsRecord } from './revisions.ts';
import { type Tally, totalOf } from './run.ts';
import type { Sayings } from './sayings.ts';

/**
 * What must survive a restart of the operator to go on counting exactly, beyond what the finding shows anyway (R48).
 * Stored as one opaque string: `1:` and compact JSON, at most {@link LEDGER_LIMIT} characters.
 */
export interface Ledger {
  readonly closed: Tally;
  readonly pods: readonly PodRow[];
  /** Creation time of the newest pod that is counted without a row, for want of room or of what would stand in it; undefined where none is. */
  readonly rowlessUntil: Millis | undefined;
  /** See {@link import('./runCount.ts').RunCount.countedIn}. */
  readonly countedIn: Version | undefined;
  readonly successes: readonly (readonly [WorkId, Millis])[];
  readonly rerunTimes: readonly Millis[];
  readonly racesUntil: Millis;
  /** See {@link import('./containerTrack.ts').ContainerTrack.surplusRaces}. */
  readonly surplusRaces: Readonly<Record<RaceLevel, number>>;
  /** Pod, start, and the telling line of failed runs whose race is not over. */
  readonly words: readonly (readonly [Uid, Millis, string])[];
  readonly timed: { readonly sumSeconds: number; readonly count: number };
  /** Seconds that the newest successful runs took. */
  readonly durations: readonly number[];
  readonly sayings: Sayings;
  readonly resolvedAt: Millis | undefined;
  readonly revisions: RevisionsRecord | undefined;
}

/** The attempts of one living pod, to be written. */
export interface NewRow extends PodRow {
  readonly createdAt: Millis;
}

/** The attempts of one pod that lived when they were written. */
export interface PodRow {
  readonly uid: Uid;
  readonly attempts: Attempts;
  /** How many seconds such runs usually took when its current run was first seen running; null where none had ended well. */
  readonly usual?: number | null | undefined;
  /** Nothing that is known says why its newest failed run did, its current one or the one before that: the log still may. */
  readonly unheard?: boolean | undefined;
}

const LEDGER_LIMIT = 8192;
export const LEDGER_VERSION = '1:';

/** What is written; which pods find no room follows from it. */
export interface NewLedger extends Omit<Ledger, 'pods'> {
  readonly pods: readonly NewRow[];
}

/** Writes the ledger; where it would grow too long, rows that a pod's own status tells as well are left out first. */
export function encodeLedger(ledger: NewLedger, limit = LEDGER_LIMIT): string {
  const frame = frameOf(ledger);
  let room = limit - storedLength(write({ ...frame, u: MAX_SECONDS, p: [] }));
  const kept: unknown[] = [];
  let rowless = ledger.rowlessUntil;
  for (const row of ledger.pods.toSorted(byWorth)) {
    // Of thousands of pods few find room: the others need not be written to know that.
    const written = room < 0 ? undefined : encodeRow(row);
    room -= storedLength(JSON.stringify(written) ?? '') + 1;
    if (written !== undefined && room >= 0) kept.push(written);
    else rowless = Math.max(rowless ?? 0, row.createdAt);
  }
  return write({ ...frame, ...(rowless === undefined ? {} : { u: seconds(rowless) }), p: kept });
}

const MAX_SECONDS = 9_999_999_999;

/** As part of a JSON document, in which quotes are escaped. */
function storedLength(text: string): number {
  return JSON.stringify(text).length - 2;
}

function write(content: object): string {
  return LEDGER_VERSION + JSON.stringify(content);
}

/**
 * R57: what a pod shows by itself is worth least, unless its log is still to be judged; then the newest pods first, whose runs may
 * still race.
 */
function byWorth(a: NewRow, b: NewRow): number {
  const byStatus = Number(isShown(a)) - Number(isShown(b));
  return byStatus || b.createdAt - a.createdAt || (a.uid < b.uid ? -1 : 1);
}

function isShown({ attempts, unheard }: NewRow): boolean {
  if (unheard) return false;
  const { ended, restartCount, exact, current } = attempts;
  return exact && current.outcome !== 'Running' && totalOf(ended) === restartCount;
}

function frameOf(ledger: NewLedger): object {
  const { revisions } = ledger;
  return {
    c: encodeTally(ledger.closed),
    w: ledger.successes.map(([work, at]) => [work, seconds(at)]),
    r: ledger.rerunTimes.map(seconds),
    q: seconds(ledger.racesUntil),
    ...encodeSurplus(ledger.surplusRaces),
    m: ledger.words.map(([pod, at, words]) => [pod, seconds(at), words]),
    d: [ledger.timed.sumSeconds, ledger.timed.count],
    t: ledger.durations,
    ...encodeSayings(ledger.sayings),
    ...(ledger.countedIn === undefined ? {} : { v: ledger.countedIn }),
    ...(ledger.resolvedAt === undefined ? {} : { x: seconds(ledger.resolvedAt) }),
    ...(revisions === undefined
      ? {}
      : {
          h: [
            revisions.revision,
            revisions.number,
            revisions.template,
            revisions.restartedAt,
            revisions.cause ?? '',
            revisions.budget,
          ],
        }),
  };
}

function encodeSurplus(surplus: Ledger['surplusRaces']): object {
  const counts = RACE_LEVELS.map((level) => surplus[level]);
  return counts.some((count) => count > 0) ? { s: counts } : {};
}

function encodeSayings({ halfApplied, lockedSince }: Sayings): object {
  if (halfApplied === undefined && lockedSince === undefined) return {};
  return { k: [halfApplied?.work ?? '', seconds(halfApplied?.at), seconds(lockedSince)] };
}

function encodeTally(tally: Tally): readonly number[] {
  return OUTCOMES.map((outcome) => tally[outcome]);
}

function encodeRow(row: PodRow): readonly unknown[] {
  const { current, ended, restartCount, exact, streak } = row.attempts;
  return [
    row.uid,
    current.id ?? '',
    current.sequence,
    OUTCOMES.indexOf(current.outcome),
    seconds(current.startedAt),
    seconds(current.finishedAt),
    current.exitCode ?? null,
    seconds(current.epoch),
    restartCount,
    exact ? 1 : 0,
    encodeTally(ended),
    streak.ends.map(seconds),
    streak.length,
    ...(row.usual === undefined && row.unheard !== true ? [] : [row.usual ?? null]),
    ...(row.unheard === true ? [1] : []),
  ];
}

/** Times of facts are whole seconds; those of observations are not. */
function seconds(at: Millis | undefined): number | null {
  return at === undefined ? null : Math.floor(at / 1000);
}
