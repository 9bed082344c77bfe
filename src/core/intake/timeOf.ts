import type { PodFact, WorkloadFact } from '../model/facts.ts';
import type { Millis } from '../model/refs.ts';

/**
 * When an observation became true. Two who watch receive at two times what was written at one, and are to say the same of
 * it; a write from the future, which a tenant can forge, happened when it was received.
 */
export function timeOf({ writtenAt }: PodFact | WorkloadFact, received: Millis): Millis {
  return Math.min(received, writtenAt ?? received);
}
