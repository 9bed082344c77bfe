import { FACT_KINDS, type Fact, type PodFact, type WorkloadFact } from '../../src/core/model/facts.ts';
import { project } from '../../src/facts/project.ts';
import type { Builder } from './object.ts';
import type { Pod } from './pod.ts';
import type { Workload } from './workload.ts';

/** The fact that the door lets through. A test object that the door does not fully understand is a mistake in the test. */
export function factOf(builder: Builder): Fact {
  const object = builder.build();
  const kind = FACT_KINDS.find((known) => known === object['kind']);
  if (kind === undefined) throw new Error(`no facts are made of ${String(object['kind'])}`);
  const projection = project(kind, object);
  if (projection.kind === 'refused') throw new Error(`refused: ${projection.reason}`);
  if (projection.strange.length > 0) throw new Error(projection.strange.join('; '));
  return projection.fact;
}

export function podFactOf(builder: Pod): PodFact {
  const fact = factOf(builder);
  if (fact.kind !== 'Pod') throw new Error(`a ${fact.kind}`);
  return fact;
}

export function workloadFactOf(builder: Workload): WorkloadFact {
  const fact = factOf(builder);
  if (!('templateHash' in fact)) throw new Error(`a ${fact.kind}`);
  return fact;
}
