import { OUTCOMES, type Cause, CAUSES, type Outcome } from '../model/names.ts';
import { containerId, type Millis, type Uid, uid, type WorkId, workId } from '../model/refs.ts';
import type { Attempts } from './attempts.ts';
import type { RevisionsRecord } from './revisions.ts';
import type { Run, Tally } from './run.ts';

/**
 * What must survive a restart of the operator to go on counting exactly, beyond what the finding shows anyway (R48).
 * Stored as one opaque string: `1:` and compact JSON, at most {@link LEDGER_LIMIT} characters.
 */
export interface Ledger {
  readonly closed: Tally;
  readonly pods: readonly PodRow[];
  /** Newest creation time of a pod that is in the sums: an older one without a row is not counted as a rerun again. */
  readonly podsUntil: Millis;
  readonly successes: readonly (readonly [WorkId, Millis])[];
  readonly rerunTimes: readonly Millis[];
  readonly racesUntil: Millis;
  readonly timed: { readonly sumSeconds: number; readonly count: number };
  readonly resolvedAt: Millis | undefined;
  readonly revisions: RevisionsRecord | undefined;
}

/** The attempts of one living pod. */
export interface PodRow {
  readonly uid: Uid;
  readonly attempts: Attempts;
}

export const LEDGER_LIMIT = 8192;
const VERSION = '1:';

/** Writes the ledger; rows of the oldest pods are left out where it would grow too long. */
export function encodeLedger(ledger: Ledger): string {
  const rows = ledger.pods.map(encodeRow);
  const frame = frameOf(ledger);
  const base = (VERSION + JSON.stringify({ ...frame, p: [] })).length;
  let room = LEDGER_LIMIT - base;
  const kept: unknown[] = [];
  for (const row of rows.toReversed()) {
    room -= JSON.stringify(row).length + 1;
    if (room < 0) break;
    kept.unshift(row);
  }
  return VERSION + JSON.stringify({ ...frame, p: kept });
}

function frameOf(ledger: Ledger): object {
  const { revisions } = ledger;
  return {
    c: encodeTally(ledger.closed),
    u: ledger.podsUntil / 1000,
    w: ledger.successes.map(([work, at]) => [work, at / 1000]),
    r: ledger.rerunTimes.map((at) => at / 1000),
    q: ledger.racesUntil / 1000,
    d: [ledger.timed.sumSeconds, ledger.timed.count],
    ...(ledger.resolvedAt === undefined ? {} : { x: ledger.resolvedAt / 1000 }),
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
    streak.ends.map((at) => at / 1000),
    streak.length,
  ];
}

function seconds(at: Millis | undefined): number | null {
  return at === undefined ? null : at / 1000;
}

/** Reads a ledger; undefined when it is none, or of a version that is not known. */
export function decodeLedger(text: string, container: string): Ledger | undefined {
  if (!text.startsWith(VERSION)) return undefined;
  try {
    return readLedger(record(JSON.parse(text.slice(VERSION.length))), container);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof LedgerError) return undefined;
    throw error;
  }
}

class LedgerError extends Error {}

function readLedger(raw: Readonly<Record<string, unknown>>, container: string): Ledger {
  const [sumSeconds, count] = list(raw['d']).map(integer);
  return {
    closed: readTally(raw['c']),
    pods: list(raw['p']).map((row) => readRow(list(row), container)),
    podsUntil: integer(raw['u']) * 1000,
    successes: list(raw['w']).map((row) => {
      const [work, at] = list(row);
      return [workId(string(work)), integer(at) * 1000] as const;
    }),
    rerunTimes: list(raw['r']).map((at) => integer(at) * 1000),
    racesUntil: integer(raw['q']) * 1000,
    timed: { sumSeconds: sumSeconds ?? 0, count: count ?? 0 },
    resolvedAt: millis(raw['x']),
    revisions: raw['h'] === undefined ? undefined : readRevisions(list(raw['h'])),
  };
}

function readRevisions(row: readonly unknown[]): RevisionsRecord {
  const cause = string(row[4]);
  return {
    revision: string(row[0]),
    number: integer(row[1]),
    template: string(row[2]),
    restartedAt: string(row[3]),
    cause: CAUSES.find((name): name is Cause => name === cause),
    budget: integer(row[5]),
  };
}

function readTally(value: unknown): Tally {
  const counts = list(value).map(integer);
  const tally: Record<Outcome, number> = { ...EMPTY };
  OUTCOMES.forEach((outcome, index) => {
    tally[outcome] = counts[index] ?? 0;
  });
  return tally;
}

const EMPTY: Tally = { Running: 0, Succeeded: 0, Failed: 0, Interrupted: 0, NotExecuted: 0, Unknown: 0 };

function readRow(row: readonly unknown[], container: string): PodRow {
  const podUid = uid(string(row[0]));
  const id = string(row[1]) === '' ? undefined : containerId(string(row[1]));
  const current: Run = {
    id,
    sequence: integer(row[2]),
    container,
    pod: '',
    podUid,
    node: '',
    revision: '',
    work: workId(''),
    epoch: millis(row[7]),
    bootId: '',
    startedAt: millis(row[4]),
    finishedAt: millis(row[5]),
    exitCode: row[6] === null ? undefined : integer(row[6]),
    message: '',
    outcome: OUTCOMES[integer(row[3])] ?? 'Unknown',
    inPlace: undefined,
  };
  return {
    uid: podUid,
    attempts: {
      current,
      ended: readTally(row[10]),
      restartCount: integer(row[8]),
      seen: id === undefined ? [] : [id],
      exact: integer(row[9]) === 1,
      streak: { ends: list(row[11]).map((at) => integer(at) * 1000), length: integer(row[12]) },
    },
  };
}

function millis(value: unknown): Millis | undefined {
  return value === null || value === undefined ? undefined : integer(value) * 1000;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new LedgerError('no object');
  return { ...value };
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new LedgerError('no list');
  return value;
}

function integer(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new LedgerError('no integer');
  return value;
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw new LedgerError('no string');
  return value;
}
