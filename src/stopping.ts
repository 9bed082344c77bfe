import type { Clock } from './controller/ports.ts';
import type { Millis } from './core/model/refs.ts';

/** The wish to end, told by a signal of the system. */
export interface Stopping {
  readonly signal: AbortSignal;
  /** Signals are no longer listened to. */
  release(): void;
}

/** Listens to SIGTERM and SIGINT; a second one ends the process at once, as is usual. */
export function untilSignal(): Stopping {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const release = (): void => {
    process.removeListener('SIGTERM', stop);
    process.removeListener('SIGINT', stop);
  };
  return { signal: controller.signal, release };
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Waits, but not longer than until the signal. */
export function pause(clock: Clock, delay: Millis, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(delay, resolve);
    signal.addEventListener(
      'abort',
      () => {
        cancel();
        resolve();
      },
      { once: true },
    );
  });
}
