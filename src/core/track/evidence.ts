import type { ContainerStatusFact, TerminatedFact } from '../model/facts.ts';
import type { ContainerId } from '../model/refs.ts';

/** A terminated block that belongs to a container instance; kubelets also invent such blocks (R2). */
export interface RealEnd extends TerminatedFact {
  readonly id: ContainerId;
  readonly startedAt: number;
}

/** What one status proves about the newest attempt of a container. */
export type Evidence =
  | { readonly kind: 'running'; readonly id: ContainerId; readonly startedAt: number | undefined }
  | { readonly kind: 'ended'; readonly id: ContainerId; readonly end: RealEnd };

/** R2: only a block with its own container id and a start time is a run; times of 1970 mean that it never executed. */
function realEnd(end: TerminatedFact | undefined): RealEnd | undefined {
  if (end?.id === undefined || end.startedAt === undefined) return undefined;
  return { ...end, id: end.id, startedAt: end.startedAt };
}

/** R2: `StartError` of containerd: the attempt counts, but nothing was executed. */
export function neverExecuted(end: RealEnd): boolean {
  return end.startedAt <= 0;
}

/** R3: the newest attempt that this status proves, or undefined where it proves none. */
export function newestAttempt(status: ContainerStatusFact): Evidence | undefined {
  const { state, id, last } = status;
  if (state.kind === 'running') {
    return id === undefined ? undefined : { kind: 'running', id, startedAt: state.startedAt };
  }
  const end = realEnd(state.kind === 'terminated' ? state : last);
  if (end === undefined) return undefined;
  // R3, C5: a waiting container proves its last attempt only under that attempt's own id.
  if (state.kind === 'waiting' && id !== end.id) return undefined;
  return { kind: 'ended', id: end.id, end };
}

/** How kubelets call a container that waits for all to start anew, and the end that they invent for the run before (R15, V7). */
export const RESTARTING = 'RestartingAllContainers';
const INVENTED_REASONS: ReadonlySet<string> = new Set(['ContainerStatusUnknown', RESTARTING]);

/** R2: the kubelet says that the running container is no more, without saying how it ended. */
export function vanished(status: ContainerStatusFact): boolean {
  return isInvented(status.state.kind === 'terminated' ? status.state : status.last);
}

/** C2: of the attempt before the newest the kubelet knows only that it is no more. */
export function predecessorVanished({ last }: ContainerStatusFact): boolean {
  return isInvented(last);
}

/** V7: the run before ended as all containers of the pod were restarted, or had ended by then. */
export function restartedWithAll(status: ContainerStatusFact | undefined): boolean {
  return status?.last?.reason === RESTARTING;
}

function isInvented(block: TerminatedFact | undefined): boolean {
  return block !== undefined && block.id === undefined && INVENTED_REASONS.has(block.reason);
}

/** STICKY kubelets keep the previous run in lastState; it is never the evidence itself. */
export function predecessor(evidence: Evidence, status: ContainerStatusFact): RealEnd | undefined {
  const last = realEnd(status.last);
  return last === undefined || last.id === evidence.id ? undefined : last;
}
