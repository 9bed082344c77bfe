import type { PodFact } from '../model/facts.ts';
import type { Millis, Uid } from '../model/refs.ts';
import { isOver } from './endCause.ts';
import { isLost, type PodTrace } from './podTrace.ts';

const KEPT = 200;

/** Pods of the past and present of one workload, oldest first, to tell why a new one came. */
export class Traces {
  readonly #traces = new Map<Uid, PodTrace>();
  readonly #order: { readonly uid: Uid; readonly createdAt: Millis }[] = [];
  #gone = 0;

  /** Takes a version of a pod; `ran`: one of its init containers has. */
  see(fact: PodFact, gone: boolean, ran: boolean): void {
    const before = this.#traces.get(fact.uid);
    const trace: PodTrace = {
      uid: fact.uid,
      name: fact.name,
      node: fact.node,
      revision: fact.revision,
      controller: fact.controller?.uid,
      createdAt: fact.createdAt,
      last: fact,
      ending: before?.ending ?? (isOver(fact) ? fact : undefined),
      ran: ran || before?.ran === true,
      gone,
      replaced: before?.replaced ?? false,
    };
    if (gone && before?.gone !== true) this.#gone += 1;
    this.#traces.set(fact.uid, trace);
    if (before === undefined) this.#insert(trace);
  }

  /** All others that are not younger than this one, oldest first. */
  earlier(pod: Pick<PodFact, 'uid' | 'createdAt'>): readonly PodTrace[] {
    const all: PodTrace[] = [];
    for (const { uid, createdAt } of this.#order) {
      if (createdAt > pod.createdAt) break;
      const trace = uid === pod.uid ? undefined : this.#traces.get(uid);
      if (trace !== undefined) all.push(trace);
    }
    return all;
  }

  /** All others. */
  others({ uid }: Pick<PodFact, 'uid'>): readonly PodTrace[] {
    return [...this.#traces.values()].filter((trace) => trace.uid !== uid);
  }

  replace(pod: Uid): void {
    const trace = this.#traces.get(pod);
    if (trace !== undefined && isLost(trace)) this.#traces.set(pod, { ...trace, replaced: true });
  }

  /** A change of revision replaces all that were lost; nobody replaces them one by one any more. */
  replaceAll(): void {
    for (const uid of this.#traces.keys()) this.replace(uid);
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
