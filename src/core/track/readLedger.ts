import { type Cause, CAUSES, type Outcome, OUTCOMES, RACE_LEVELS } from '../model/names.ts';
import { containerId, type Millis, uid, type Version, workId } from '../model/refs.ts';
import { LEDGER_VERSION, type Ledger, type PodRow } from './ledger.ts';
import type { RevisionsRecord } from './revisions.ts';
import { EMPTY_TALLY, type Run, type Tally } from './run.ts';
import type { Sayings } from './sayings.ts';

/** Reads a ledger; undefined when it is none, or of a version that is not known. */
export function decodeLedger(text: string, container: string): Ledger | undefined {
  if (!text.startsWith(LEDGER_VERSION)) return undefined;
  try {
    return readLedger(record(JSON.parse(text.slice(LEDGER_VERSION.length))), container);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof LedgerError) return undefined;
    throw error;
  }
}

class LedgerError extends Error {}

function readLedger(raw: Readonly<Record<string, unknown>>, container: string): Ledger {
  const [sumSeconds, count] = list(raw['d']).map(integer);
  const countedIn = raw['v'] === undefined ? undefined : integer(raw['v']);
  return {
    closed: readTally(raw['c']),
    pods: list(raw['p']).map((row) => readRow(list(row), container, countedIn)),
    rowlessUntil: millis(raw['u']),
    countedIn,
    successes: list(raw['w']).map((row) => {
      const [work, at] = list(row);
      return [workId(string(work)), time(at)] as const;
    }),
    rerunTimes: list(raw['r']).map((at) => time(at)),
    racesUntil: time(raw['q']),
    surplusRaces: readSurplus(list(raw['s'] ?? [])),
    words: list(raw['m']).map((row) => {
      const [pod, at, words] = list(row);
      return [uid(string(pod)), time(at), string(words)] as const;
    }),
    timed: { sumSeconds: sumSeconds ?? 0, count: count ?? 0 },
    // Ledgers were once written without these two.
    durations: list(raw['t'] ?? []).map(integer),
    sayings: readSayings(list(raw['k'] ?? [])),
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

function readSayings([work, at, lockedSince]: readonly unknown[]): Sayings {
  const half = millis(at);
  return {
    halfApplied: half === undefined ? undefined : { work: workId(string(work)), at: half },
    lockedSince: millis(lockedSince),
  };
}

function readSurplus(counts: readonly unknown[]): Ledger['surplusRaces'] {
  const surplus = { possible: 0, observed: 0, failed: 0 };
  RACE_LEVELS.forEach((level, index) => {
    surplus[level] = integer(counts[index] ?? 0);
  });
  return surplus;
}

function readTally(value: unknown): Tally {
  const counts = list(value).map(integer);
  const tally: Record<Outcome, number> = { ...EMPTY_TALLY };
  OUTCOMES.forEach((outcome, index) => {
    tally[outcome] = counts[index] ?? 0;
  });
  return tally;
}

function readRow(row: readonly unknown[], container: string, writtenIn: Version | undefined): PodRow {
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
    databaseWork: undefined,
    epoch: millis(row[7]),
    bootId: '',
    startedAt: millis(row[4]),
    finishedAt: millis(row[5]),
    exitCode: row[6] === null ? undefined : integer(row[6]),
    message: '',
    outcome: OUTCOMES[integer(row[3])] ?? 'Unknown',
    inPlace: undefined,
    endShownIn: undefined,
    begunAfter: undefined,
  };
  return {
    uid: podUid,
    usual: row[13] === undefined || row[13] === null ? row[13] : integer(row[13]),
    unheard: row[14] === 1,
    attempts: {
      current,
      ended: readTally(row[10]),
      restartCount: integer(row[8]),
      seen: id === undefined ? [] : [id],
      exact: integer(row[9]) === 1,
      streak: { ends: list(row[11]).map((at) => time(at)), length: integer(row[12]) },
      writtenIn,
    },
  };
}

function millis(value: unknown): Millis | undefined {
  return value === null || value === undefined ? undefined : time(value);
}

/** The first versions have written fractions of seconds. */
function time(value: unknown): Millis {
  if (typeof value !== 'number') throw new LedgerError('no time');
  return integer(Math.floor(value)) * 1000;
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
