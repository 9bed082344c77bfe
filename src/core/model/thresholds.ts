import type { Millis } from './refs.ts';

/** Which init containers get a finding. */
export const RECORD_MODES = ['notable', 'flagged', 'all'] as const;
export type RecordMode = (typeof RECORD_MODES)[number];

/** The settings that the core decides by; durations in milliseconds. */
export interface Thresholds {
  readonly record: RecordMode;
  /** Consecutive failures that open CrashLooping. */
  readonly crashLoopFailures: number;
  /** Reruns within `repeatingWindow` that open Repeating: for Migration, Seed and ExternalCall, and for the others. */
  readonly repeatingMinMutating: number;
  readonly repeatingMinOther: number;
  readonly repeatingWindow: Millis;
  /** A run is Slow when it takes longer than this, and `slowFactor` times as long as such runs usually do. */
  readonly slowAbsolute: Millis;
  readonly slowFactor: number;
  /** A run that goes on for so long is Stuck. */
  readonly stuck: Millis;
  /** Racing stays True this long after its last episode. */
  readonly raceHold: Millis;
  /** How long a Resolved finding is kept. */
  readonly retain: Millis;
  /** Bound on the difference of two nodes' clocks when nothing better is known. */
  readonly skewDefault: Millis;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What is decided by where nobody has set anything else. */
export const DEFAULT_THRESHOLDS: Thresholds = {
  record: 'notable',
  crashLoopFailures: 2,
  repeatingMinMutating: 1,
  repeatingMinOther: 3,
  repeatingWindow: 24 * HOUR,
  slowAbsolute: MINUTE,
  slowFactor: 3,
  stuck: 10 * MINUTE,
  raceHold: 24 * HOUR,
  retain: 7 * 24 * HOUR,
  skewDefault: 2 * SECOND,
};
