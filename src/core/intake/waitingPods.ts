import type { PodFact } from '../model/facts.ts';
import type { Uid } from '../model/refs.ts';

const VERSIONS_KEPT = 50;
/** Pods that have gone meanwhile; what has joined them to their workload may never be seen. */
const GONE_KEPT = 1_000;

/** What was seen of a pod while it waited. */
interface Told {
  readonly type: 'seen' | 'gone';
  readonly fact: PodFact;
}

/** Pods whose ReplicaSet or Job has not been seen yet: the watches of different kinds are not in step. */
export class WaitingPods {
  readonly #byOwner = new Map<Uid, Map<Uid, readonly Told[]>>();
  readonly #ownerOf = new Map<Uid, Uid>();
  readonly #gone = new Set<Uid>();

  add(fact: PodFact): void {
    const owner = fact.controller?.uid;
    if (owner === undefined) return;
    const told = this.#toldOf(fact.uid);
    if (this.#ownerOf.get(fact.uid) !== owner) this.forget(fact.uid);
    this.#put(owner, fact.uid, [...told, { type: 'seen', fact } as const].slice(-VERSIONS_KEPT));
  }

  /** It has gone, and still counts once its owner is seen. */
  bury(fact: PodFact): void {
    const owner = this.#ownerOf.get(fact.uid);
    if (owner === undefined) return;
    this.#put(owner, fact.uid, [...this.#toldOf(fact.uid), { type: 'gone', fact }]);
    this.#gone.add(fact.uid);
    const [oldest] = this.#gone;
    if (this.#gone.size > GONE_KEPT && oldest !== undefined) this.forget(oldest);
  }

  forget(pod: Uid): void {
    const owner = this.#ownerOf.get(pod);
    if (owner === undefined) return;
    const pods = this.#byOwner.get(owner);
    pods?.delete(pod);
    if (pods?.size === 0) this.#byOwner.delete(owner);
    this.#ownerOf.delete(pod);
    this.#gone.delete(pod);
  }

  /** Takes the pods of this owner: all that was told of them, in order. */
  take(owner: Uid): readonly Told[] {
    const taken = [...(this.#byOwner.get(owner) ?? [])];
    for (const [pod] of taken) this.forget(pod);
    return taken.flatMap(([, told]) => told);
  }

  #toldOf(pod: Uid): readonly Told[] {
    const owner = this.#ownerOf.get(pod);
    return (owner === undefined ? undefined : this.#byOwner.get(owner)?.get(pod)) ?? [];
  }

  #put(owner: Uid, pod: Uid, told: readonly Told[]): void {
    const pods = this.#byOwner.get(owner) ?? new Map<Uid, readonly Told[]>();
    this.#byOwner.set(owner, pods.set(pod, told));
    this.#ownerOf.set(pod, owner);
  }
}
