import type { ClockReading } from '../model/facts.ts';
import type { Millis } from '../model/refs.ts';

/** Writes are kept by the ten minutes they were made in, and of those the newest six that belong together. */
const SLICE: Millis = 600_000;
const SLICES = 6;

/** V8: the greatest lead that the kubelets' writes of an hour have shown is tight within the resolution. */
export class Leads {
  readonly #byNode = new Map<string, Lead>();
  #newest = Number.NEGATIVE_INFINITY;

  of(node: string): Millis | undefined {
    return this.#byNode.get(node)?.ahead;
  }

  forget(node: string): void {
    this.#byNode.delete(node);
  }

  /** Takes a reading; returns whether it has changed what is known. A node that `stays` keeps what it has shown last. */
  take(node: string, { ahead, at }: ClockReading, stays: (node: string) => boolean): boolean {
    const slice = Math.floor(at / SLICE);
    const lead = this.#byNode.get(node) ?? new Lead();
    this.#byNode.set(node, lead);
    const before = lead.ahead;
    lead.take(slice, ahead);
    const pruned = slice > this.#newest && this.#prune(slice, stays);
    return pruned || lead.ahead !== before;
  }

  /** Pods are still told of when their node is gone. */
  #prune(slice: number, stays: (node: string) => boolean): boolean {
    this.#newest = slice;
    const before = this.#byNode.size;
    for (const [node, { newest }] of this.#byNode)
      if (newest <= slice - SLICES && !stays(node)) this.#byNode.delete(node);
    return this.#byNode.size < before;
  }
}

class Lead {
  readonly #greatest = new Map<number, Millis>();
  newest = Number.NEGATIVE_INFINITY;
  ahead: Millis | undefined;

  take(slice: number, ahead: Millis): void {
    if (slice <= this.newest - SLICES) return;
    this.newest = Math.max(this.newest, slice);
    this.#greatest.set(slice, Math.max(this.#greatest.get(slice) ?? ahead, ahead));
    for (const old of this.#greatest.keys()) if (old <= this.newest - SLICES) this.#greatest.delete(old);
    this.ahead = Math.max(...this.#greatest.values());
  }
}
