import type { Clock } from './controller/ports.ts';

/** The longest delay that a timer of Node.js takes. */
const LONGEST = 2 ** 31 - 1;

const after: Clock['after'] = (delay, task) => {
  const timer = setTimeout(task, Math.min(Math.max(0, delay), LONGEST));
  return () => clearTimeout(timer);
};

/** The real clock; everything else is told the time. */
export const systemClock: Clock = { now: () => Date.now(), after };

/** Time since the start of the process, which nobody can set and which passes also while it is frozen. */
export const monotonicClock: Clock = { now: () => performance.now(), after };
