import type { ContainerStatusFact } from '../model/facts.ts';
import type { Millis } from '../model/refs.ts';
import type { Attempts } from './attempts.ts';
import { type Evidence, type RealEnd, vanished } from './evidence.ts';
import { isNewEpoch, type Sighting } from './sighting.ts';
import { staysEnded } from './unseenRuns.ts';

/** Behind a frozen status failures show all the same (R17): who starts with its sandbox may do so a second later. */
const AT_ONCE: Millis = 1000;

/** A new id, and what its status says of the attempts before it. */
export interface NewId {
  readonly attempts: Attempts;
  readonly evidence: Evidence;
  readonly status: ContainerStatusFact;
  readonly sighting: Sighting;
  /** Attempts that the ids and the count prove. */
  readonly proved: number;
  /** The status shows the run that was known before (STICKY). */
  readonly showsKnown: boolean;
}

/**
 * May the count have begun anew, so that attempts have passed which nothing proves (S15)? Not where the status shows the run
 * before, and not where the container is still running: it would show the failure that it follows.
 */
export function mayBeCountedAnew(seen: NewId): boolean {
  const { attempts, evidence, status, sighting, proved, showsKnown } = seen;
  if (showsKnown || vanished(status) || status.restartCount < proved) return false;
  const invented = status.last !== undefined && status.last.id === undefined;
  if (isNewEpoch(attempts.current, sighting.epoch))
    return !invented && !goesOn(seen, staysEnded(attempts.current, sighting.pod) ? AT_ONCE : 0);
  const alone = status.last === undefined || status.last.id === evidence.id;
  return attempts.current.outcome === 'Succeeded' && alone && evidence.kind === 'ended';
}

/**
 * R17: behind a frozen status runs may have failed to start. That none did is sure where the count began anew and is 0, or
 * where it goes on.
 */
export function mayHaveHidden(seen: NewId): boolean {
  const { attempts, status, sighting } = seen;
  if (!staysEnded(attempts.current, sighting.pod)) return false;
  return (
    status.restartCount > 0 && (status.restartCount !== attempts.restartCount + 1 || !goesOn(seen, AT_ONCE))
  );
}

/**
 * R4: in a new sandbox LEGACY kubelets count anew from the second container on, be the first a sidecar; from the first on
 * where the sandbox failed at first (C7), which a container that has started with it has not seen.
 */
function goesOn({ evidence, status, sighting }: NewId, slack: Millis): boolean {
  const { init, pod, epoch } = sighting;
  if (pod.init[0]?.spec.name !== init.spec.name) return false;
  if (evidence.kind === 'running' && status.last === undefined) return true;
  const triedAt = evidence.kind === 'ended' ? triedAtOf(evidence.end) : evidence.startedAt;
  return triedAt !== undefined && epoch !== undefined && triedAt - epoch <= slack;
}

/** C5: what could not be started has no time of a start, and ended as it was tried. */
function triedAtOf({ startedAt, finishedAt }: RealEnd): Millis | undefined {
  return startedAt > 0 ? startedAt : finishedAt;
}
