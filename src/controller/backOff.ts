import type { Millis } from '../core/model/refs.ts';

const FIRST: Millis = 1_000;

/** How long to wait after so many failures in a row before one more: longer each time, and never longer than `most`. */
export function backOff(failures: number, most: Millis): Millis {
  return Math.min(most, FIRST * 2 ** Math.min(Math.max(0, failures - 1), 30));
}
