import type { Category, Cause, ConditionType, Origin, Outcome, RaceLevel, Severity } from './names.ts';
import type { Millis, WorkloadRef } from './refs.ts';
import type { Lock } from './verdict.ts';

/** What the metrics say of one init container of one workload: the same numbers as in its finding. */
export interface ContainerSnapshot {
  readonly workload: WorkloadRef;
  readonly container: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly sideEffecting: boolean;
  readonly tool: string;
  readonly lock: Lock;
  readonly origin: Origin;
  readonly potentialRace: boolean;
  readonly runs: Readonly<Record<Outcome, number>>;
  readonly reruns: ReadonlyMap<Cause, number>;
  readonly lastRerunAt: Millis | undefined;
  readonly races: Readonly<Record<RaceLevel, number>>;
  readonly lastRaceAt: Readonly<Partial<Record<RaceLevel, Millis>>>;
  readonly crashLoopingPods: number;
  readonly activeRuns: number;
  readonly duration: { readonly sumSeconds: number; readonly count: number };
  readonly conditions: readonly ConditionType[];
  readonly accepted: boolean;
  /** Nothing has happened that a reader must know: Legitimate, no condition, no rerun that was not by design. */
  readonly quiet: boolean;
}

/** Transient pods of one namespace and owner kind, summed. */
export interface TransientSnapshot {
  readonly namespace: string;
  readonly workloadKind: string;
  readonly sideEffecting: number;
  readonly runs: Readonly<Record<Outcome, number>>;
}

/** How long the ended runs of one category took. */
export interface DurationHistogram {
  readonly category: Category;
  /** Cumulative counts, one for each of {@link DURATION_BUCKETS}. */
  readonly buckets: readonly number[];
  readonly sumSeconds: number;
  readonly count: number;
}

/** Upper bounds in seconds. */
export const DURATION_BUCKETS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600] as const;

/** All that the engine tells the metrics at one moment. */
export interface Snapshot {
  readonly containers: readonly ContainerSnapshot[];
  readonly transient: readonly TransientSnapshot[];
  readonly durations: readonly DurationHistogram[];
  /** Nodes whose clock is further off than the skew limit. */
  readonly nodesSkewed: number;
  /** Pods known now. */
  readonly pods: number;
}
