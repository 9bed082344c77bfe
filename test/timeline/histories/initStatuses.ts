import type { PodPlan } from './podPlan.ts';
import type { Profile } from './profile.ts';
import { blockOf, type Instance, type Runtime } from './runtime.ts';
import { inventedEnd, NOT_CREATED, type Shown, START_ERROR } from './shown.ts';

/** The statuses of one pod's init containers, as its kubelet has last accepted them for writing. */
export class InitStatuses {
  #shown: readonly Shown[];
  readonly #profile: Profile;
  readonly #runtime: Runtime;
  /** R17: a kubelet does not take back that a container has ended, if it may not be restarted. */
  readonly #frozenBy: (shown: Shown) => boolean;

  constructor({ init, restartPolicy, restartsAll }: PodPlan, profile: Profile, runtime: Runtime) {
    this.#shown = init.map(() => NOT_CREATED);
    this.#profile = profile;
    this.#runtime = runtime;
    this.#frozenBy = ({ state, end }) =>
      !restartsAll &&
      state === 'ended' &&
      (restartPolicy === 'Never' || (restartPolicy === 'OnFailure' && end?.exitCode === 0));
  }

  get all(): readonly Shown[] {
    return this.#shown;
  }

  /** Takes in what the runtime has; false where the whole status is dropped. */
  refresh(): boolean {
    const next = this.#shown.map((old, place) => this.#next(old, place));
    const frozen = this.#shown.some((old, place) => this.#frozenBy(old) && next[place]?.state !== 'ended');
    if (!frozen) this.#shown = next;
    return !frozen;
  }

  /** T4, V3: the wait for a restart shows for the moment before it. */
  backOff(place: number): void {
    const instance = this.#runtime.current(place);
    const last = instance === undefined ? undefined : blockOf(instance);
    this.#shown = this.#shown.map((old, index) =>
      index === place && last !== undefined && old.id === last.id
        ? { ...old, state: 'waiting', reason: 'CrashLoopBackOff', end: undefined, last }
        : old,
    );
  }

  /** V7: everything that was started waits to start again. */
  restartAll(): void {
    this.#shown = this.#shown.map((old) => {
      if (old.id === '') return old;
      const id = old.state === 'running' ? '' : old.id;
      const last = inventedEnd('RestartingAllContainers');
      return { ...NOT_CREATED, reason: 'RestartingAllContainers', id, rc: old.rc + 1, last };
    });
  }

  #next(old: Shown, place: number): Shown {
    const instance = this.#runtime.current(place);
    return instance === undefined ? withoutRecord(old) : this.#withRecord(old, place, instance);
  }

  #withRecord(old: Shown, place: number, instance: Instance): Shown {
    const { id } = instance.run;
    const end = blockOf(instance);
    const running = end === undefined;
    const sight = { old, id, running, rc: instance.rc, older: this.#runtime.older(place) };
    const rc = this.#profile.rc(sight);
    const last = this.#profile.last(sight);
    const from = instance.from;
    if (running) return { state: 'running', reason: '', id, rc, from, end, last };
    // C5: the end of what could not be started never stands in the state.
    if (end.reason === START_ERROR)
      return { state: 'waiting', reason: 'RunContainerError', id, rc, from, end: undefined, last: end };
    const waits = old.state === 'waiting' && old.reason === 'CrashLoopBackOff' && old.id === id;
    return waits ? old : { state: 'ended', reason: '', id, rc, from, end, last };
  }
}

/** The runtime knows nothing: an end that was written stays, and who was seen running is lost (C2, T1 row j). */
function withoutRecord(old: Shown): Shown {
  if (old.state === 'ended') return old;
  if (old.state !== 'running') return { ...old, reason: 'PodInitializing', id: '' };
  return { ...NOT_CREATED, rc: old.rc + 1, last: inventedEnd('ContainerStatusUnknown') };
}
