import type { PodFact } from '../model/facts.ts';
import type { Cause } from '../model/names.ts';
import type { Millis, Uid } from '../model/refs.ts';
import { endCause } from './endCause.ts';
import type { Revisions } from './revisions.ts';
import { isLost } from './traces.ts';

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
  readonly gone: boolean;
  /** A later pod has been named its replacement. */
  readonly replaced: boolean;
}

export interface Arrival {
  readonly pod: PodFact;
  readonly kind: string;
  /** Other pods of the workload, oldest first. */
  readonly others: readonly PodTrace[];
  readonly revisions: Revisions;
  /** An earlier life of the operator has counted runs of this workload: its pods of then may be gone unseen. */
  readonly past: boolean;
}

/** Why a pod came, and which pod it replaces if any. `cause` undefined: the first pod of its workload. */
export interface ArrivalCause {
  readonly cause: Cause | undefined;
  readonly replaces?: Uid;
}

/** R22: why a new pod began. Attribution is by revision, desired count and the pods that ended; Unknown rather than a guess. */
export function podCause(arrival: Arrival): ArrivalCause {
  const earlier = arrival.others.filter((other) => other.createdAt <= arrival.pod.createdAt);
  switch (arrival.kind) {
    case 'DaemonSet':
      return onNode(arrival, earlier);
    case 'Job':
    case 'CronJob':
      return ofJob(arrival, earlier);
    case 'Pod':
    case 'Node':
      return sameName(arrival, earlier) ?? firstOrUnknown(arrival);
    default:
      return replicated(arrival, earlier);
  }
}

function onNode(arrival: Arrival, earlier: readonly PodTrace[]): ArrivalCause {
  if (earlier.length === 0) return firstOrUnknown(arrival);
  const before = earlier.findLast((other) => other.node === arrival.pod.node);
  if (before === undefined) return { cause: 'NewNode' };
  return before.revision === arrival.pod.revision ? replacementOf(before) : change(arrival, before);
}

function ofJob(arrival: Arrival, earlier: readonly PodTrace[]): ArrivalCause {
  const siblings = earlier.filter((other) => other.controller === arrival.pod.controller?.uid);
  if (siblings.length === 0) {
    if (arrival.kind === 'Job') return firstOrUnknown(arrival);
    return { cause: earlier.length === 0 && !arrival.past ? undefined : 'Schedule' };
  }
  const lost = siblings.find((other) => !other.replaced && isLost(other));
  if (lost === undefined) return { cause: 'Parallelism' };
  const cause = endCause(lost.last);
  return { cause: cause === 'Retry' || cause === 'PodDeleted' ? 'JobRetry' : cause, replaces: lost.uid };
}

/** S36: a StatefulSet's pod comes back under its name. */
function sameName(arrival: Arrival, earlier: readonly PodTrace[]): ArrivalCause | undefined {
  const before = earlier.findLast((other) => other.name === arrival.pod.name);
  if (before === undefined) return undefined;
  if (before.revision !== arrival.pod.revision) return change(arrival, before);
  const replacement = replacementOf(before);
  const plain = before.gone && replacement.cause === 'PodDeleted';
  return plain && arrival.revisions.scaledDownAndUp() ? { ...replacement, cause: 'ScaleUp' } : replacement;
}

function replicated(arrival: Arrival, earlier: readonly PodTrace[]): ArrivalCause {
  if (earlier.length === 0 && arrival.revisions.known(arrival.pod.revision) !== 'changed')
    return firstOrUnknown(arrival);
  return sameName(arrival, earlier) ?? byRevision(arrival, earlier);
}

function byRevision(arrival: Arrival, earlier: readonly PodTrace[]): ArrivalCause {
  const { pod, revisions } = arrival;
  const lost = earlier.filter((other) => other.revision === pod.revision && !other.replaced && isLost(other));
  const unexplained = revisions.withoutScaledDown(lost);
  const [replaced] = unexplained;
  if (replaced !== undefined) return { cause: endCause(replaced.last), replaces: replaced.uid };
  return { cause: revisions.admit(pod) };
}

/** Nothing is known of an earlier pod. That this is the first one is sure only where nothing was counted before. */
function firstOrUnknown({ past }: Arrival): ArrivalCause {
  return { cause: past ? 'Unknown' : undefined };
}

function change(arrival: Arrival, before: PodTrace): ArrivalCause {
  return { cause: arrival.revisions.changeTo(arrival.pod), replaces: before.uid };
}

function replacementOf(before: PodTrace): ArrivalCause {
  const cause = endCause(before.last);
  return { cause: cause === 'Unknown' && before.gone ? 'PodDeleted' : cause, replaces: before.uid };
}
