import type { Clock } from '../../controller/ports.ts';
import type { Millis } from '../../core/model/refs.ts';
import { pause } from '../reflect/pause.ts';
import type { KubeTransport } from '../transport/transport.ts';
import { preflight, type Problem } from './preflight.ts';

/** Between two tries of a server that does not answer properly yet. */
const RETRY: Millis = 2_000;
/** A server that has just started gets this long. */
const PATIENCE: Millis = 60_000;

/** Waits for a server that is only starting; returns what is wrong that cannot pass by itself. */
export async function untilServed(
  transport: KubeTransport,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const giveUpAt = clock.now() + PATIENCE;
  while (!signal.aborted) {
    const problems = await preflight(transport, signal);
    const hopeless = problems.some((problem) => problem.fatal) || clock.now() > giveUpAt;
    if (problems.length === 0 || (hopeless && !signal.aborted)) return problems;
    await pause(clock, RETRY, signal);
  }
  return [];
}
