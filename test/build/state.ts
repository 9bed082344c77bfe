import { at } from './clock.ts';
import type { Json } from './object.ts';

/** Everything a container status says but its name. */
export interface State {
  readonly id: string;
  readonly rc: number;
  readonly state: Json;
  readonly last: Json;
}

export interface Terminated extends State {
  readonly terminated: Json;
}

interface Common {
  /** restartCount */
  readonly rc?: number;
  /** lastState */
  readonly last?: Terminated;
}

interface Times {
  /** Seconds of start and end. */
  readonly from?: number;
  readonly to?: number;
  readonly reason?: string;
  readonly message?: string;
}

/** `a1/R/0` */
export function running(id: string, options: Common & { readonly at?: number } = {}): State {
  return { ...common(id, options), state: { running: { startedAt: at(options.at ?? 0) } } };
}

/** `a1/T(exit)/rc` */
export function terminated(id: string, exitCode: number, options: Common & Times = {}): Terminated {
  const from = options.from ?? 0;
  return ended(id, options, {
    containerID: full(id),
    exitCode,
    reason: options.reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
    startedAt: at(from),
    finishedAt: at(options.to ?? from),
    ...said(options),
  });
}

/** `a1/T0/rc` */
export function succeeded(id: string, options: Common & Times = {}): Terminated {
  return terminated(id, 0, options);
}

/** `a1/T1/rc` */
export function failed(id: string, options: Common & Times = {}): Terminated {
  return terminated(id, 1, options);
}

/** `id/W(reason)/rc`; without an id nothing has been created. */
export function waiting(
  reason: string,
  options: Common & { readonly id?: string; readonly message?: string } = {},
): State {
  return { ...common(options.id ?? '', options), state: { waiting: { reason, ...said(options) } } };
}

/** Waits for the restart after `failures` failed runs, named `c1`, `c2` …, the last of which ended at second `to`. */
export function crashed(
  failures: number,
  options: { readonly prefix?: string; readonly to?: number } = {},
): State {
  const id = `${options.prefix ?? 'c'}${failures}`;
  const to = options.to ?? 0;
  return waiting('CrashLoopBackOff', { id, rc: failures - 1, last: failed(id, { from: to, to }) });
}

/** A state that a kubelet invents (R2): no times, no id inside. */
export function invented(
  exitCode: number,
  reason: string,
  options: Common & { readonly id?: string; readonly message?: string } = {},
): Terminated {
  const times = { startedAt: null, finishedAt: null };
  return ended(options.id ?? '', options, { exitCode, reason, ...times, ...said(options) });
}

/** A container that could not be started (R2, C5): it has an id and the epoch as start. */
export function startError(id: string, options: Common & Times = {}): Terminated {
  return ended(id, options, {
    containerID: full(id),
    exitCode: 128,
    reason: 'StartError',
    startedAt: '1970-01-01T00:00:00Z',
    finishedAt: at(options.to ?? 0),
    ...said(options),
  });
}

export function buildStatus(name: string, state: State): Json {
  return {
    name,
    containerID: full(state.id),
    restartCount: state.rc,
    state: state.state,
    lastState: state.last,
    ready: 'running' in state.state,
    image: '',
    imageID: '',
  };
}

function ended(id: string, options: Common, block: Json): Terminated {
  return { ...common(id, options), state: { terminated: block }, terminated: block };
}

function common(id: string, options: Common): Pick<State, 'id' | 'rc' | 'last'> {
  const last = options.last === undefined ? {} : { terminated: options.last.terminated };
  return { id, rc: options.rc ?? 0, last };
}

function said(options: { readonly message?: string }): { readonly message?: string } {
  return options.message === undefined ? {} : { message: options.message };
}

function full(id: string): string {
  return id === '' ? '' : `containerd://${id}`;
}
