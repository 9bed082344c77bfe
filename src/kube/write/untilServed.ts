import type { Clock } from '../../controller/ports.ts';
import type { Logger } from '../../core/model/log.ts';
import type { Millis } from '../../core/model/refs.ts';
import { pause } from '../reflect/pause.ts';
import type { KubeTransport } from '../transport/transport.ts';
import { preflight } from './preflight.ts';

/** Between two tries of a server that does not answer properly yet. */
const RETRY: Millis = 2_000;
/** A server that has just started gets this long. */
const PATIENCE: Millis = 60_000;

/** Waits for a server that is only starting; false, and said why, where something is wrong that cannot pass by itself. */
export async function untilServed(
  transport: KubeTransport,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
): Promise<boolean> {
  const giveUpAt = clock.now() + PATIENCE;
  while (!signal.aborted) {
    const problems = await preflight(transport, signal);
    if (problems.length === 0) return true;
    const hopeless = problems.some((problem) => problem.fatal) || clock.now() > giveUpAt;
    for (const { what, cure } of hopeless && !signal.aborted ? problems : [])
      log.error('cannot go on', { reason: what, cure });
    if (hopeless) return false;
    await pause(clock, RETRY, signal);
  }
  return false;
}
