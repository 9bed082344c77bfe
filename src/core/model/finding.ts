import type { Category, Cause, ConditionType, Origin, Outcome, RaceLevel, Severity, State } from './names.ts';
import type { Evidence, Lock } from './verdict.ts';

/** RFC 3339 with whole seconds, as Kubernetes writes times. */
export type Timestamp = string;

/** One run of the init container, as a finding shows it. */
export interface RunRecord {
  readonly pod: string;
  readonly podUID: string;
  readonly revision: string;
  readonly node: string;
  readonly startedAt?: Timestamp;
  readonly finishedAt?: Timestamp;
  readonly exitCode?: number;
  readonly outcome: Outcome;
  /** Absent on the first run, and on replicas that start with it. */
  readonly cause?: Cause;
}

/** The last race of the init container, as a finding shows it. */
export interface LastRace {
  readonly level: RaceLevel;
  readonly startedAt: Timestamp;
  readonly endedAt?: Timestamp;
  readonly pods: readonly string[];
  readonly podCount: number;
  readonly overlapSeconds: number;
  readonly skewBoundSeconds: number;
  readonly runs: readonly RunRecord[];
}

/** One condition of a finding, in the form that Kubernetes gives to conditions. */
export interface FindingCondition {
  readonly type: ConditionType;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: Timestamp;
}

/** What a finding is about: one init container of one workload. */
export interface FindingSpec {
  readonly workloadRef: {
    readonly group: string;
    readonly kind: string;
    readonly name: string;
    readonly uid: string;
  };
  readonly container: string;
}

/** All that is said of the init container, and what the next life of the operator goes on from. */
export interface FindingStatus {
  readonly state: State;
  readonly severity: Severity;
  readonly category: Category;
  readonly sideEffecting: boolean;
  readonly origin: Origin;
  readonly tool?: string;
  readonly lock: Lock;
  readonly confidencePercent: number;
  readonly confession: string;
  readonly remedy: string;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly runs: {
    readonly total: number;
    readonly running: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly interrupted: number;
    readonly notExecuted: number;
    readonly unknown: number;
    readonly exact: boolean;
    readonly exactSince?: Timestamp;
  };
  readonly reruns: {
    readonly total: number;
    readonly byCause: readonly { readonly cause: Cause; readonly count: number }[];
    readonly lastAt?: Timestamp;
  };
  readonly races: {
    readonly potential: boolean;
    readonly total: number;
    readonly possible: number;
    readonly observed: number;
    readonly failed: number;
    readonly last?: LastRace;
  };
  readonly duration?: { readonly lastSeconds: number; readonly maxSeconds: number };
  readonly lastRunAt?: Timestamp;
  readonly recentRuns: readonly RunRecord[];
  readonly accepted?: { readonly reason: string; readonly until?: Timestamp; readonly from: string };
  readonly conditions: readonly FindingCondition[];
  /** One opaque versioned string, at most 8 KiB: the least that makes counting exact after a restart (R48). */
  readonly ledger: string;
}

/** An InitContainerFinding without what the server owns. */
export interface Finding {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly owner: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly uid: string;
  };
  readonly spec: FindingSpec;
  readonly status: FindingStatus;
}

/** A finding as the API server has it: what our own reflector sees. */
export interface StoredFinding extends Omit<Finding, 'status'> {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly createdAt: number;
  readonly deletedAt?: number;
  /** Absent between creation and the first status write, or when it was not written by this operator. */
  readonly status?: FindingStatus;
  /** It lists conditions, be it only such as a newer version of the operator knows. */
  readonly hasConditions: boolean;
  /** The last manager of the status subresource; a ledger written by anyone else is not believed. */
  readonly statusManager: string;
}
