import type { Clock } from '../../controller/ports.ts';
import type { StoredFinding } from '../../core/model/finding.ts';
import type { Logger } from '../../core/model/log.ts';
import type { Millis, Version } from '../../core/model/refs.ts';
import { decodeFinding } from '../reflect/decoders.ts';
import { RESOURCES } from '../reflect/kinds.ts';
import { listPages } from '../reflect/list.ts';
import { pause } from '../reflect/pause.ts';
import { failureOfError } from '../transport/failure.ts';
import type { KubeTransport } from '../transport/transport.ts';

/** Between two tries of a list that failed. */
const RETRY: Millis = 2_000;
/** Between two looks at how far our reflectors are; events are on their way. */
const LOOK: Millis = 50;

export interface SuccessionOptions {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  readonly log: Logger;
  /** Takes the numbers of the last leader; tells the newest version of a pod that they follow from. */
  readonly restore: (stored: readonly StoredFinding[]) => Version;
  /** Up to which version of pods everything has been seen. */
  readonly seenUpTo: () => Version;
}

/**
 * What lies between being elected and leading. The last leader's last writes may not have reached our reflectors: they are
 * listed as they are now. And it may have counted what we have not seen: that is waited for, or a pod would go back to an
 * older run and the newer one count again. False if the signal came first.
 */
export async function succeed(options: SuccessionOptions, signal: AbortSignal): Promise<boolean> {
  const stored = await storedNow(options, signal);
  if (stored === undefined) return false;
  const counted = options.restore(stored);
  while (!signal.aborted && options.seenUpTo() < counted) await pause(options.clock, LOOK, signal);
  return !signal.aborted;
}

async function storedNow(
  { transport, clock, log }: SuccessionOptions,
  signal: AbortSignal,
): Promise<readonly StoredFinding[] | undefined> {
  while (!signal.aborted) {
    try {
      const stored: StoredFinding[] = [];
      for await (const page of listPages(transport, RESOURCES.InitContainerFinding, undefined, signal)) {
        const decoded = page.map(decodeFinding);
        stored.push(...decoded.flatMap((one) => (one.kind === 'kept' ? [one.object] : [])));
      }
      return stored;
    } catch (error) {
      if (!signal.aborted)
        log.warn('findings not listed', { reason: failureOfError('findings', error).message });
      await pause(clock, RETRY, signal);
    }
  }
  return undefined;
}
