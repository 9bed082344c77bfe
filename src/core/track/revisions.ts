import type { PodFact, ReplicaSetFact, WorkloadFact } from '../model/facts.ts';
import type { Cause } from '../model/names.ts';
import { endOf, type PodTrace } from './podTrace.ts';

/** One stretch of time in which a revision is the workload's newest; a rolled-back revision gets a second one. */
interface Spell {
  readonly revision: string;
  /** Controller's revision number, 0 where there is none. */
  readonly number: number;
  readonly cause: Cause | undefined;
  /** Pods this change may still bring before a further one needs another reason. */
  budget: number;
}

/** What must survive a restart of the operator to tell Restart from Rollout and Rollback. */
export interface RevisionsRecord {
  readonly revision: string;
  readonly number: number;
  readonly template: string;
  readonly restartedAt: string;
  readonly cause: Cause | undefined;
  readonly budget: number;
}

/** History of one workload's revisions and desired count, as far as it was seen. */
export class Revisions {
  readonly #seen = new Set<string>();
  readonly #restarts = new Set<string>();
  #current: Spell | undefined;
  #template: WorkloadFact | undefined;
  #record: RevisionsRecord | undefined;
  #replicaSets: readonly ReplicaSetFact[] = [];
  #raised = 0;
  #lowered = 0;

  restore(record: RevisionsRecord): void {
    this.#record = record;
    this.#seen.add(record.revision);
    this.#current = { ...record };
  }

  record(): RevisionsRecord | undefined {
    const template = this.#template;
    if (this.#current === undefined) return this.#record;
    return {
      revision: this.#current.revision,
      number: this.#current.number,
      template: template?.templateShape ?? '',
      restartedAt: template?.restartedAt ?? '',
      cause: this.#current.cause,
      budget: this.#current.budget,
    };
  }

  /** Takes a newer version of the workload: counts how often it was scaled, and notes restarts. */
  seeTemplate(fact: WorkloadFact): void {
    if (this.#isRestart(fact)) this.#restarts.add(fact.restartedAt);
    const rise = this.#template === undefined ? 0 : fact.replicas - this.#template.replicas;
    if (rise > 0) this.#raised += rise;
    if (rise < 0) this.#lower(-rise);
    this.#template = fact;
  }

  /** The number of replicas is known of workloads that are read, not of what is known by reference alone. */
  knowsReplicas(): boolean {
    return this.#template !== undefined;
  }

  /** The revision that new pods are made of; undefined before the first pod. */
  current(): string | undefined {
    return this.#current?.revision;
  }

  seeReplicaSets(replicaSets: readonly ReplicaSetFact[]): void {
    this.#replicaSets = replicaSets;
  }

  /** Does this pod come with a change of revision? In the middle of one, a pod of an older revision stands for a lost one. */
  changesTo(pod: PodFact): boolean {
    const current = this.#current;
    return (
      current !== undefined && current.revision !== pod.revision && !this.#isOlder(pod.revision, current)
    );
  }

  /** The lost pods that a scale-down does not explain. A pod taken away by a scale-down is not replaced. */
  withoutScaledDown(lost: readonly PodTrace[]): readonly PodTrace[] {
    const deleted = lost.filter((trace) => endOf(trace) === 'PodDeleted');
    const others = lost.filter((trace) => !deleted.includes(trace));
    return [...others, ...deleted.slice(this.#lowered)];
  }

  /** Was a pod taken away by a scale-down, and is it back by a scale-up? Explains one pod. */
  scaledDownAndUp(): boolean {
    if (this.#raised === 0 || this.#lowered === 0) return false;
    this.#raised -= 1;
    this.#lowered -= 1;
    return true;
  }

  /** A pod that replaces no lost one, beside so many that live: part of a change of revision, of a scale-up, or a replica by design. */
  admit(pod: PodFact, living: number): Cause | undefined {
    const spell = this.#spellOf(pod, living);
    if (spell.budget > 0) {
      spell.budget -= 1;
      return spell.cause ?? 'Replica';
    }
    if (this.#raised > 0) {
      this.#raised -= 1;
      return 'ScaleUp';
    }
    return 'Replica';
  }

  /** The cause of a change to this pod's revision, for kinds that replace pods one by one under a name or on a node. */
  changeTo(pod: PodFact): Cause {
    return this.#spellOf(pod, 0).cause ?? 'Unknown';
  }

  /** The first pod of a workload starts its first spell. */
  begin(pod: PodFact): void {
    if (this.#current !== undefined) return;
    const budget = Math.max(0, this.#desired(pod.revision, 0) - 1);
    this.#start({ revision: pod.revision, number: this.#number(pod.revision), cause: undefined, budget });
  }

  #start(spell: Spell): void {
    this.#current = spell;
    this.#seen.add(spell.revision);
    this.#raised = 0;
    this.#lowered = 0;
  }

  /** Pods of the change that were scaled away before they ran will not come with it any more. */
  #lower(by: number): void {
    this.#lowered += by;
    if (this.#current !== undefined) this.#current.budget = Math.max(0, this.#current.budget - by);
  }

  #isOlder(revision: string, current: Spell): boolean {
    const number = this.#number(revision);
    return number > 0 && number < current.number;
  }

  #spellOf(pod: PodFact, living: number): Spell {
    const number = this.#number(pod.revision);
    const current = this.#current;
    if (current !== undefined && current.revision === pod.revision) return current;
    // A pod of an older revision in the middle of a rollout: its change is over, it stands for a lost one.
    if (current !== undefined && this.#isOlder(pod.revision, current)) {
      return { revision: pod.revision, number, cause: undefined, budget: 0 };
    }
    const spell: Spell = {
      revision: pod.revision,
      number,
      cause: current === undefined ? undefined : this.#causeOfChange(pod, number),
      budget: this.#desired(pod.revision, living),
    };
    this.#start(spell);
    return spell;
  }

  #causeOfChange(pod: PodFact, number: number): Cause {
    if (this.#seen.has(pod.revision) || this.#olderThanItsNumber(pod.revision, number)) return 'Rollback';
    // The template keeps the annotation: revisions that come later carry it, too.
    return pod.restartedAt !== '' && this.#restarts.delete(pod.restartedAt) ? 'Restart' : 'Rollout';
  }

  /** R20: a rolled-back ReplicaSet is older than one whose revision number is lower. */
  #olderThanItsNumber(revision: string, number: number): boolean {
    const own = this.#replicaSet(revision);
    if (own === undefined || number === 0) return false;
    return this.#replicaSets.some((rs) => rs.revision < number && rs.createdAt > own.createdAt);
  }

  #number(revision: string): number {
    return this.#replicaSet(revision)?.revision ?? 0;
  }

  /** Where the workload itself may not be read, its ReplicaSet tells, and else the pods that live. */
  #desired(revision: string, living: number): number {
    return this.#template?.replicas ?? this.#replicaSet(revision)?.desired ?? Math.max(1, living);
  }

  #replicaSet(revision: string): ReplicaSetFact | undefined {
    return this.#replicaSets.find((rs) => rs.hash === revision);
  }

  /** Is the annotation all that is new? Of an earlier life of the operator only the template's shape is known. */
  #isRestart(fact: WorkloadFact): boolean {
    const [seen, recorded] = [this.#template, this.#record];
    if (seen !== undefined)
      return seen.restartedAt !== fact.restartedAt && seen.templateHash === fact.templateHash;
    return (
      recorded !== undefined &&
      recorded.restartedAt !== fact.restartedAt &&
      recorded.template === fact.templateShape
    );
  }
}
