import type { NodeFact, PodFact } from '../model/facts.ts';
import type { Millis, Uid } from '../model/refs.ts';
import type { SkewBound } from '../detect/judge.ts';
import { Leads } from './leads.ts';
import type { ClocksApart } from '../track/successes.ts';

/** A node whose clock is further off yields no certain overlap with another node. */
const SKEW_LIMIT: Millis = 10_000;
/** The estimate is as coarse as the times it comes from: whole seconds. */
const RESOLUTION: Millis = 1000;
const GONE_KEPT = 1000;

/** What is known of the nodes: whether they answer, when they were booted, and how far off their clocks are (V8, C22). */
export class Clocks {
  readonly #nodes = new Map<string, NodeFact>();
  /** By node that has gone: until when it answered. Its pods are told of for some time, and its name may come again. */
  readonly #answeredUntil = new Map<string, Millis>();
  readonly #leads = new Leads();
  /** By pod that was seen: the newest time of its node, where it has shown one. */
  readonly #newest = new Map<Uid, Millis>();
  readonly #default: Millis;
  /** Counts what may change which runs met. */
  version = 0;

  constructor(skewDefault: Millis) {
    this.#default = skewDefault;
  }

  see(node: NodeFact): void {
    if (this.fresh(node.name) !== node.fresh) this.version += 1;
    this.#nodes.set(node.name, node);
    this.#answeredUntil.delete(node.name);
  }

  /** The node has gone, and with it what was known of its clock. */
  forget({ uid, name, fresh, readyAt }: NodeFact, at: Millis): void {
    // Another one of its name is there already: who begins hears of those that went last.
    if ((this.#nodes.get(name)?.uid ?? uid) !== uid) return;
    this.#nodes.delete(name);
    this.#leads.forget(name);
    this.#answeredUntil.set(name, fresh ? at : (readyAt ?? 0));
    const [oldest] = this.#answeredUntil.keys();
    if (oldest !== undefined && this.#answeredUntil.size > GONE_KEPT) this.#answeredUntil.delete(oldest);
    this.version += 1;
  }

  /** Takes what a pod shows of its node's clock. A write from the future, which a tenant can forge, is of when it came. */
  sample(pod: PodFact, received: Millis): void {
    const { uid, node, clock } = pod;
    const before = this.#newest.get(uid);
    const newest = clock === undefined || node === '' ? Number.NEGATIVE_INFINITY : clock.at + clock.ahead;
    this.#newest.set(uid, Math.max(before ?? newest, newest));
    // V8: a write without a newer time of the node, as when readiness changes, may come any time after the last one.
    if (clock === undefined || newest <= (before ?? Number.NEGATIVE_INFINITY)) return;
    // So may the one that is there when a pod is seen first: by it a clock may seem behind that is not.
    if (before === undefined && clock.ahead < 0 && !isBehind(pod)) return;
    const reading = { ahead: clock.ahead, at: Math.min(clock.at, received) };
    if (this.#leads.take(node, reading, (name) => this.knows(name))) this.version += 1;
  }

  forgetPod({ uid }: PodFact): void {
    this.#newest.delete(uid);
  }

  knows(node: string): boolean {
    return this.#nodes.has(node);
  }

  bootId(node: string): string {
    return this.#nodes.get(node)?.bootId ?? '';
  }

  /** By how much its clock is certainly ahead of the API server's; 0 where that is less than times can tell. */
  ahead(node: string): Millis {
    const lead = this.#leads.of(node) ?? 0;
    return lead > RESOLUTION ? lead : 0;
  }

  /** R32: containers shown as running may be believed. A node that was never known is not doubted. */
  fresh(node: string): boolean {
    return this.#nodes.get(node)?.fresh ?? !this.#answeredUntil.has(node);
  }

  /** R32, C22: what a node had shown when it fell silent or went stays true; what became true later is not known. */
  believed(node: string, at: Millis): boolean {
    return this.fresh(node) || at <= (this.#nodes.get(node)?.readyAt ?? this.#answeredUntil.get(node) ?? 0);
  }

  trusted(node: string): boolean {
    return Math.abs(this.#leads.of(node) ?? 0) <= SKEW_LIMIT;
  }

  readonly bound: SkewBound = (a, b) => {
    if (a === b) return 0;
    const [first, second] = [this.#leads.of(a), this.#leads.of(b)];
    const known = first ?? second;
    if (known === undefined) return this.#default;
    const bound =
      first === undefined || second === undefined
        ? this.#default + offBy(known)
        : Math.max(this.#default, Math.abs(first - second) + RESOLUTION);
    // Of a clock that is not trusted no more is claimed than that runs may have met.
    return this.trusted(a) && this.trusted(b) ? bound : Math.min(bound, SKEW_LIMIT);
  };

  /** By how much two clocks may differ where an order of times is to be certain; '' is any node with a trusted clock. */
  readonly apart: ClocksApart = (a, b) => {
    if (a === b && a !== '') return 0;
    if (!this.trusted(a) || !this.trusted(b)) return Number.POSITIVE_INFINITY;
    // That clock was trusted, too, when its time was kept.
    const other = this.#leads.of(a === '' ? b : a);
    return a === '' || b === ''
      ? SKEW_LIMIT + (other === undefined ? this.#default : offBy(other))
      : this.bound(a, b);
  };

  skewed(): number {
    return [...this.#nodes.keys()].filter((node) => !this.trusted(node)).length;
  }
}

/** By how much a clock with this lead may differ from the API server's: times are cut to whole seconds. */
function offBy(lead: Millis): Millis {
  return lead > 0 ? lead + RESOLUTION : -lead;
}

/** By its node's clock something of it began before it was made, by the server's. */
function isBehind({ createdAt, conditions, init }: PodFact): boolean {
  const starts = init.flatMap(({ status }) => {
    const ends = [status?.last, status?.state.kind === 'terminated' ? status.state : undefined];
    const running = status?.state.kind === 'running' ? status.state.startedAt : undefined;
    return [running, ...ends.map((end) => end?.startedAt)];
  });
  return [conditions.sandboxReady?.at, ...starts].some((at) => at !== undefined && at > 0 && at < createdAt);
}
