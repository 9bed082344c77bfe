import type { PodFact } from '../../../src/core/model/facts.ts';
import { podFactOf } from '../../build/observation.ts';
import type { Pod } from '../../build/pod.ts';
import type { World } from './world.ts';

/** Adds the kubelet's status to a pod. */
export type Status = (pod: Pod) => Pod;

/** A Pod object as the API server keeps it. */
export class ApiPod {
  deletedAt: number | undefined;
  node = '';
  gone = false;
  /** As the kubelet has last written it. */
  phase = 'Pending';
  ready = false;
  readonly #world: Pick<World, 'agenda' | 'api' | 'truth' | 'dated'>;
  readonly #base: Pod;
  /** Some of its init containers may not be restarted. */
  readonly #strict: boolean;
  /** Those of them that have ended, as the server has been told. */
  #ended: readonly string[] = [];
  #disrupted: { readonly reason: string; readonly at: number } | undefined;
  #status: Status = (pod) => pod;
  /** The newest status that the server has taken. */
  #accepted: Status = (pod) => pod;
  #pending = false;
  /** When the kubelet last wrote, by the server's clock (V8). */
  #writtenAt: number | undefined;

  constructor(world: Pick<World, 'agenda' | 'api' | 'truth' | 'dated'>, base: Pod, restartsAll: boolean) {
    this.#world = world;
    this.#base = base;
    this.#strict = !restartsAll && initOf(base).some(({ spec }) => spec.restartPolicy === 'Never');
    this.#put();
  }

  /** The server stands still, and has not been told the newest. */
  get untold(): boolean {
    return this.#pending;
  }

  /** Counts for its controller (R23). */
  get active(): boolean {
    return (
      !this.gone && this.deletedAt === undefined && this.phase !== 'Failed' && this.phase !== 'Succeeded'
    );
  }

  bind(node: string): void {
    this.node = node;
    this.#put();
  }

  /** The newest status counts: what was overtaken while the server stood still is never written (R30). */
  write(status: Status): void {
    this.#status = status;
    if (this.#pending) return;
    this.#pending = true;
    this.#world.api.whenUp(() => {
      this.#pending = false;
      if (this.#isRefused()) return;
      this.#accepted = this.#status;
      if (this.#world.dated) this.#writtenAt = this.#world.agenda.now;
      this.#put();
    }, this.node);
  }

  disrupt(reason: string): void {
    this.#disrupted = { reason, at: this.#world.agenda.now };
    this.#put();
  }

  /** Asks for its deletion. */
  delete(): void {
    this.deletedAt = this.#world.agenda.now;
    this.#put();
  }

  /** @param node who wants that, where it is not a user of the API server */
  remove(node = ''): void {
    this.#world.api.whenUp(() => {
      if (this.gone) return;
      this.gone = true;
      this.#world.api.remove(this.#built());
      this.#show();
    }, node);
  }

  #put(): void {
    if (this.gone) return;
    this.#world.api.put(this.#built());
    this.#show();
  }

  /** R17: what has ended and may not be restarted cannot be told to run again; the kubelet goes on with its next status. */
  #isRefused(): boolean {
    if (!this.#strict) return false;
    const ended = endedForGood(this.#status(this.#base));
    if (this.#ended.some((name) => !ended.includes(name))) {
      this.#withhold();
      return true;
    }
    this.#ended = ended;
    return false;
  }

  /** Where the server has been told that its sandbox is lost, there is a sign of what runs in the next. */
  #withhold(): void {
    const [told, refused] = [this.#accepted, this.#status].map((status) => podFactOf(status(this.#base)));
    const before = told?.conditions.sandboxReady;
    if (refused === undefined || before?.status !== 'True') return;
    if (before.at !== refused.conditions.sandboxReady?.at) this.#world.truth.withhold(idsOf(refused));
  }

  #built(): Pod {
    const shown = this.#accepted(this.#base.node(this.node));
    const bound = this.#writtenAt === undefined ? shown : shown.written(this.#writtenAt);
    const disrupted =
      this.#disrupted === undefined ? bound : bound.disrupted(this.#disrupted.reason, this.#disrupted.at);
    return this.deletedAt === undefined ? disrupted : disrupted.deleted(this.deletedAt);
  }

  #show(): void {
    const fact = this.#world.api.told.at(-1)?.fact;
    if (fact?.kind === 'Pod') this.#world.truth.show(idsOf(fact), endedIn(fact));
  }
}

/** Init containers that say they have ended and, by their own restartPolicy, may not be restarted. */
function endedForGood(pod: Pod): readonly string[] {
  return initOf(pod).flatMap(({ spec, status }) =>
    spec.restartPolicy === 'Never' && status?.state.kind === 'terminated' ? [spec.name] : [],
  );
}

function initOf(pod: Pod): PodFact['init'] {
  return podFactOf(pod).init;
}

/** R1: the three places in which a status names a container. */
function idsOf(pod: PodFact): readonly string[] {
  return pod.init.flatMap(({ status }) => {
    if (status === undefined) return [];
    const { state, last, id } = status;
    const created = state.kind === 'waiting' && id !== last?.id ? undefined : id;
    const ids = [created, state.kind === 'terminated' ? state.id : undefined, last?.id];
    return ids.flatMap((one) => (one === undefined ? [] : [bare(one)]));
  });
}

function endedIn(pod: PodFact): readonly string[] {
  return pod.init.flatMap(({ status }) => {
    const ends = [status?.state.kind === 'terminated' ? status.state.id : undefined, status?.last?.id];
    return ends.flatMap((one) => (one === undefined ? [] : [bare(one)]));
  });
}

/** The runtime's own id. */
function bare(id: string): string {
  return id.slice(id.indexOf('//') + 2);
}
