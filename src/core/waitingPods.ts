import type { PodFact } from './model/facts.ts';
import type { Uid } from './model/refs.ts';

const VERSIONS_KEPT = 50;

/** Pods whose ReplicaSet or Job has not been seen yet: the watches of different kinds are not in step. */
export class WaitingPods {
  readonly #versions = new Map<Uid, readonly PodFact[]>();

  add(fact: PodFact): void {
    const versions = this.#versions.get(fact.uid) ?? [];
    this.#versions.set(fact.uid, [...versions, fact].slice(-VERSIONS_KEPT));
  }

  forget(pod: Uid): void {
    this.#versions.delete(pod);
  }

  /** Takes the pods of this owner: all their versions, in order. */
  take(owner: Uid): readonly PodFact[] {
    const taken = [...this.#versions].filter(([, versions]) => versions[0]?.controller?.uid === owner);
    for (const [pod] of taken) this.#versions.delete(pod);
    return taken.flatMap(([, versions]) => versions);
  }
}
