import type { PodFact } from '../model/facts.ts';
import type { Cause } from '../model/names.ts';
import type { Millis, Uid } from '../model/refs.ts';
import { endCause, isOver } from './endCause.ts';

/** What is remembered of a pod to tell why the next one came; outlives the pod. */
export interface PodTrace {
  readonly uid: Uid;
  readonly name: string;
  readonly node: string;
  readonly revision: string;
  readonly controller: Uid | undefined;
  readonly createdAt: Millis;
  /** The newest version seen. */
  readonly last: PodFact;
  /** The version that first showed that it is over: what is written later is not why (C3). */
  readonly ending: PodFact | undefined;
  /** One of its init containers has run. One that never ran is not replaced: what it came for still waits. */
  readonly ran: boolean;
  readonly gone: boolean;
  /** A later pod has been named its replacement. */
  readonly replaced: boolean;
}

/** It runs nothing any more, or is about to. */
export function isLost(trace: PodTrace): boolean {
  return trace.gone || isOver(trace.last);
}

/** Why it ended. */
export function endOf(trace: PodTrace): Cause {
  const cause = endCause(trace.ending ?? trace.last);
  return cause === 'Unknown' && trace.gone ? 'PodDeleted' : cause;
}

/** Servers of one API write whole seconds by clocks of their own. */
const SLACK: Millis = 1000;

/** Can this pod have come for that one? A controller replaces a pod when it is over, not before. */
export function mayReplace(pod: PodFact, lost: PodTrace): boolean {
  return lost.ran && !lost.replaced && isLost(lost) && (deletionOf(lost) ?? 0) <= pod.createdAt + SLACK;
}

/** Within the second, as a controller makes a replacement. */
export function cameAtOnce(pod: PodFact, lost: PodTrace): boolean {
  const deletedAt = deletionOf(lost);
  return deletedAt !== undefined && pod.createdAt - deletedAt <= SLACK;
}

function deletionOf({ ending, last }: PodTrace): Millis | undefined {
  return (ending ?? last).deletedAt;
}
