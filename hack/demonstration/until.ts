import { setTimeout as sleep } from 'node:timers/promises';
import { step, toStderr } from '../lab/report.ts';

/** Something the story needs did not come. */
export class NotSeen extends Error {
  override readonly name = 'NotSeen';
}

/** Waits until the look gives something, with progress; fails when the time is up. */
export function until<T>(
  what: string,
  signal: AbortSignal,
  seconds: number,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  return step(toStderr, `  ${what}`, async () => {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
      signal.throwIfAborted();
      const found = await look();
      if (found !== undefined) return found;
      await sleep(100, undefined, { signal });
    }
    throw new NotSeen(`not seen within ${seconds} s: ${what}`);
  });
}

/** The same, but what did not come is told by the answer. */
export async function within<T>(...args: Parameters<typeof until<T>>): Promise<T | undefined> {
  try {
    return await until(...args);
  } catch (error) {
    if (error instanceof NotSeen) return undefined;
    throw error;
  }
}
