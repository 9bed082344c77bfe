import type { ContainerStatusFact } from '../model/facts.ts';
import type { Block } from '../track/trouble.ts';

/** Waiting reasons in which no run can happen: image or configuration (R25, R26). */
const BLOCKING: ReadonlyMap<string, 'Image' | 'Configuration'> = new Map([
  ['ErrImagePull', 'Image'],
  ['ImagePullBackOff', 'Image'],
  ['ErrImageNeverPull', 'Image'],
  ['InvalidImageName', 'Image'],
  ['ImageInspectError', 'Image'],
  ['CreateContainerConfigError', 'Configuration'],
  ['CreateContainerError', 'Configuration'],
  ['RunContainerError', 'Configuration'],
  ['PreCreateHookError', 'Configuration'],
  ['PreStartHookError', 'Configuration'],
  ['PostStartHookError', 'Configuration'],
]);

/** What keeps a container from starting, or undefined. */
export function blockOf(status: ContainerStatusFact | undefined): Block | undefined {
  if (status?.state.kind !== 'waiting') return undefined;
  const { reason, message } = status.state;
  const kind = BLOCKING.get(reason);
  return kind === undefined ? undefined : { kind, reason, message };
}
