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
  readonly #told = new Map<Uid, readonly Told[]>();
  readonly #gone = new Set<Uid>();

  add(fact: PodFact): void {
    const told = this.#told.get(fact.uid) ?? [];
    this.#told.set(fact.uid, [...told, { type: 'seen', fact } as const].slice(-VERSIONS_KEPT));
  }

  /** It has gone, and still counts once its owner is seen. */
  bury(fact: PodFact): void {
    const told = this.#told.get(fact.uid);
    if (told === undefined) return;
    this.#told.set(fact.uid, [...told, { type: 'gone', fact }]);
    this.#gone.add(fact.uid);
    const [oldest] = this.#gone;
    if (this.#gone.size > GONE_KEPT && oldest !== undefined) this.forget(oldest);
  }

  forget(pod: Uid): void {
    this.#told.delete(pod);
    this.#gone.delete(pod);
  }

  /** Takes the pods of this owner: all that was told of them, in order. */
  take(owner: Uid): readonly Told[] {
    const taken = [...this.#told].filter(([, told]) => told[0]?.fact.controller?.uid === owner);
    for (const [pod] of taken) this.forget(pod);
    return taken.flatMap(([, told]) => told);
  }
}
