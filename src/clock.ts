import type { Clock } from './controller/ports.ts';

/** The longest delay that a timer of Node.js takes. */
const LONGEST = 2 ** 31 - 1;

/** The one real clock; everything else is told the time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, task) {
    const timer = setTimeout(task, Math.min(Math.max(0, delay), LONGEST));
    return () => clearTimeout(timer);
  },
};
