import type { Engine } from '../../core/engine.ts';
import type { FactKind } from '../../core/model/facts.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Millis, Uid } from '../../core/model/refs.ts';
import type { Moment } from './moments.ts';

export interface Played {
  readonly findings: readonly Finding[];
  /** The last time of the recording: when all was evaluated. */
  readonly now: Millis;
}

/**
 * Plays moments to an engine and evaluates every workload once, at the end: no time in a finding is the time of its
 * evaluation, so merging all evaluations into one gives what the operator would have had.
 * @param missing kinds that are known by reference alone
 */
export async function play(
  moments: AsyncIterable<Moment>,
  engine: Engine,
  missing: ReadonlySet<FactKind>,
): Promise<Played> {
  const workloads = new Set<Uid>();
  const add = (uids: readonly Uid[]): void => uids.forEach((uid) => workloads.add(uid));
  let now: Millis = 0;
  let synced = false;
  for await (const { at, observation, listed } of moments) {
    now = Math.max(now, at);
    if (!synced && !listed) {
      synced = true;
      add(engine.synced(now, missing));
    }
    add(engine.observe(observation, now));
  }
  if (!synced) add(engine.synced(now, missing));
  const findings = [...workloads].flatMap((workload) => engine.evaluate(workload, now).findings);
  return { findings: findings.toSorted(byPlace), now };
}

function byPlace(a: Finding, b: Finding): number {
  return order(a.namespace, b.namespace) || order(a.name, b.name);
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
