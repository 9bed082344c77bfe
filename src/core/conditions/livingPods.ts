import type { Bearer } from '../detect/lock.ts';
import type { PodFact } from '../model/facts.ts';
import type { Uid } from '../model/refs.ts';
import { hasEnded, mayGoOn } from '../track/endCause.ts';

const GONE_KEPT = 10_000;

/** Which pods live, by host name: the holder of a lock is named so. Pods without init containers hold locks, too. */
export class LivingPods {
  /** Pods by host name, and by namespace. */
  readonly #byHost = new Map<string, Map<string, Set<Uid>>>();
  /** Namespace and host of pods that were seen to go, the newest last. */
  readonly #gone = new Set<string>();

  see(pod: PodFact): void {
    if (hasEnded(pod)) return this.forget(pod);
    if (pod.host === '') return;
    const namespaces = this.#byHost.get(pod.host) ?? new Map<string, Set<Uid>>();
    const bearers = namespaces.get(pod.namespace) ?? new Set<Uid>();
    this.#byHost.set(pod.host, namespaces.set(pod.namespace, bearers.add(pod.uid)));
  }

  forget(pod: PodFact): void {
    const namespaces = this.#byHost.get(pod.host);
    const bearers = namespaces?.get(pod.namespace);
    bearers?.delete(pod.uid);
    if (bearers?.size === 0) namespaces?.delete(pod.namespace);
    if (namespaces?.size === 0) this.#byHost.delete(pod.host);
    // C8: one whose kubelet has not said that it is over may run on, on a node out of reach; the containers of a static pod do.
    if (pod.host === '' || pod.mirror || mayGoOn(pod)) return;
    this.#bury(placeOf(pod.namespace, pod.host));
  }

  /** Whoever calls itself so, by its bare or its fully qualified name, to this pod of which a run has named it. */
  bearer(host: string, pod: PodFact): Bearer {
    const bare = this.#byHost.has(host) ? host : host.replace(/\..*$/, '');
    const namespaces = this.#byHost.get(bare);
    const here = namespaces?.get(pod.namespace);
    if (here !== undefined && here.size > (here.has(pod.uid) ? 1 : 0)) return 'Living';
    const elsewhere = (namespaces?.size ?? 0) > (here === undefined ? 0 : 1);
    if (bare === pod.host) return elsewhere ? 'Unknown' : 'Own';
    const went = this.#gone.has(placeOf(pod.namespace, bare));
    if (elsewhere) return went ? 'Unknown' : 'Living';
    // A name like that of its own siblings proves nothing: the same workload may be in another cluster.
    return went ? 'Gone' : 'Unknown';
  }

  #bury(place: string): void {
    this.#gone.delete(place);
    this.#gone.add(place);
    const [oldest] = this.#gone;
    if (this.#gone.size > GONE_KEPT && oldest !== undefined) this.#gone.delete(oldest);
  }
}

function placeOf(namespace: string, host: string): string {
  return `${namespace}/${host}`;
}
