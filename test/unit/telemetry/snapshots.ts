import { OUTCOMES, type Outcome } from '../../../src/core/model/names.ts';
import { type Millis, uid } from '../../../src/core/model/refs.ts';
import type { ContainerSnapshot, Snapshot } from '../../../src/core/model/snapshot.ts';

export const NOON: Millis = Date.UTC(2026, 10, 20, 12);

export function runs(counts: Partial<Record<Outcome, number>> = {}): Record<Outcome, number> {
  const zero = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  return { ...zero, ...counts };
}

/** A migration of a Deployment on which nothing has happened yet. */
export function container(
  changes: Partial<ContainerSnapshot> & { readonly name?: string; readonly namespace?: string } = {},
): ContainerSnapshot {
  const { name = 'web', namespace = 'shop', ...rest } = changes;
  return {
    workload: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace,
      name,
      uid: uid(`uid-${namespace}-${name}`),
    },
    container: 'migrate',
    category: 'Migration',
    severity: 'Red',
    sideEffecting: true,
    tool: 'alembic',
    lock: 'None',
    origin: 'Template',
    potentialRace: true,
    runs: runs(),
    reruns: new Map(),
    lastRerunAt: undefined,
    races: { possible: 0, observed: 0, failed: 0 },
    lastRaceAt: {},
    crashLoopingPods: 0,
    activeRuns: 0,
    duration: { sumSeconds: 0, count: 0 },
    conditions: [],
    accepted: false,
    quiet: false,
    ...rest,
  };
}

/** A chown of which there is nothing to say. */
export function quiet(changes: Parameters<typeof container>[0] = {}): ContainerSnapshot {
  return container({
    container: 'chown',
    category: 'Permissions',
    severity: 'Legitimate',
    sideEffecting: false,
    potentialRace: false,
    tool: '',
    quiet: true,
    ...changes,
  });
}

export function snapshot(containers: readonly ContainerSnapshot[], rest: Partial<Snapshot> = {}): Snapshot {
  return { containers, transient: [], durations: [], nodesSkewed: 0, pods: 0, ...rest };
}
