import type { ContainerStatusFact, InitFact, PodFact } from '../model/facts.ts';
import type { Millis } from '../model/refs.ts';
import type { Attempts } from './attempts.ts';
import { hasEnded } from './endCause.ts';
import { newestAttempt, vanished } from './evidence.ts';
import { diedWithNode, wasKilled } from './outcome.ts';
import { isEnded, type Run } from './run.ts';
import { isNewEpoch } from './sighting.ts';

/** What is known of the node of a pod. */
interface KnownNode {
  readonly bootId: string;
  /** By how much its clock goes before the API server's, as far as it has shown. */
  readonly ahead: Millis;
}

/** A pod as it was known before a new version of it came. */
interface KnownPod {
  readonly fact: PodFact;
  readonly epoch: Millis | undefined;
  readonly attempts: ReadonlyMap<string, Attempts>;
  /** See {@link import('./workloadTrack.ts').PodTrack.bootId}. */
  readonly bootId: string;
}

/**
 * Init containers that may have had a run in a sandbox that is gone, of which no status can tell any more: a kubelet shows a
 * container up to a second after its start, and forgets those of a lost sandbox (R4, R30, C2).
 */
export function unseenRuns(before: KnownPod, now: PodFact, node: KnownNode): readonly string[] {
  if (!sandboxLost(before.fact, now) || endedInOrder(before, now, node)) return [];
  const inits = before.fact.init.filter(({ spec }) => !spec.sidecar);
  const place = inits.findIndex((init, index) => !hasSucceeded(init, inits[index - 1], before));
  const active = inits[place];
  if (active === undefined)
    return mayHaveBegunAnew(before.fact, now) ? inits.map(({ spec }) => spec.name) : [];
  const after = now.init.find(({ spec }) => spec.name === active.spec.name);
  if (after !== undefined && foundRunning(active, after)) return [];
  const known = active.status?.state.kind === 'running';
  return inits.slice(known ? place + 1 : place).map(({ spec }) => spec.name);
}

/**
 * R17, V4: in a new sandbox, or after a container before it that has run again (C13), what has ended may run again, and until it
 * has ended again the status stays as it was.
 */
export function mayRunHidden(latest: Run, { fact, epoch, attempts }: KnownPod): boolean {
  if (!staysEnded(latest, fact)) return false;
  return isNewEpoch(latest, epoch) || isOvertaken(latest, fact, attempts);
}

/** A container before it has begun later than it. */
function isOvertaken(latest: Run, pod: PodFact, attempts: KnownPod['attempts']): boolean {
  const names = pod.init.map(({ spec }) => spec.name);
  const before = names.slice(0, names.indexOf(latest.container));
  return before.some((name) => (attempts.get(name)?.current.startedAt ?? 0) > (latest.startedAt ?? 0));
}

/**
 * R17: no status says of this container that it runs again once it has ended like this: its restartPolicy, or else that of its
 * pod, forbids a restart. A new sandbox is none, but neither kubelet nor API server makes an exception for it; they do for pods
 * with a rule to restart all containers, which bear its condition from the start (R15).
 */
export function staysEnded({ container, outcome }: Run, pod: PodFact): boolean {
  if (pod.conditions.allContainersRestarting !== undefined) return false;
  const own = pod.init.find(({ spec }) => spec.name === container)?.spec.restartPolicy ?? '';
  const policy = own === '' ? pod.restartPolicy : own;
  return own === 'Never' || (policy === 'OnFailure' && outcome === 'Succeeded');
}

function sandboxLost(before: PodFact, now: PodFact): boolean {
  const [old, ready] = [before.conditions.sandboxReady, now.conditions.sandboxReady];
  return old?.status === 'True' && (ready?.status !== 'True' || ready.at !== old.at);
}

/** The sandbox of a pod that is over goes with it, and its containers stay on record, unless the node went down first. */
function endedInOrder(before: KnownPod, now: PodFact, { bootId, ahead }: KnownNode): boolean {
  if (hasEnded(before.fact) || now.phase === 'Succeeded') return true;
  const rebooted = bootId !== '' && before.bootId !== '' && bootId !== before.bootId;
  if (!rebooted && (wasAskedFirst(now, ahead) || (now.phase === 'Failed' && now.reason !== ''))) return true;
  return now.phase === 'Failed' && now.init.some((init) => hasFailedLast(init, before, now));
}

/** Its sandbox was lost when it had been asked to go, and not before: the one its node tells, the other the API server. */
function wasAskedFirst({ deletedAt, conditions }: PodFact, ahead: Millis): boolean {
  const lost = conditions.sandboxReady?.at;
  return deletedAt !== undefined && (lost === undefined || lost - ahead >= deletedAt);
}

/** Nothing can have begun since: this container ran until now, or has failed for good. */
function hasFailedLast({ spec, status }: InitFact, before: KnownPod, now: PodFact): boolean {
  const evidence = status === undefined ? undefined : newestAttempt(status);
  if (evidence?.kind !== 'ended' || evidence.end.exitCode === 0) return false;
  const known = before.attempts.get(spec.name)?.current;
  const isNew = known === undefined || !isEnded(known) || known.id !== evidence.id;
  return isNew || (spec.restartPolicy === '' ? now.restartPolicy : spec.restartPolicy) === 'Never';
}

/** C13: where init containers have lost their records and no main container runs, they run again in the same sandbox. */
function mayHaveBegunAnew({ main }: PodFact, now: PodFact): boolean {
  if (now.phase === 'Failed') return false;
  return main.length > 0 && main.every(hasEndedBefore);
}

/** By itself: what is killed may have gone with the sandbox, and then nothing has run since. */
function hasEndedBefore({ state, last }: ContainerStatusFact): boolean {
  const end = state.kind === 'terminated' ? state : state.kind === 'waiting' ? last : undefined;
  return (
    end !== undefined && !wasKilled(end) && !diedWithNode(end) && end.reason !== 'ContainerStatusUnknown'
  );
}

/** In the last pass through the init containers: in the sandbox that is lost, and after the container before it. */
function hasSucceeded({ spec, status }: InitFact, previous: InitFact | undefined, pod: KnownPod): boolean {
  const latest = pod.attempts.get(spec.name)?.current;
  const before = previous === undefined ? undefined : pod.attempts.get(previous.spec.name)?.current;
  if (latest === undefined || isNewEpoch(latest, pod.epoch)) return false;
  const inTurn = (latest.startedAt ?? 0) >= (before?.startedAt ?? 0);
  return inTurn && status?.state.kind === 'terminated' && status.state.exitCode === 0;
}

/** It was running when the sandbox died: nothing that comes after it had been started. */
function foundRunning(before: InitFact, { status }: InitFact): boolean {
  if (before.status?.state.kind !== 'running' || status === undefined) return false;
  const { state } = status;
  const byReboot = state.kind === 'terminated' && state.exitCode === 255 && state.reason === 'Unknown';
  return vanished(status) || (byReboot && status.id === before.status.id);
}
