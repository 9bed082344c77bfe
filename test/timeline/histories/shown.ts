import {
  invented,
  running,
  startError,
  type State,
  terminated,
  type Terminated,
  waiting,
} from '../../build/state.ts';

/** A `terminated` block; without an id it is one that a kubelet invents (R2). Times are the node's, in seconds. */
export interface Block {
  readonly id: string;
  readonly exitCode: number;
  readonly reason: string;
  readonly from: number;
  readonly to: number;
}

/** The status of one container as the kubelet has last written it. */
export interface Shown {
  readonly state: 'waiting' | 'running' | 'ended';
  /** Why it waits. */
  readonly reason: string;
  readonly id: string;
  readonly rc: number;
  readonly from: number;
  readonly end: Block | undefined;
  readonly last: Block | undefined;
}

export const NOT_CREATED: Shown = {
  state: 'waiting',
  reason: 'PodInitializing',
  id: '',
  rc: 0,
  from: 0,
  end: undefined,
  last: undefined,
};

export function inventedEnd(reason: string): Block {
  return { id: '', exitCode: 137, reason, from: 0, to: 0 };
}

/** R2: a container that could not be started. */
export const START_ERROR = 'StartError';

export function stateOf(shown: Shown): State {
  const { id, rc } = shown;
  const last = shown.last === undefined ? {} : { last: terminatedOf(shown.last, 0) };
  if (shown.state === 'running') return running(id, { rc, at: shown.from, ...last });
  if (shown.state === 'waiting' || shown.end === undefined) return waiting(shown.reason, { id, rc, ...last });
  return { ...terminatedOf(shown.end, rc), id, last: waiting('', last).last };
}

function terminatedOf(block: Block, rc: number): Terminated {
  const { id, exitCode, reason, from, to } = block;
  if (id === '') return invented(exitCode, reason, { rc });
  return reason === START_ERROR
    ? startError(id, { rc, to })
    : terminated(id, exitCode, { rc, reason, from, to });
}
