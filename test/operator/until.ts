import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 200;

/** Waits until the look gives something; says what did not come when the time is up, and what the last look threw. */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  seconds = 60,
): Promise<T> {
  let last: unknown;
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(PAUSE_MS)) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`not within ${seconds} s: ${what}`, last === undefined ? {} : { cause: last });
}

/** The same for a claim that is to come true. */
export async function untilTrue(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds = 60,
): Promise<void> {
  await until(what, async () => ((await holds()) ? true : undefined), seconds);
}
