import type { PodFact } from '../model/facts.ts';
import type { Cause } from '../model/names.ts';
import type { Uid } from '../model/refs.ts';
import { cameAtOnce, endOf, isLost, mayReplace, type PodTrace } from './podTrace.ts';
import type { Revisions } from './revisions.ts';

export interface Arrival {
  readonly pod: PodFact;
  readonly kind: string;
  /** Other pods of the workload that are not younger, oldest first. */
  readonly earlier: readonly PodTrace[];
  readonly revisions: Revisions;
  /** An earlier life of the operator has counted runs of this workload: its pods of then may be gone unseen. */
  readonly past: boolean;
  /** The pod was made while nobody watched: the one that it stands for may have come and gone then. */
  readonly unwatched: boolean;
}

/** Why a pod came, and which pod it replaces if any. `cause` undefined: the first pod of its workload. */
export interface ArrivalCause {
  readonly cause: Cause | undefined;
  readonly replaces?: Uid;
}

/** How a run began, as its pod came or as it was started again in place. */
export interface Beginning {
  /** Undefined where nothing came before it. */
  readonly cause: Cause | undefined;
  /** Its cause where another pod turns out to have succeeded before it, as statuses come in any order; absent: Unknown. */
  readonly ifPreceded?: () => Cause;
}

/** What a pod beside others is, where it is no further replica. A tenant can name a kind of his own. */
const FURTHER_PODS: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['DaemonSet', 'NewNode'],
  ['Job', 'Parallelism'],
  ['CronJob', 'Unknown'],
  ['Pod', 'Unknown'],
  ['Node', 'Unknown'],
]);

/** Why a pod came that stands for none of these: it was told of first, and is one more of its revision. Unknown where one is lost. */
export function furtherCause(kind: string, pod: PodFact, others: readonly PodTrace[]): Cause {
  const plain = others.every((other) => !other.ran || (!isLost(other) && other.revision === pod.revision));
  return plain ? (FURTHER_PODS.get(kind) ?? 'Replica') : 'Unknown';
}

/** Causes that say that a pod stands for no other. */
const FURTHER: ReadonlySet<Cause | undefined> = new Set<Cause>(['Replica', 'NewNode', 'Parallelism']);

/** R22: why a new pod began. Attribution is by revision, desired count and the pods that ended; Unknown rather than a guess. */
export function podCause(arrival: Arrival): ArrivalCause {
  const told = toldCause(arrival);
  return arrival.unwatched && FURTHER.has(told.cause) ? { ...told, cause: 'Unknown' } : told;
}

function toldCause(arrival: Arrival): ArrivalCause {
  switch (arrival.kind) {
    case 'DaemonSet':
      return onNode(arrival);
    case 'Job':
    case 'CronJob':
      return ofJob(arrival);
    case 'Pod':
    case 'Node':
      return sameName(arrival) ?? firstOrUnknown(arrival);
    default:
      return replicated(arrival);
  }
}

function onNode(arrival: Arrival): ArrivalCause {
  const { earlier } = arrival;
  if (earlier.length === 0) return firstOrUnknown(arrival);
  const before = earlier.findLast((other) => other.ran && other.node === arrival.pod.node);
  if (before === undefined) return { cause: 'NewNode' };
  return before.revision === arrival.pod.revision ? insteadOf(before) : change(arrival, before);
}

function ofJob(arrival: Arrival): ArrivalCause {
  const { earlier } = arrival;
  const siblings = earlier.filter((other) => other.controller === arrival.pod.controller?.uid);
  if (siblings.length === 0) {
    if (arrival.kind === 'Job') return firstOrUnknown(arrival);
    return { cause: earlier.length === 0 && !arrival.past ? undefined : 'Schedule' };
  }
  // A pod that succeeded is followed by the next of its Job, as one that runs beside it.
  const lost = siblings.find((other) => mayReplace(arrival.pod, other) && other.last.phase !== 'Succeeded');
  if (lost === undefined) return { cause: 'Parallelism' };
  const cause = endOf(lost);
  return { cause: cause === 'Retry' || cause === 'Unknown' ? 'JobRetry' : cause, replaces: lost.uid };
}

/** S36: a StatefulSet's pod comes back under its name. */
function sameName(arrival: Arrival): ArrivalCause | undefined {
  const before = arrival.earlier.findLast((other) => other.ran && other.name === arrival.pod.name);
  if (before === undefined) return undefined;
  if (before.revision !== arrival.pod.revision) return change(arrival, before);
  const replacement = insteadOf(before);
  const plain = before.gone && replacement.cause === 'PodDeleted';
  return plain && arrival.revisions.scaledDownAndUp() ? { ...replacement, cause: 'ScaleUp' } : replacement;
}

function replicated(arrival: Arrival): ArrivalCause {
  const { pod, earlier, revisions, kind } = arrival;
  const unseen = arrival.past && earlier.length === 0;
  if (unseen || revisions.current() === undefined) return firstOrUnknown(arrival);
  const named = sameName(arrival);
  if (named !== undefined) return named;
  // A pod of a StatefulSet replaces none of another name; a change of revision replaces all that were lost.
  const alone = kind === 'StatefulSet' || revisions.changesTo(pod);
  const living = earlier.filter((other) => !isLost(other)).length;
  return (alone ? undefined : forLost(arrival)) ?? { cause: revisions.admit(pod, living) };
}

function forLost({ pod, earlier, revisions }: Arrival): ArrivalCause | undefined {
  const lost = earlier.filter((other) => other.revision === pod.revision && mayReplace(pod, other));
  const [replaced] = revisions.withoutScaledDown(lost);
  if (replaced === undefined) return undefined;
  const instead = insteadOf(replaced);
  // Where no desired number is known, one that comes later may as well be scaled up or rolled back.
  const doubtful = instead.cause === 'PodDeleted' && !revisions.knowsReplicas() && !cameAtOnce(pod, replaced);
  return doubtful ? { ...instead, cause: 'Unknown' } : instead;
}

/** Nothing is known of an earlier pod. That this is the first one is sure only where nothing was counted before. */
function firstOrUnknown({ past }: Arrival): ArrivalCause {
  return { cause: past ? 'Unknown' : undefined };
}

function change(arrival: Arrival, before: PodTrace): ArrivalCause {
  return { cause: arrival.revisions.changeTo(arrival.pod), replaces: before.uid };
}

function insteadOf(lost: PodTrace): ArrivalCause {
  return { cause: endOf(lost), replaces: lost.uid };
}
