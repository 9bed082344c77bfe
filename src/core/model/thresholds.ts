import type { Millis } from './refs.ts';

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
  /** Racing stays True this long after its last episode. */
  readonly raceHold: Millis;
  /** How long a Resolved finding is kept. */
  readonly retain: Millis;
  /** Bound on the difference of two nodes' clocks when nothing better is known. */
  readonly skewDefault: Millis;
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;

export const DEFAULT_THRESHOLDS: Thresholds = {
  record: 'notable',
  crashLoopFailures: 2,
  repeatingMinMutating: 1,
  repeatingMinOther: 3,
  repeatingWindow: 24 * HOUR,
  raceHold: 24 * HOUR,
  retain: 7 * 24 * HOUR,
  skewDefault: 2 * SECOND,
};
