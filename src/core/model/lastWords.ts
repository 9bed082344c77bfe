import type { ContainerId, Millis, Uid } from './refs.ts';

/** A failed run whose status does not say why: the end of its log may (R61). */
export interface UnheardRun {
  readonly namespace: string;
  readonly pod: string;
  readonly podUid: Uid;
  readonly container: string;
  readonly id: ContainerId;
  /** Whole seconds, by the clock of its node. */
  readonly startedAt: Millis;
  readonly finishedAt: Millis;
  /** A newer run is under way, so that the log of this one is the previous one. */
  readonly previous: boolean;
}

/** The end of the log of a failed run, redacted and capped. */
export interface LastWords {
  readonly podUid: Uid;
  readonly container: string;
  readonly id: ContainerId;
  readonly text: string;
}
