import type { Finding, StoredFinding } from './model/finding.ts';
import type { FactKind, Observation } from './model/facts.ts';
import type { Millis, Uid, Version } from './model/refs.ts';
import type { Snapshot } from './model/snapshot.ts';

/** What one workload's findings should be. A stored finding of the workload that is not named here is to be removed. */
export interface Evaluation {
  readonly findings: readonly Finding[];
  /** The workload is known to exist: a finding that is not stored yet may be made. */
  readonly create: boolean;
  /** When to evaluate again although nothing is observed: a window, hold or expiry ends. */
  readonly recheckAt: Millis | undefined;
}

/**
 * A finding that counting cannot go on from. `foreign`: somebody else has written it last, and none of it is believed;
 * `unreadable`: its ledger is damaged or of a newer version, and only what a reader sees is known.
 */
export interface Doubt {
  readonly finding: StoredFinding;
  readonly reason: 'foreign' | 'unreadable';
}

/**
 * The heart: facts in, findings out. Pure: no I/O, no clock, no randomness; time comes with each call. Operator, replay and
 * the test rings run this same code.
 */
export interface Engine {
  /** Findings found at start, before `synced`: their ledgers make counting go on where it ended. Returns what it cannot use. */
  restore(stored: readonly StoredFinding[]): readonly Doubt[];
  /**
   * The newest version of a pod that restored numbers follow from; 0 where none is known. An engine that has seen less of the
   * pods than whoever wrote them would take what is older for new: it must not be told `synced` before it has.
   */
  countedIn(): Version;
  /** Takes one observation; returns the workloads to evaluate again. Before `synced` it is only gathered. */
  observe(observation: Observation, at: Millis): readonly Uid[];
  /**
   * All kinds but the `missing` ones, which may not be listed, have synced: everything seen so far is taken in, in one go.
   * Returns all workloads.
   */
  synced(at: Millis, missing?: ReadonlySet<FactKind>): readonly Uid[];
  /** `foreign`: findings of this workload as another operator has written them meanwhile. No total falls below theirs. */
  evaluate(workload: Uid, now: Millis, foreign?: readonly StoredFinding[]): Evaluation;
  snapshot(now: Millis): Snapshot;
}
