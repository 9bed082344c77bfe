import type { Engine } from '../../core/engine.ts';
import type { Fact, FactKind, Observation } from '../../core/model/facts.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Millis, Uid } from '../../core/model/refs.ts';
import { beginning } from './beginning.ts';
import type { Moment } from './moments.ts';

export interface Played {
  readonly findings: readonly Finding[];
  /** How many of them are of workloads that have gone since: a cluster has them no more. */
  readonly departed: number;
  /** The last time of the recording: when all was evaluated. */
  readonly now: Millis;
}

export interface PlayOptions {
  /** Kinds that are known by reference alone. */
  readonly missing: ReadonlySet<FactKind>;
  /** Findings of workloads that have gone are told as they were last. */
  readonly all: boolean;
}

/**
 * Plays moments to an engine and evaluates every workload once, at the end: no time in a finding is the time of its
 * evaluation, so merging all evaluations into one gives what the operator would have had.
 */
export async function play(
  moments: AsyncIterable<Moment>,
  engine: Engine,
  options: PlayOptions,
): Promise<Played> {
  const player = new Player(engine, options);
  for await (const { moment, before } of beginning(moments)) {
    if (before) player.gather(moment);
    else player.take(moment);
  }
  return player.end();
}

/** Tells an engine what happens, as the operator does. */
class Player {
  readonly #engine: Engine;
  readonly #options: PlayOptions;
  readonly #workloads = new Set<Uid>();
  /** Findings of what has come to an end, as they were last. */
  readonly #last = new Map<Uid, readonly Finding[]>();
  /** A log can be read before everything is listed; it is listened to when everybody is known. */
  readonly #said: Moment[] = [];
  #now: Millis = 0;
  /** Nothing tells when the list was made that was read last. */
  #undated = true;
  #synced = false;

  constructor(engine: Engine, options: PlayOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  /** Takes what comes before everything that was there has been listed. */
  gather(moment: Moment): void {
    const { at, observation, listed } = moment;
    this.#now = Math.max(this.#now, at);
    this.#undated = listed === 'undated';
    if (observation?.type === 'said') this.#said.push(moment);
    else if (observation !== undefined) this.#engine.observe(observation, this.#now);
  }

  take({ at, observation }: Moment): void {
    // An undated list was made after all that it shows, and before what comes next.
    if (this.#undated) this.#now = Math.max(this.#now, at);
    this.#begin();
    this.#now = Math.max(this.#now, at);
    if (observation === undefined) return;
    if (this.#options.all && mayEnd(observation)) this.#keepLast(observation.fact);
    this.#add(this.#engine.observe(observation, this.#now));
  }

  end(): Played {
    this.#begin();
    const living = new Set<Uid>();
    const findings = [...this.#workloads].flatMap((workload) => {
      const found = this.#engine.evaluate(workload, this.#now).findings;
      if (found.length > 0) living.add(workload);
      return found;
    });
    const departed = [...this.#last].flatMap(([workload, found]) => (living.has(workload) ? [] : found));
    const all = [...findings, ...departed].toSorted(byPlace);
    return { findings: all, departed: departed.length, now: this.#now };
  }

  #begin(): void {
    if (this.#synced) return;
    this.#synced = true;
    this.#add(this.#engine.synced(this.#now, this.#options.missing));
    for (const { observation } of this.#said)
      if (observation !== undefined) this.#add(this.#engine.observe(observation, this.#now));
  }

  /** The last state comes with the deletion, and the workload goes with it. */
  #keepLast(fact: Fact): void {
    for (const workload of this.#engine.observe({ type: 'seen', fact }, this.#now))
      this.#last.set(workload, this.#engine.evaluate(workload, this.#now).findings);
  }

  #add(workloads: readonly Uid[]): void {
    for (const workload of workloads) this.#workloads.add(workload);
  }
}

/** Workloads end with their own object, or with the pod that they are. */
function mayEnd(observation: Observation): observation is Extract<Observation, { readonly type: 'gone' }> {
  if (observation.type !== 'gone') return false;
  const { fact } = observation;
  return fact.kind === 'Pod'
    ? fact.controller === undefined
    : fact.kind !== 'Node' && fact.kind !== 'Namespace';
}

function byPlace(a: Finding, b: Finding): number {
  return order(a.namespace, b.namespace) || order(a.name, b.name);
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
