import type { ContainerSpec, PodFact } from '../model/facts.ts';
import type { Millis, Uid } from '../model/refs.ts';

interface Carried {
  readonly spec: ContainerSpec;
  readonly createdAt: Millis;
}

/** The living pods that carry each init container, sidecars not among them; the newest pod tells what it is. */
export class Carriers {
  readonly #byName = new Map<string, Map<Uid, Carried>>();
  readonly #newest = new Map<string, Carried>();

  see(pod: PodFact): void {
    for (const { spec } of pod.init) {
      if (spec.sidecar) continue;
      const carried = { spec, createdAt: pod.createdAt };
      const pods = this.#byName.get(spec.name) ?? new Map<Uid, Carried>();
      this.#byName.set(spec.name, pods.set(pod.uid, carried));
      const newest = this.#newest.get(spec.name);
      if (newest === undefined || newest.createdAt <= pod.createdAt) this.#newest.set(spec.name, carried);
    }
  }

  forget(pod: Uid): void {
    for (const [name, pods] of this.#byName) {
      const carried = pods.get(pod);
      pods.delete(pod);
      if (pods.size === 0) this.#byName.delete(name);
      if (carried !== undefined && carried === this.#newest.get(name)) this.#elect(name, pods);
    }
  }

  specs(): readonly ContainerSpec[] {
    return [...this.#newest.values()].map(({ spec }) => spec);
  }

  #elect(name: string, pods: ReadonlyMap<Uid, Carried>): void {
    let newest: Carried | undefined;
    for (const one of pods.values())
      if (newest === undefined || newest.createdAt <= one.createdAt) newest = one;
    if (newest === undefined) this.#newest.delete(name);
    else this.#newest.set(name, newest);
  }
}
