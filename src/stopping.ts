/** The wish to end, told by a signal of the system. */
export interface Stopping {
  readonly signal: AbortSignal;
  /** Signals are no longer listened to. */
  release(): void;
}

/**
 * Listens to SIGTERM and SIGINT; a second one, be it the other, ends the process at once, as is usual.
 * @param other another reason to end, if there is one
 */
export function untilSignal(other?: AbortSignal): Stopping {
  const controller = new AbortController();
  const stop = (): void => {
    release();
    controller.abort();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const release = (): void => {
    process.removeListener('SIGTERM', stop);
    process.removeListener('SIGINT', stop);
  };
  const { signal } = controller;
  return { signal: other === undefined ? signal : AbortSignal.any([signal, other]), release };
}

/** Resolves once the signal is given. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
