import type { ContainerStatusFact, PodFact, TerminatedFact } from '../model/facts.ts';
import type { Cause } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import { restartedWithAll } from './evidence.ts';
import { diedWithNode } from './outcome.ts';
import { hasFailed, type Run } from './run.ts';
import { isNewEpoch } from './sighting.ts';

/** What is known when a further run of the same container starts in the same pod. */
export interface Reappearance {
  readonly previous: Run;
  readonly pod: PodFact;
  readonly epoch: Millis | undefined;
  /** Boot id of the pod's node now, '' when not known. */
  readonly bootId: string;
}

interface CauseRule {
  readonly cause: Cause;
  readonly when: (seen: Reappearance) => boolean;
}

/** R10 as corrected by C2, C13: first match wins. What ends the main containers alone is not among them (R12). */
const RULES: readonly CauseRule[] = [
  { cause: 'RestartAllContainers', when: restartedAll },
  { cause: 'Retry', when: (seen) => hasFailed(seen.previous) && !epochChanged(seen) },
  { cause: 'NodeReboot', when: (seen) => epochChanged(seen) && rebooted(seen) },
  { cause: 'RuntimeStateLost', when: (seen) => epochChanged(seen) && runtimeLostIt(seen.pod) },
  { cause: 'SandboxRecreated', when: epochChanged },
  { cause: 'CompletionRecordLost', when: completionLost },
];

/** Why a container of a living pod ran again; Unknown rather than a guess. */
export function inPlaceCause(seen: Reappearance): Cause {
  return RULES.find((rule) => rule.when(seen))?.cause ?? 'Unknown';
}

function epochChanged(seen: Reappearance): boolean {
  return isNewEpoch(seen.previous, seen.epoch);
}

/** By the node itself; where it is not known, by what a reboot leaves behind (C1, C14). */
function rebooted({ previous, bootId, pod }: Reappearance): boolean {
  if (previous.bootId !== '' && bootId !== '') return previous.bootId !== bootId;
  return latestEnds(pod).some(diedWithNode);
}

/** V7: the condition is True for some milliseconds only; in the second of the previous end only the invented state tells. */
function restartedAll(seen: Reappearance): boolean {
  const { pod, previous } = seen;
  const invented = pod.init.some(
    ({ spec, status }) => spec.name === previous.container && restartedWithAll(status),
  );
  const moved = pod.conditions.allContainersRestarting?.at;
  const since = previous.finishedAt ?? previous.startedAt;
  if (moved === undefined || since === undefined || moved === since) return invented;
  return moved > since && moved > pod.createdAt;
}

/** The main containers have no record, or none of an end, although the machine has been up all the time. */
function runtimeLostIt(pod: PodFact): boolean {
  const ends = pod.main.flatMap((main) => latestEnd(main) ?? []);
  return ends.some((end) => end.reason === 'ContainerStatusUnknown' || diedWithNode(end));
}

function latestEnds(pod: PodFact): readonly TerminatedFact[] {
  return [...pod.init.map(({ status }) => status), ...pod.main].flatMap((status) =>
    status === undefined ? [] : (latestEnd(status) ?? []),
  );
}

/** The state before it may tell of an end that is long past. */
function latestEnd({ state, last }: ContainerStatusFact): TerminatedFact | undefined {
  return state.kind === 'terminated' ? state : last;
}

/** R14 as corrected by C13: the API may show the main container waiting instead of terminated. */
function completionLost({ previous, epoch, pod }: Reappearance): boolean {
  const sameSandbox = epoch !== undefined && previous.epoch === epoch;
  const noneRunning = pod.main.every((main) => main.state.kind !== 'running');
  return previous.outcome === 'Succeeded' && sameSandbox && noneRunning;
}
