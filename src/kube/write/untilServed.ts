import type { Clock } from '../../controller/ports.ts';
import type { Millis } from '../../core/model/refs.ts';
import { pause } from '../reflect/pause.ts';
import type { KubeTransport } from '../transport/transport.ts';
import { preflight, type Problem } from './preflight.ts';

/** Between two tries of a server that does not answer properly yet. */
const RETRY: Millis = 2_000;
/** A server that has just started gets this long. */
const PATIENCE: Millis = 60_000;
/** Whoever started us wonders after so long without an answer. */
const SILENCE: Millis = 2_000;

const SILENT = { what: 'no answer yet', cure: 'check the network between here and the server' };

/**
 * Waits for a server that is only starting; returns what is wrong that cannot pass by itself. What may pass is told to
 * `waiting`, once for as long as it is the same.
 */
export async function untilServed(
  transport: KubeTransport,
  clock: Clock,
  signal: AbortSignal,
  waiting: (why: Pick<Problem, 'what' | 'cure'>) => void,
): Promise<readonly Problem[]> {
  const giveUpAt = clock.now() + PATIENCE;
  let told = '';
  const tell = (why: Pick<Problem, 'what' | 'cure'>): void => {
    if (why.what !== told) waiting(why);
    told = why.what;
  };
  const answered = clock.after(SILENCE, () => tell(SILENT));
  while (!signal.aborted) {
    const problems = await preflight(transport, signal);
    answered();
    const hopeless = problems.some((problem) => problem.fatal) || clock.now() > giveUpAt;
    if (problems.length === 0 || (hopeless && !signal.aborted)) return problems;
    const [first] = problems;
    if (first !== undefined && !signal.aborted) tell(first);
    await pause(clock, RETRY, signal);
  }
  return [];
}
