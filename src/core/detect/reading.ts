import { type FailureReading, readFailure } from '../classify/failure.ts';
import type { Run } from '../track/run.ts';

interface Read {
  readonly reading: FailureReading | undefined;
}

/** A run that changes is another object, so that what was read of one stays true. */
const READ = new WeakMap<Run, Read>();

/** What the last words of a run say, read once: each run that finds a lock taken asks it of all that it overlaps. */
export function readingOf(run: Run): FailureReading | undefined {
  let read = READ.get(run);
  if (read === undefined) READ.set(run, (read = { reading: readFailure(run.message) }));
  return read.reading;
}

/** It failed because another one held the lock. */
export function foundTaken(run: Run): boolean {
  return run.outcome !== 'Succeeded' && run.message !== '' && readingOf(run)?.lockTaken === true;
}
