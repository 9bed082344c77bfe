import type { FailureReading } from '../classify/failure.ts';
import { lockHolder } from '../classify/lockHolder.ts';
import type { Millis } from '../model/refs.ts';
import type { Run } from '../track/run.ts';

/**
 * Who bears the name of a host. `Living`: a pod; `Own`: the pod that asks, or one of its name before it; `Gone`: a pod that
 * was seen to go; `Unknown`: it may live where nobody looks, or be one of several.
 */
export type Bearer = 'Living' | 'Own' | 'Gone' | 'Unknown';

/** Who may hold a lock that a run found taken. */
export interface Neighbours {
  bearer(host: string): Bearer;
  /** Pods in the network of their node bear its name. */
  isNode(host: string): boolean;
  /** Was another run seen then that could hold it: of this init container, or of this work on the same database? */
  mayHold(run: Run): boolean;
}

/**
 * Why a lock that a failed run found taken is stuck. `Orphan`: its holder is a pod that was seen to go; `Own`: an earlier run in
 * the same pod, or in one of the same name, left it; `Unseen`: nobody was seen who could hold it; `Foreign`: the same, and the
 * holder is named; `Lasting`: it has been found taken for too long. `Held`: another run works, so that this is a wait; `Busy`:
 * the same, and the holder is named.
 */
export type LockState =
  | { readonly kind: 'Orphan' | 'Own' | 'Foreign' | 'Busy'; readonly holder: string }
  | { readonly kind: 'Unseen' | 'Lasting' | 'Held' };

/** @param lasts the lock has been found taken for longer than a wait may take */
export function lockStateOf(
  run: Run,
  reading: FailureReading,
  neighbours: Neighbours,
  lasts: boolean,
): LockState {
  const named = lockHolder(run.message);
  const holder = named !== undefined && neighbours.isNode(named) ? undefined : named;
  const bearer = holder === undefined ? undefined : neighbours.bearer(holder);
  // The init containers of a pod run one after the other: whoever held it in this pod is dead.
  if (holder !== undefined && bearer === 'Own') return { kind: 'Own', holder };
  if (holder !== undefined && bearer === 'Gone') return { kind: 'Orphan', holder };
  if (lasts) return { kind: 'Lasting' };
  if (holder !== undefined) return { kind: bearer === 'Living' ? 'Busy' : 'Foreign', holder };
  return reading.meaning === 'LockWait' || neighbours.mayHold(run) ? { kind: 'Held' } : { kind: 'Unseen' };
}

/** When a lock has been found taken for so long that it is not waited for any more. */
export function outlasts(since: Millis, run: Run, stuck: Millis): boolean {
  return (run.finishedAt ?? 0) - since >= stuck;
}
