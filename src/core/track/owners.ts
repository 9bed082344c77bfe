import {
  type FactKind,
  type PodFact,
  type ReplicaSetFact,
  TEMPLATE_KINDS,
  type WorkloadFact,
} from '../model/facts.ts';
import { groupOf, type Millis, type OwnerRef, type Uid, uid, type WorkloadRef } from '../model/refs.ts';

/** The workload a pod belongs to. */
export interface Ownership {
  /** Its uid is the identity of the workload in the engine. A static pod's is made up: a node may have several. */
  readonly ref: WorkloadRef;
  /** What findings are owned by: the workload itself, or a static pod's Node. */
  readonly owner: OwnerRef;
  /** Pods that come and go under ever new names: CI, workflows, Spark. No object unless a condition opens. */
  readonly transient: boolean;
  /** Name that findings are called after. */
  readonly nameBase: string;
  /** Creation of the workload, where the pod tells it: a bare pod is its own. */
  readonly bornAt: Millis | undefined;
}

/** Kinds of which every object is known, in the groups they are known of. A bare pod is its own workload. */
const LISTED: readonly FactKind[] = ['Pod', 'ReplicaSet', ...TEMPLATE_KINDS];
const GONE_KEPT = 10_000;
const GROUPS: ReadonlySet<string> = new Set(['', 'apps', 'batch']);

/** Finds the workload of a pod by controller references, never above Deployment, StatefulSet, DaemonSet or CronJob (R19). */
export class Owners {
  /** Kinds that may not be listed: of their objects only references are known. */
  missing: ReadonlySet<FactKind> = new Set();
  readonly #replicaSets = new Map<Uid, ReplicaSetFact>();
  readonly #replicaSetsByOwner = new Map<Uid, Map<Uid, ReplicaSetFact>>();
  readonly #workloads = new Map<Uid, WorkloadFact>();
  /** Deleted lately, and who controlled them: their pods are told of for a while, and must not make them live again. */
  readonly #gone = new Map<Uid, OwnerRef | undefined>();

  see(fact: ReplicaSetFact | WorkloadFact): void {
    if (fact.kind !== 'ReplicaSet') {
      this.#workloads.set(fact.uid, fact);
      return;
    }
    this.#replicaSets.set(fact.uid, fact);
    const owner = fact.controller?.uid;
    if (owner === undefined) return;
    const siblings = this.#replicaSetsByOwner.get(owner) ?? new Map<Uid, ReplicaSetFact>();
    this.#replicaSetsByOwner.set(owner, siblings.set(fact.uid, fact));
  }

  forget(fact: ReplicaSetFact | WorkloadFact): void {
    this.#bury(fact);
    if (fact.kind !== 'ReplicaSet') {
      this.#workloads.delete(fact.uid);
      return;
    }
    this.#replicaSets.delete(fact.uid);
    const owner = fact.controller?.uid;
    const siblings = owner === undefined ? undefined : this.#replicaSetsByOwner.get(owner);
    siblings?.delete(fact.uid);
    if (owner !== undefined && siblings?.size === 0) this.#replicaSetsByOwner.delete(owner);
  }

  workload(key: Uid): WorkloadFact | undefined {
    return this.#workloads.get(key);
  }

  /** Has this workload been deleted before our eyes? */
  isBuried(key: Uid): boolean {
    return this.#gone.has(key);
  }

  /** Is it sure that this workload exists no more? */
  isGone({ kind, apiVersion, uid: key }: WorkloadRef): boolean {
    const listed = LISTED.find((one) => one === kind);
    if (listed === undefined || this.missing.has(listed) || !GROUPS.has(groupOf(apiVersion))) return false;
    return !this.#workloads.has(key) && !this.#replicaSets.has(key);
  }

  /** All ReplicaSets of one workload. */
  replicaSetsOf(workload: Uid): readonly ReplicaSetFact[] {
    return [...(this.#replicaSetsByOwner.get(workload)?.values() ?? [])];
  }

  /** Where a ReplicaSet or workload lives; undefined for what is known by reference alone. */
  namespaceOf(key: Uid): string | undefined {
    return this.#replicaSets.get(key)?.namespace ?? this.#workloads.get(key)?.namespace;
  }

  /** A pod that belongs to nobody but itself. */
  bare(pod: PodFact): Ownership {
    return ownershipIn(pod, selfRef(pod), pod.generateName.replace(/-$/, '') || pod.name);
  }

  /** Undefined while the object between pod and workload has not been seen: a pod can come before its ReplicaSet. */
  of(pod: PodFact): Ownership | undefined {
    const direct = pod.controller;
    if (pod.mirror && direct?.kind === 'Node') return staticPod(pod, direct);
    if (direct === undefined) return this.bare(pod);
    const owner = this.#climb(direct);
    return owner === undefined ? undefined : ownershipIn(pod, refOf(owner, pod.namespace));
  }

  #bury({ uid: key, controller }: ReplicaSetFact | WorkloadFact): void {
    this.#gone.set(key, controller);
    const [oldest] = this.#gone.keys();
    if (this.#gone.size > GONE_KEPT && oldest !== undefined) this.#gone.delete(oldest);
  }

  #climb(direct: OwnerRef): OwnerRef | undefined {
    if (direct.kind === 'ReplicaSet' && groupOf(direct.apiVersion) === 'apps') {
      const replicaSet = this.#replicaSets.get(direct.uid);
      if (replicaSet === undefined) return this.#climbUnseen(direct, 'ReplicaSet');
      return replicaSet.controller ?? direct;
    }
    if (direct.kind === 'Job' && groupOf(direct.apiVersion) === 'batch') {
      const job = this.#workloads.get(direct.uid);
      if (job === undefined) return this.#climbUnseen(direct, 'Job');
      return scheduler(job.controller) ?? direct;
    }
    return direct;
  }

  /** Their watch may be ahead of the pods', so that it is gone already; or behind. */
  #climbUnseen(direct: OwnerRef, kind: 'ReplicaSet' | 'Job'): OwnerRef | undefined {
    if (!this.#gone.has(direct.uid)) return this.missing.has(kind) ? direct : undefined;
    const controller = this.#gone.get(direct.uid);
    return (kind === 'Job' ? scheduler(controller) : controller) ?? direct;
  }
}

/** A Job belongs to its CronJob, and to nobody else. */
function scheduler(controller: OwnerRef | undefined): OwnerRef | undefined {
  return controller?.kind === 'CronJob' ? controller : undefined;
}

/** A workload's own. */
export function ownershipOf(fact: WorkloadFact): Ownership {
  const { apiVersion, kind, namespace, name, uid: own, createdAt: bornAt } = fact;
  const transient = fact.kind === 'Job' && fact.restartPolicy !== 'Always';
  const owner = { apiVersion, kind, name, uid: own };
  return { ref: { ...owner, namespace }, owner, transient, nameBase: name, bornAt };
}

/** That of a pod in a workload. */
export function ownershipIn(pod: PodFact, ref: WorkloadRef, nameBase = ref.name): Ownership {
  const transient = pod.restartPolicy !== 'Always' && ref.kind !== 'CronJob';
  const { apiVersion, kind, name, uid: own } = ref;
  const owner = { apiVersion, kind, name, uid: own };
  return { ref, owner, transient, nameBase, bornAt: ref.kind === 'Pod' ? pod.createdAt : undefined };
}

/** A static pod belongs to its Node, by the name of its mirror; mirrors get new UIDs while containers run on (R9). */
function staticPod(pod: PodFact, node: OwnerRef): Ownership {
  const { apiVersion, kind } = node;
  const { namespace, name } = pod;
  return {
    ref: { apiVersion, kind, namespace, name, uid: uid(`${node.uid}/${namespace}/${name}`) },
    owner: node,
    transient: false,
    nameBase: pod.name,
    bornAt: undefined,
  };
}

function selfRef(pod: PodFact): WorkloadRef {
  return { apiVersion: 'v1', kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid };
}

function refOf(owner: OwnerRef, namespace: string): WorkloadRef {
  return { apiVersion: owner.apiVersion, kind: owner.kind, namespace, name: owner.name, uid: owner.uid };
}
