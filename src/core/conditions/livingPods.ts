import type { PodFact } from '../model/facts.ts';
import type { Uid } from '../model/refs.ts';

const HOSTNAME_MAX = 63;

/** Who lives in a namespace, by host name: the holder of a lock is named so. Pods without init containers hold locks, too. */
export class LivingPods {
  readonly #byNamespace = new Map<string, Map<string, Uid>>();

  see(pod: PodFact): void {
    // A pod that has ended stays as an object, but its processes are gone.
    if (pod.phase === 'Failed' || pod.phase === 'Succeeded') this.forget(pod);
    else this.#hosts(pod.namespace).set(hostname(pod.name), pod.uid);
  }

  forget(pod: PodFact): void {
    const hosts = this.#hosts(pod.namespace);
    const host = hostname(pod.name);
    if (hosts.get(host) === pod.uid) hosts.delete(host);
    if (hosts.size === 0) this.#byNamespace.delete(pod.namespace);
  }

  /** The pod that calls itself so, by its bare or its fully qualified name. */
  named(namespace: string, host: string): Uid | undefined {
    const hosts = this.#byNamespace.get(namespace);
    return hosts?.get(host) ?? hosts?.get(host.replace(/\..*$/, ''));
  }

  #hosts(namespace: string): Map<string, Uid> {
    const hosts = this.#byNamespace.get(namespace) ?? new Map<string, Uid>();
    this.#byNamespace.set(namespace, hosts);
    return hosts;
  }
}

/** The kubelet cuts the name of a pod where it is too long for a host name. */
function hostname(pod: string): string {
  return pod.length <= HOSTNAME_MAX ? pod : pod.slice(0, HOSTNAME_MAX).replace(/[-.]+$/, '');
}
