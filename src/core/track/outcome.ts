import type { PodFact, TerminatedFact } from '../model/facts.ts';
import type { Outcome } from '../model/names.ts';
import { neverExecuted, type RealEnd } from './evidence.ts';

const KILLED_WITH_POD: ReadonlySet<string> = new Set([
  'Evicted',
  'Terminated',
  'Preempting',
  'DeadlineExceeded',
]);

/** R6: how a run ended, judged by the pod it ended in. */
export function outcomeOf(end: RealEnd, pod: PodFact): Outcome {
  if (neverExecuted(end)) return 'NotExecuted';
  // R6: exit 0 is success whatever the reason; containerd may say OOMKilled when only a child was killed.
  if (end.exitCode === 0) return 'Succeeded';
  if (diedWithNode(end) || diedWithPod(end, pod)) return 'Interrupted';
  const sandboxGone = pod.conditions.sandboxReady?.status === 'False' && pod.phase !== 'Failed';
  return sandboxGone && wasKilled(end) ? 'Interrupted' : 'Failed';
}

/** C1: `T(255,"Unknown")` is written after a reboot; its finishedAt is the time the runtime came back, not the end. */
export function diedWithNode(end: TerminatedFact): boolean {
  return end.exitCode === 255 && end.reason === 'Unknown';
}

const SIGKILL = 137;
const SIGTERM = 143;

/** C2: as a kubelet ends what is left of a sandbox that died. */
export function wasKilled({ exitCode, reason }: TerminatedFact): boolean {
  return (exitCode === SIGKILL || exitCode === SIGTERM) && reason !== 'OOMKilled';
}

function diedWithPod(end: RealEnd, pod: PodFact): boolean {
  const killedBySignal = end.exitCode >= 128;
  if (killedBySignal && KILLED_WITH_POD.has(pod.reason)) return true;
  if (killedBySignal && pod.conditions.allContainersRestarting?.status === 'True') return true;
  if (pod.deletedAt === undefined || end.finishedAt === undefined) return false;
  // Both times have whole seconds; in the second of the deletion only a signal tells a kill from a failure.
  return end.finishedAt > pod.deletedAt || (end.finishedAt === pod.deletedAt && killedBySignal);
}
