import type { FailureMeaning } from '../classify/failures.ts';
import type { Millis } from '../model/refs.ts';
import { isEnded, type Run } from '../track/run.ts';
import { readingOf } from './reading.ts';

/** Times have whole seconds (R30, R32). */
export const TRUNCATION: Millis = 1000;
/** R28: the first retry is free; one that starts so soon goes on with the episode its loser was in. */
const FREE_RETRY: Millis = 5000;

/**
 * What a run says about an overlap it was in. Fine: it succeeded. Collided: its own error says that it met another. Lost: it
 * failed. Excused: it failed, for a reason that is not the other's doing (R34). CutOff: it was interrupted. Open: it runs, or
 * nobody saw how it ended.
 */
export const ROLES = ['Fine', 'Collided', 'Lost', 'Excused', 'CutOff', 'Open'] as const;
export type Role = (typeof ROLES)[number];

/** A run with the interval in which its pod was busy with this work. */
export interface Interval {
  readonly run: Run;
  readonly start: Millis;
  readonly end: Millis;
  /** Free retry included. */
  readonly busyUntil: Millis;
  readonly role: Role;
  /** A free retry that has not been seen yet may begin until then. */
  readonly joinableUntil: Millis;
}

interface Reading {
  /** Believed to be running still (R32); others have an unknown end. */
  readonly fresh: (run: Run) => boolean;
  readonly locks: boolean;
}

/** The intervals of the runs that executed, by start. */
export function intervalsOf(runs: readonly Run[], reading: Reading): readonly Interval[] {
  const executed = runs.filter((run) => run.startedAt !== undefined && run.outcome !== 'NotExecuted');
  const sorted = [...executed].sort(
    (a, b) =>
      (a.startedAt ?? 0) - (b.startedAt ?? 0) ||
      a.sequence - b.sequence ||
      (a.podUid < b.podUid ? -1 : a.podUid > b.podUid ? 1 : a.container < b.container ? -1 : 1),
  );
  const retries = new Map(sorted.map((run) => [placeOf(run, 0), run]));
  return sorted.map((run) => {
    const start = run.startedAt ?? 0;
    const end = endOf(run, start, reading);
    const retry = retries.get(placeOf(run, 1));
    const joinableUntil = run.outcome === 'Failed' && retry === undefined ? end + FREE_RETRY : end;
    const role = roleOf(run, reading.locks);
    return { run, start, end, busyUntil: busyUntil(run, end, retry), joinableUntil, role };
  });
}

function placeOf({ podUid, container, sequence }: Run, ahead: number): string {
  return `${podUid}/${container}#${sequence + ahead}`;
}

/** An end that is not known is no more certain than the start (C1, R38). */
function endOf(run: Run, start: Millis, { fresh }: Reading): Millis {
  if (run.finishedAt !== undefined) return run.finishedAt;
  return !isEnded(run) && fresh(run) ? Number.POSITIVE_INFINITY : start;
}

function busyUntil(run: Run, end: Millis, retry: Run | undefined): Millis {
  const retried = run.outcome === 'Failed' && retry?.startedAt !== undefined && retry.inPlace === 'Retry';
  return retried && retry.startedAt - end <= FREE_RETRY ? Math.max(end, retry.startedAt + TRUNCATION) : end;
}

function roleOf(run: Run, locks: boolean): Role {
  switch (run.outcome) {
    case 'Succeeded':
      return 'Fine';
    case 'Interrupted':
      return 'CutOff';
    case 'Failed':
      return failedAs(readingOf(run)?.meaning, locks);
    default:
      return 'Open';
  }
}

/** A dependency that was down is a cause that all share; where a tool locks, one that gave up waiting has collided with nobody. */
function failedAs(meaning: FailureMeaning | undefined, locks: boolean): Role {
  if (meaning === 'Race') return 'Collided';
  const waited = meaning === 'LockWait' || meaning === 'LockStuck';
  return meaning === 'Unreachable' || (locks && waited) ? 'Excused' : 'Lost';
}
