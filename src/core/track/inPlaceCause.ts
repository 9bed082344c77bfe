import type { ContainerStatusFact, PodFact } from '../model/facts.ts';
import type { Cause } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
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

/** R10 as corrected by C2, C13: first match wins. */
const RULES: readonly CauseRule[] = [
  { cause: 'RestartAllContainers', when: (seen) => restartedAll(seen) },
  { cause: 'Retry', when: (seen) => hasFailed(seen.previous) && !epochChanged(seen) },
  { cause: 'NodeReboot', when: (seen) => epochChanged(seen) && (rebooted(seen) || lostByRuntime(seen.pod)) },
  { cause: 'RuntimeStateLost', when: (seen) => epochChanged(seen) && recordLost(seen.pod) },
  { cause: 'SandboxRecreated', when: epochChanged },
  {
    cause: 'CompletionRecordLost',
    when: (seen) => seen.previous.outcome === 'Succeeded' && noneRunning(seen.pod),
  },
];

/** Why a container of a living pod ran again; Unknown rather than a guess. */
export function inPlaceCause(seen: Reappearance): Cause {
  return RULES.find((rule) => rule.when(seen))?.cause ?? 'Unknown';
}

function epochChanged(seen: Reappearance): boolean {
  return isNewEpoch(seen.previous, seen.epoch);
}

function rebooted({ previous, bootId }: Reappearance): boolean {
  return previous.bootId !== '' && bootId !== '' && previous.bootId !== bootId;
}

/** V7: the condition is True for some milliseconds only; the invented last state stays. */
function restartedAll(seen: Reappearance): boolean {
  const { pod, previous } = seen;
  const moved = pod.conditions.allContainersRestarting?.at;
  const since = previous.finishedAt ?? previous.startedAt ?? Number.POSITIVE_INFINITY;
  if (moved !== undefined && moved > pod.createdAt && moved >= since) return true;
  return pod.init.some(
    (init) =>
      init.spec.name === previous.container && init.status?.last?.reason === 'RestartingAllContainers',
  );
}

function blocks(
  status: ContainerStatusFact,
): readonly { readonly exitCode: number; readonly reason: string }[] {
  const now = status.state.kind === 'terminated' ? [status.state] : [];
  return status.last === undefined ? now : [...now, status.last];
}

/** C14: containerd lost the task in a reboot. */
function lostByRuntime(pod: PodFact): boolean {
  return pod.main.some((main) =>
    blocks(main).some((end) => end.exitCode === 255 && end.reason === 'Unknown'),
  );
}

function recordLost(pod: PodFact): boolean {
  return pod.main.some((main) => blocks(main).some((end) => end.reason === 'ContainerStatusUnknown'));
}

/** R14 as corrected by C13: the API may show the main container waiting instead of terminated. */
function noneRunning(pod: PodFact): boolean {
  return pod.main.every((main) => main.state.kind !== 'running');
}
