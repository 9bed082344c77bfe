import type { PodFact } from '../model/facts.ts';
import type { Millis, Uid } from '../model/refs.ts';
import { isOver } from './endCause.ts';
import type { PodTrace } from './podCause.ts';

const KEPT = 200;

/** Pods of the past and present of one workload, oldest first, to tell why a new one came. */
export class Traces {
  readonly #traces = new Map<Uid, PodTrace>();
  readonly #order: { readonly uid: Uid; readonly createdAt: Millis }[] = [];
  #gone = 0;

  /** Takes a version of a pod; `replaced` where nobody will replace it any more. */
  see(fact: PodFact, gone: boolean, replaced: boolean): void {
    const before = this.#traces.get(fact.uid);
    const trace: PodTrace = {
      uid: fact.uid,
      name: fact.name,
      node: fact.node,
      revision: fact.revision,
      controller: fact.controller?.uid,
      createdAt: fact.createdAt,
      last: fact,
      gone,
      replaced: (before?.replaced ?? false) || replaced,
    };
    if (gone && before?.gone !== true) this.#gone += 1;
    this.#traces.set(fact.uid, trace);
    if (before === undefined) this.#insert(trace);
  }

  /** All but this one, oldest first. */
  others(pod: Uid): readonly PodTrace[] {
    return this.#order.flatMap(({ uid }) => (uid === pod ? [] : (this.#traces.get(uid) ?? [])));
  }

  replace(pod: Uid): void {
    const trace = this.#traces.get(pod);
    if (trace !== undefined && isLost(trace)) this.#traces.set(pod, { ...trace, replaced: true });
  }

  /** Pods of a revision that is no longer the newest end by the change; nobody replaces them one by one. */
  replaceAllBut(revision: string | undefined): void {
    for (const trace of this.#traces.values()) if (trace.revision !== revision) this.replace(trace.uid);
  }

  #insert({ uid, createdAt }: PodTrace): void {
    const before = this.#order.findLastIndex((other) => other.createdAt <= createdAt);
    this.#order.splice(before + 1, 0, { uid, createdAt });
    if (this.#order.length > KEPT && this.#gone > 0) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const place = this.#order.findIndex(({ uid }) => this.#traces.get(uid)?.gone === true);
    const [forgotten] = place < 0 ? [] : this.#order.splice(place, 1);
    if (forgotten === undefined) return;
    this.#traces.delete(forgotten.uid);
    this.#gone -= 1;
  }
}

export function isLost(trace: PodTrace): boolean {
  return trace.gone || isOver(trace.last);
}
