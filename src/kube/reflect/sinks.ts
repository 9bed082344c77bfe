import type { FindingSource } from '../../controller/ports.ts';
import type { Fact, FactKind, Observation } from '../../core/model/facts.ts';
import type { StoredFinding } from '../../core/model/finding.ts';
import { type Millis, type Uid, uid } from '../../core/model/refs.ts';
import type { Change, ReflectorSink, WatchedKind } from './ports.ts';

/** Which kinds are complete, and which cannot be read; told once each time that changes. */
export interface Progress {
  synced(kind: WatchedKind, at: Millis): void;
  leftOut(kind: WatchedKind, reason: string, at: Millis): void;
}

/** Tells a reflector's changes as the engine's observations. */
export function factSink(
  kind: FactKind,
  observe: (observation: Observation, at: Millis) => void,
  progress: Progress,
): ReflectorSink<Fact> {
  return {
    observe: (change, at) => observe(observationOf(kind, change), at),
    synced: (at) => progress.synced(kind, at),
    leftOut: (reason, at) => progress.leftOut(kind, reason, at),
  };
}

function observationOf(kind: FactKind, change: Change<Fact>): Observation {
  if (change.type !== 'gap') return { type: change.type, fact: change.object };
  const { namespace } = change;
  return namespace === undefined ? { type: 'gap', kind } : { type: 'gap', kind, namespace };
}

/** Our own findings as our own reflector has them, by workload. */
export class FindingStore implements FindingSource, ReflectorSink<StoredFinding> {
  readonly #byWorkload = new Map<string, Map<string, StoredFinding>>();
  readonly #changed: (workload: Uid) => void;
  readonly #progress: Progress;

  /** `changed` hears of each workload whose findings were written, by us or by anybody else. */
  constructor(changed: (workload: Uid) => void, progress: Progress) {
    this.#changed = changed;
    this.#progress = progress;
  }

  observe(change: Change<StoredFinding>): void {
    if (change.type === 'gap') return;
    const { object } = change;
    const workload = uid(object.spec.workloadRef.uid);
    if (change.type === 'seen') this.#put(workload, object);
    else this.#drop(workload, object);
    this.#changed(workload);
  }

  synced(at: Millis): void {
    this.#progress.synced('InitContainerFinding', at);
  }

  leftOut(reason: string, at: Millis): void {
    this.#progress.leftOut('InitContainerFinding', reason, at);
  }

  ofWorkload(workload: Uid): readonly StoredFinding[] {
    return [...(this.#byWorkload.get(workload)?.values() ?? [])];
  }

  all(): readonly StoredFinding[] {
    return [...this.#byWorkload.values()].flatMap((findings) => [...findings.values()]);
  }

  #put(workload: Uid, finding: StoredFinding): void {
    const findings = this.#byWorkload.get(workload) ?? new Map<string, StoredFinding>();
    findings.set(finding.uid, finding);
    this.#byWorkload.set(workload, findings);
  }

  #drop(workload: Uid, finding: StoredFinding): void {
    const findings = this.#byWorkload.get(workload);
    findings?.delete(finding.uid);
    if (findings?.size === 0) this.#byWorkload.delete(workload);
  }
}
