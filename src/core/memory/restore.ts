import type { Doubt } from '../engine.ts';
import type { Fact, PodFact } from '../model/facts.ts';
import type { FindingStatus, StoredFinding } from '../model/finding.ts';
import { FIELD_MANAGER } from '../model/names.ts';
import { type Millis, type OwnerRef, type Uid, uid, type Version, type WorkloadRef } from '../model/refs.ts';
import { millisOf } from '../model/time.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Attempts } from '../track/attempts.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Ledger, PodRow } from '../track/ledger.ts';
import { type Ownership, ownershipIn } from '../track/owners.ts';
import { decodeLedger } from '../track/readLedger.ts';
import type { RevisionsRecord } from '../track/revisions.ts';
import { recallLedger, recallStatus } from './recall.ts';

/** One finding that an earlier life of the operator has written. */
interface Recollection {
  readonly container: string;
  readonly ref: WorkloadRef;
  readonly owner: OwnerRef;
  readonly status: FindingStatus;
  readonly ledger: Ledger | undefined;
}

/** A row of a living pod of that time. */
export interface RememberedPod {
  readonly workload: Uid;
  readonly container: string;
  readonly attempts: Attempts;
  readonly usual: PodRow['usual'];
  readonly unheard: PodRow['unheard'];
}

/** What the stored findings tell at start: how counting goes on where it ended (R48). */
export class Memory {
  readonly #workloads = new Map<Uid, Recollection[]>();
  readonly #rows = new Map<Uid, RememberedPod[]>();
  readonly #homes = new Map<Uid, Uid>();
  /** Rows of pods that were closed at what was written of them. */
  readonly #left = new Map<Uid, readonly RememberedPod[]>();
  /** Creation of the newest pod that is there when the operator begins. */
  #newestPodAt: Millis = 0;
  #hidden: ReadonlySet<string> = new Set();
  #gatheredSince: Millis = 0;

  /** Returns what cannot be gone on from. */
  learn(stored: readonly StoredFinding[]): readonly Doubt[] {
    return stored.flatMap((finding): readonly Doubt[] => {
      if (finding.status === undefined) return [];
      // A ledger that another manager wrote last may be forged.
      if (finding.statusManager !== FIELD_MANAGER) return [{ finding, reason: 'foreign' }];
      return this.#learn(finding, finding.status) === undefined ? [{ finding, reason: 'unreadable' }] : [];
    });
  }

  /** The newest version of a pod that the numbers follow from; 0 where none is known. */
  countedIn(): Version {
    const all = [...this.#workloads.values()].flat();
    return all.reduce((newest, { ledger }) => Math.max(newest, ledger?.countedIn ?? 0), 0);
  }

  /** Is this version of a pod newer than what is in the numbers? Of a pod that has gone, nothing else tells whether they hold it. */
  isNews(workload: Uid, container: string, version: Version): boolean {
    const one = this.#find(workload, container);
    if (one === undefined) return true;
    const until = one.ledger?.countedIn;
    return until !== undefined && version > until;
  }

  /** What is there when the operator begins may have been there before; in the hidden namespaces so may pods that nobody can read. */
  meet(facts: readonly Fact[], hidden: ReadonlySet<string>, gatheredSince: Millis): void {
    this.#hidden = hidden;
    this.#gatheredSince = gatheredSince;
    for (const fact of facts)
      if (fact.kind === 'Pod') this.#newestPodAt = Math.max(this.#newestPodAt, fact.createdAt);
  }

  /** Workloads that nothing has been seen of. */
  left(seen: ReadonlyMap<Uid, unknown>): readonly { readonly ref: WorkloadRef; readonly owner: OwnerRef }[] {
    return [...this.#workloads].flatMap(([key, [first]]) =>
      first === undefined || seen.has(key) ? [] : [first],
    );
  }

  /** Whose a pod was when it was written of. */
  ownershipOf(pod: PodFact): Ownership | undefined {
    const workload = this.#homes.get(pod.uid);
    const [first] = workload === undefined ? [] : (this.#workloads.get(workload) ?? []);
    return first === undefined ? undefined : ownershipIn(pod, first.ref);
  }

  /** Rows of pods that are gone since, taken once. */
  takeLeftPods(): readonly RememberedPod[] {
    const left = [...this.#rows.values()].flat();
    for (const [pod, rows] of this.#rows) this.#left.set(pod, rows);
    this.#rows.clear();
    return left;
  }

  /** The rows of a pod that was taken for gone, and had only not been readable, taken once. */
  takeBack(pod: Uid): readonly RememberedPod[] {
    const rows = this.#left.get(pod) ?? [];
    this.#left.delete(pod);
    return rows;
  }

  revisionsOf(workload: Uid): RevisionsRecord | undefined {
    return this.#workloads.get(workload)?.find((one) => one.ledger?.revisions !== undefined)?.ledger
      ?.revisions;
  }

  containersOf(workload: Uid): readonly { readonly name: string; readonly verdict: Verdict }[] {
    return (this.#workloads.get(workload) ?? []).map((one) => ({
      name: one.container,
      verdict: verdictOf(one.status),
    }));
  }

  /** Nobody watched from the newest run that was written to what we have gathered first. */
  unwatched(workload: Uid): { readonly from: Millis; readonly to: Millis } {
    const all = this.#workloads.get(workload) ?? [];
    const runs = all.flatMap(({ status }) => status.recentRuns);
    const ends = runs.map((run) => millisOf(run.finishedAt ?? run.startedAt) ?? 0);
    return { from: Math.max(0, ...ends), to: this.#gatheredSince };
  }

  /** The rows of a pod, taken once. The mirrors of a static pod are one to its workload, whatever their UIDs (R9). */
  podRows(workload: Uid, pod: PodFact): readonly RememberedPod[] {
    const pods = pod.mirror ? [...this.#rows.keys()] : [pod.uid];
    return pods.flatMap((key) => {
      const rows = (this.#rows.get(key) ?? []).filter((row) => row.workload === workload);
      if (rows.length > 0) this.#rows.delete(key);
      return rows;
    });
  }

  /**
   * May the runs of this pod that show first be in the numbers already, although it has no row? The ledger says which pods
   * found no room in it; where it cannot be read, or says not how new its pods are, it may be any pod that was there.
   */
  counted(workload: Uid, container: string, pod: PodFact): boolean {
    const one = this.#find(workload, container);
    if (one === undefined) return false;
    const { ledger } = one;
    const until = ledger?.countedIn === undefined ? this.#newestPodAt : ledger.rowlessUntil;
    return until !== undefined && pod.createdAt <= until;
  }

  /**
   * May the written numbers hold a pod that went in a version later than those of the pods that are there? Undated ones may; and a
   * pod without a row may have gone since.
   */
  mayHoldLater(workload: Uid, { name, runCount }: ContainerTrack): boolean {
    const one = this.#find(workload, name);
    if (one === undefined) return false;
    const hasRowless = one.ledger?.rowlessUntil !== undefined;
    return one.ledger?.countedIn === undefined || (hasRowless && runCount.holdsUntold);
  }

  /** The finding of this init container has gone. */
  forget(workload: Uid, container: string): void {
    const others = (this.#workloads.get(workload) ?? []).filter((one) => one.container !== container);
    if (others.length === 0) this.#workloads.delete(workload);
    else this.#workloads.set(workload, others);
  }

  /** Puts what was written into a new track; false when nothing is known of it. */
  recall(workload: Uid, container: ContainerTrack): boolean {
    const one = this.#find(workload, container.name);
    if (one === undefined) return false;
    recallStatus(one.status, container);
    container.runCount.recall(one.status.runs.total, one.ledger, this.#hidden.has(one.ref.namespace));
    if (one.ledger !== undefined) recallLedger(one.ledger, container);
    return true;
  }

  #find(workload: Uid, container: string): Recollection | undefined {
    return this.#workloads.get(workload)?.find((one) => one.container === container);
  }

  #learn(finding: StoredFinding, status: FindingStatus): Ledger | undefined {
    const { container, workloadRef } = finding.spec;
    const ledger = decodeLedger(status.ledger, container);
    const key = uid(workloadRef.uid);
    const ref: WorkloadRef = {
      apiVersion: finding.owner.apiVersion,
      kind: workloadRef.kind,
      namespace: finding.namespace,
      name: workloadRef.name,
      uid: key,
    };
    const owner = { ...finding.owner, uid: uid(finding.owner.uid) };
    const known = this.#workloads.get(key) ?? [];
    this.#workloads.set(key, [...known, { container, ref, owner, status, ledger }]);
    for (const row of ledger?.pods ?? []) {
      this.#homes.set(row.uid, key);
      const rows = this.#rows.get(row.uid) ?? [];
      this.#rows.set(row.uid, [
        ...rows,
        { workload: key, container, attempts: row.attempts, usual: row.usual, unheard: row.unheard },
      ]);
    }
    return ledger;
  }
}

function verdictOf(status: FindingStatus): Verdict {
  const { category, severity, sideEffecting, lock, confidencePercent, evidence, confession, remedy } = status;
  const tool = status.tool ?? '';
  return { category, severity, sideEffecting, tool, lock, confidencePercent, evidence, confession, remedy };
}
