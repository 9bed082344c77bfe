import type { FailureReading } from '../classify/failure.ts';
import { lockStateOf, type Neighbours, outlasts } from '../detect/lock.ts';
import { readingOf } from '../detect/reading.ts';
import { halfAppliedMessage, lockMessage } from './message.ts';
import type { Millis } from '../model/refs.ts';
import type { Thresholds } from '../model/thresholds.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Entry } from '../track/history.ts';
import { isEnded, type Run } from '../track/run.ts';
import type { LatestSuccess } from '../track/sayings.ts';

/**
 * What the end of a run says of the database: left in the middle, locked by nobody who lives, or in order again. It is judged
 * once: later another pod may bear the name of the holder, or none.
 */
export function detectSaid(
  container: ContainerTrack,
  entry: Entry,
  neighbours: Neighbours,
  thresholds: Thresholds,
): void {
  const { run } = entry;
  if (run.outcome === 'Succeeded') heal(container);
  if (entry.heard || !isEnded(run) || run.message === '') return;
  entry.heard = true;
  const reading = run.outcome === 'Succeeded' ? undefined : readingOf(run);
  const at = run.finishedAt ?? run.startedAt;
  if (reading === undefined || at === undefined) return;
  const saying = { run, reading, at };
  if (reading.meaning === 'HalfApplied') noteHalfApplied(container, saying);
  else if (reading.lockTaken) noteLock(container, saying, neighbours, thresholds);
}

/** What a run said when it failed. */
interface Saying {
  readonly run: Run;
  readonly reading: FailureReading;
  readonly at: Millis;
}

function noteHalfApplied(container: ContainerTrack, { run, reading, at }: Saying): void {
  const known = container.sayings.halfApplied;
  // An old word does not open again what a success has closed since.
  if ((known !== undefined && known.at >= at) || isOld(container, 'HalfApplied', at)) return;
  container.sayings = { ...container.sayings, halfApplied: { work: run.work, at } };
  const message = halfAppliedMessage(run.pod, reading.excerpt);
  container.conditions.open('HalfApplied', { at, reason: 'SaidByRun', message });
  heal(container);
}

function noteLock(
  container: ContainerTrack,
  { run, reading, at }: Saying,
  neighbours: Neighbours,
  thresholds: Thresholds,
): void {
  const success = container.latestSuccess;
  if (isOld(container, 'StuckLock', at) || (success !== undefined && success.finishedAt >= at)) return;
  const since = Math.min(container.sayings.lockedSince ?? at, at);
  container.sayings = { ...container.sayings, lockedSince: since };
  const state = lockStateOf(run, reading, neighbours, outlasts(since, run, thresholds.stuck));
  const message = lockMessage(run.pod, state, reading.excerpt, thresholds.stuck);
  if (state.kind === 'Busy') container.conditions.close('StuckLock', at, 'HolderLives', message);
  else if (state.kind !== 'Held')
    container.conditions.open('StuckLock', { at, reason: LOCK_REASONS[state.kind], message });
}

const LOCK_REASONS = {
  Orphan: 'OrphanLock',
  Own: 'OrphanLock',
  Unseen: 'HolderUnseen',
  Foreign: 'HolderUnseen',
  Lasting: 'HeldForLong',
} as const;

function isOld(container: ContainerTrack, type: 'HalfApplied' | 'StuckLock', at: Millis): boolean {
  return (container.conditions.closedAt(type) ?? 0) >= at;
}

/** A success shows that the lock was free, and that what was half applied has been put right. */
function heal(container: ContainerTrack): void {
  const success = container.latestSuccess;
  if (success === undefined) return;
  const { halfApplied, lockedSince } = container.sayings;
  const locked = lockedSince ?? container.conditions.openSince('StuckLock');
  if (locked !== undefined && success.finishedAt >= locked) {
    container.sayings = { ...container.sayings, lockedSince: undefined };
    container.conditions.close('StuckLock', success.finishedAt, 'Succeeded', 'A run has got the lock since.');
  }
  const half = halfApplied?.at ?? container.conditions.openSince('HalfApplied');
  if (half === undefined || success.startedAt < half || !isOfLaterWork(container, success)) return;
  container.sayings = { ...container.sayings, halfApplied: undefined };
  const message = 'A run that began later has succeeded.';
  container.conditions.close('HalfApplied', success.finishedAt, 'Succeeded', message);
}

/** The success of an older release, rolled back to, says nothing of the work that was left in the middle. */
function isOfLaterWork({ sayings, history }: ContainerTrack, { work }: LatestSuccess): boolean {
  const { halfApplied } = sayings;
  if (halfApplied === undefined || work === undefined || work === halfApplied.work) return true;
  return (history.successes.firstOf(work) ?? 0) > halfApplied.at;
}
