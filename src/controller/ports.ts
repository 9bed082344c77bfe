import type { Finding, StoredFinding } from '../core/model/finding.ts';
import type { Millis, Uid } from '../core/model/refs.ts';

/** What the reconciler needs of the world; src/kube and src/operator.ts implement it, tests have small fakes. */

/** How a write ended. `conflict`: somebody wrote in between (409), read again and compute again. */
export type WriteResult =
  /** `resourceVersion`: what our own reflector will show once it has caught up; undefined after a removal. */
  | { readonly kind: 'written'; readonly resourceVersion?: string }
  | { readonly kind: 'conflict' }
  /** The owner or the namespace is gone: nothing to write to any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfter?: Millis };

/** Makes, updates and removes findings; implemented by src/kube/write. */
export interface FindingWriter {
  /**
   * Makes the object if `seen` is undefined, then applies the whole status with the resourceVersion it was computed
   * from; never throws.
   */
  write(wanted: Finding, seen: StoredFinding | undefined): Promise<WriteResult>;
  remove(seen: StoredFinding): Promise<WriteResult>;
}

/** Our own findings, as our own reflector has them. */
export interface FindingSource {
  ofWorkload(workload: Uid): readonly StoredFinding[];
}

/** How a reconcile went, and each single write; implemented by src/telemetry. */
export interface ControllerMetrics {
  reconciled(result: 'settled' | 'waiting' | 'failed', took: Millis): void;
  wrote(operation: 'create' | 'update' | 'remove', result: WriteResult['kind']): void;
}

/** The time, and what is to be done later; tests move it by hand. */
export interface Clock {
  /** Wall clock, milliseconds since the epoch. */
  now(): Millis;
  /** Runs `task` after `delay` milliseconds; returns its cancellation. */
  after(delay: Millis, task: () => void): () => void;
}
