import type { Engine } from '../../core/engine.ts';
import type { FactKind, Observation } from '../../core/model/facts.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Millis, Uid } from '../../core/model/refs.ts';
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
  { missing, all }: PlayOptions,
): Promise<Played> {
  const workloads = new Set<Uid>();
  const add = (uids: readonly Uid[]): void => uids.forEach((uid) => workloads.add(uid));
  const last = new Map<Uid, readonly Finding[]>();
  let now: Millis = 0;
  let synced = false;
  for await (const { at, observation, listed } of moments) {
    now = Math.max(now, at);
    if (!synced && !listed) {
      synced = true;
      add(engine.synced(now, missing));
    }
    if (all && synced && mayEnd(observation)) {
      // The last state comes with the deletion, and the workload goes with it.
      for (const workload of engine.observe({ type: 'seen', fact: observation.fact }, now))
        last.set(workload, engine.evaluate(workload, now).findings);
    }
    add(engine.observe(observation, now));
  }
  if (!synced) add(engine.synced(now, missing));
  const living = new Set<Uid>();
  const findings = [...workloads].flatMap((workload) => {
    const found = engine.evaluate(workload, now).findings;
    if (found.length > 0) living.add(workload);
    return found;
  });
  const departed = [...last].flatMap(([workload, found]) => (living.has(workload) ? [] : found));
  return { findings: [...findings, ...departed].toSorted(byPlace), departed: departed.length, now };
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
