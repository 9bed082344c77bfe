import type { Millis, WorkId } from '../model/refs.ts';

/** What failed runs of an init container have said of its database, until a later success shows that it is over. */
export interface Sayings {
  /** A migration was left in the middle. */
  readonly halfApplied: { readonly work: WorkId; readonly at: Millis } | undefined;
  /** End of the first failure, of those that no success followed, that found the lock taken. */
  readonly lockedSince: Millis | undefined;
}

/** The newest success, as far as it is known; what an earlier life of the operator has written names no work. */
export interface LatestSuccess {
  readonly startedAt: Millis;
  readonly finishedAt: Millis;
  readonly work: WorkId | undefined;
}
