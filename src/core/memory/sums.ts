import { crashLoopingPods } from '../conditions/detectAll.ts';
import type { RaceState } from '../track/episode.ts';
import { CAUSES_BY_DESIGN, type Category } from '../model/names.ts';
import {
  type ContainerSnapshot,
  DURATION_BUCKETS,
  type Snapshot,
  type TransientSnapshot,
} from '../model/snapshot.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import { addTallies, EMPTY_TALLY, type Tally } from '../track/run.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';

interface Observed {
  readonly track: WorkloadTrack;
  readonly containers: readonly {
    readonly container: ContainerTrack;
    readonly races: RaceState;
    readonly recorded: boolean;
  }[];
}

interface Histogram {
  readonly buckets: number[];
  sumSeconds: number;
  count: number;
}

interface Bucket {
  readonly namespace: string;
  readonly workloadKind: string;
  runs: Tally;
}

/** Sums over many workloads: run durations by category, and the counts of transient pods that are gone. */
export class Sums {
  readonly #durations = new Map<Category, Histogram>();
  readonly #closedTransient = new Map<string, Bucket>();

  timed(category: Category, seconds: number): void {
    const histogram = this.#durations.get(category) ?? {
      buckets: DURATION_BUCKETS.map(() => 0),
      sumSeconds: 0,
      count: 0,
    };
    DURATION_BUCKETS.forEach((bound, index) => {
      if (seconds <= bound) histogram.buckets[index] = (histogram.buckets[index] ?? 0) + 1;
    });
    histogram.sumSeconds += seconds;
    histogram.count += 1;
    this.#durations.set(category, histogram);
  }

  /** A transient workload ends: its counts go to its namespace and kind. */
  close(track: WorkloadTrack): void {
    const bucket = bucketOf(this.#closedTransient, track);
    for (const container of track.containers.values()) {
      bucket.runs = addTallies(bucket.runs, container.runCount.with(track.living(container.name)));
    }
  }

  /** The namespace is gone, and its sums with it. */
  forget(namespace: string): void {
    for (const [key, bucket] of this.#closedTransient)
      if (bucket.namespace === namespace) this.#closedTransient.delete(key);
  }

  snapshot(observed: readonly Observed[], nodesSkewed: number, pods: number): Snapshot {
    const containers: ContainerSnapshot[] = [];
    const transient = new Map<string, Bucket & { sideEffecting: number }>();
    for (const bucket of this.#closedTransient.values())
      transient.set(keyOf(bucket), { ...bucket, sideEffecting: 0 });
    for (const { track, containers: all } of observed) {
      for (const { container, races, recorded } of all) {
        if (track.ownership.transient && !recorded) addTransient(transient, track, container);
        else containers.push(snapshotOf(track, container, races));
      }
    }
    const rows: readonly TransientSnapshot[] = [...transient.values()];
    const durations = [...this.#durations].map(([category, histogram]) => ({ category, ...histogram }));
    return { containers, transient: rows, durations, nodesSkewed, pods };
  }
}

function keyOf(bucket: { readonly namespace: string; readonly workloadKind: string }): string {
  return `${bucket.namespace}/${bucket.workloadKind}`;
}

function bucketOf(buckets: Map<string, Bucket>, track: WorkloadTrack): Bucket {
  const { namespace, kind } = track.ownership.ref;
  const fresh: Bucket = { namespace, workloadKind: kind, runs: EMPTY_TALLY };
  const bucket = buckets.get(keyOf(fresh)) ?? fresh;
  buckets.set(keyOf(bucket), bucket);
  return bucket;
}

function addTransient(
  buckets: Map<string, Bucket & { sideEffecting: number }>,
  track: WorkloadTrack,
  container: ContainerTrack,
): void {
  const { namespace, kind } = track.ownership.ref;
  const key = keyOf({ namespace, workloadKind: kind });
  const bucket = buckets.get(key) ?? { namespace, workloadKind: kind, runs: EMPTY_TALLY, sideEffecting: 0 };
  bucket.runs = addTallies(bucket.runs, container.runCount.with(track.living(container.name)));
  if (container.verdict.sideEffecting) bucket.sideEffecting += 1;
  buckets.set(key, bucket);
}

function snapshotOf(
  track: WorkloadTrack,
  container: ContainerTrack,
  { counts }: RaceState,
): ContainerSnapshot {
  const { verdict, history, conditions } = container;
  const runs = container.runCount.with(track.living(container.name));
  const conditionTypes = conditions.trueTypes();
  const undesigned = [...history.reruns.keys()].some((cause) => !CAUSES_BY_DESIGN.has(cause));
  return {
    workload: track.ownership.ref,
    container: container.name,
    category: verdict.category,
    severity: verdict.severity,
    sideEffecting: verdict.sideEffecting && container.resolvedAt === undefined,
    tool: verdict.tool,
    lock: verdict.lock,
    origin: container.origin,
    potentialRace: container.potentialRace,
    runs,
    reruns: new Map(history.reruns),
    lastRerunAt: history.lastRerunAt,
    races: counts,
    lastRaceAt: { ...container.lastRaceAt },
    crashLoopingPods: crashLoopingPods(container),
    activeRuns: runs.Running,
    duration: { sumSeconds: history.sumSeconds, count: history.timedRuns },
    conditions: container.resolvedAt === undefined ? conditionTypes : [],
    accepted: false,
    quiet: verdict.severity === 'Legitimate' && conditionTypes.length === 0 && !undesigned,
  };
}
