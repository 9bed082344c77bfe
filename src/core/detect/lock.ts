import type { FailureReading } from '../classify/failure.ts';
import { lockHolder } from '../classify/lockHolder.ts';
import type { Millis, Uid } from '../model/refs.ts';
import type { Thresholds } from '../model/thresholds.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import { isEnded, type Run } from '../track/run.ts';
import { readingOf } from './reading.ts';

/** Who may hold a lock, told from the namespace of the run that found it taken. */
export interface Neighbours {
  /** The living pod that calls itself so. */
  pod(host: string): Uid | undefined;
  /** Pods in the network of their node bear its name. */
  isNode(host: string): boolean;
  /** Runs of other workloads that do this work on the same database. */
  rivals(run: Run): Iterable<Run>;
}

/**
 * Why a lock that a failed run found taken is stuck. `Orphan`: its holder is no living pod; `Own`: an earlier run in the same
 * pod, or in one of the same name, left it; `Unseen`: nobody was seen who could hold it; `Lasting`: it has been found taken for too long. `Held`: another
 * run works, so that this is a wait; `Busy`: the same, and the holder is named.
 */
export type LockState =
  | { readonly kind: 'Orphan' | 'Own' | 'Busy'; readonly holder: string }
  | { readonly kind: 'Unseen' | 'Lasting' | 'Held' };

/** Clocks of nodes differ, and times have whole seconds: a sibling that ended so shortly before may have held it. */
const NEAR: Millis = 3000;

export function lockStateOf(
  container: ContainerTrack,
  run: Run,
  reading: FailureReading,
  neighbours: Neighbours,
  thresholds: Thresholds,
): LockState {
  const named = lockHolder(run.message);
  const holder = named !== undefined && neighbours.isNode(named) ? undefined : named;
  const pod = holder === undefined ? undefined : neighbours.pod(holder);
  // The init containers of a pod run one after the other: whoever held it in this pod is dead.
  if (holder !== undefined && (pod === run.podUid || holder === run.pod)) return { kind: 'Own', holder };
  if (holder !== undefined && pod === undefined) return { kind: 'Orphan', holder };
  const since = container.sayings.lockedSince ?? Number.POSITIVE_INFINITY;
  if ((run.finishedAt ?? 0) - since >= thresholds.stuck) return { kind: 'Lasting' };
  if (holder !== undefined) return { kind: 'Busy', holder };
  return reading.meaning === 'LockWait' ||
    isHeldByOther(runsOf(container), run) ||
    isHeldByOther(neighbours.rivals(run), run)
    ? { kind: 'Held' }
    : { kind: 'Unseen' };
}

/** Was there another run at that time that did not itself fail for the lock? */
function isHeldByOther(runs: Iterable<Run>, run: Run): boolean {
  const start = run.startedAt ?? run.finishedAt ?? 0;
  const end = run.finishedAt ?? start;
  for (const other of runs) {
    if (other.podUid === run.podUid || other.startedAt === undefined || other.startedAt > end + NEAR)
      continue;
    const otherEnd = isEnded(other) ? (other.finishedAt ?? other.startedAt) : Number.POSITIVE_INFINITY;
    if (otherEnd + NEAR >= start && readingOf(other)?.lockTaken !== true) return true;
  }
  return false;
}

function* runsOf({ history }: ContainerTrack): Iterable<Run> {
  for (const { run } of history.entries()) yield run;
}
