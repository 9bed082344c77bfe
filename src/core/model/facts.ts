import type { LastWords } from './lastWords.ts';
import type { ContainerId, Millis, OwnerRef, Uid, WorkId } from './refs.ts';

/*
 * Facts are what is kept of a Kubernetes object: the least that counting, classifying and detecting need
 * (semantics.md). The core knows no Kubernetes package: API drift, managedFields and secrets end at the door (src/facts).
 */

/** One environment variable. `value` is redacted and capped; `ref` names a Secret or ConfigMap key or a field path. */
export interface EnvFact {
  readonly name: string;
  readonly value?: string;
  readonly ref?: string;
}

/** One volume mount of an init container. */
export interface MountFact {
  readonly name: string;
  readonly path: string;
  readonly readOnly: boolean;
  /** Kind of the volume behind it: `configMap`, `secret`, `hostPath`, `emptyDir`, `persistentVolumeClaim`, … or '' when unknown. */
  readonly volume: string;
}

/** What one init container is asked to do, capped at 32 KiB of text; `truncated` says that something was cut. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly workingDir: string;
  readonly env: readonly EnvFact[];
  /** Names of whole ConfigMaps (`configMap/NAME`) and Secrets (`secret/NAME`) taken as environment. */
  readonly envFrom: readonly string[];
  readonly mounts: readonly MountFact[];
  readonly privileged: boolean;
  readonly capabilities: readonly string[];
  readonly truncated: boolean;
  /** True for `restartPolicy: Always` (R8): a native sidecar, never in scope. */
  readonly sidecar: boolean;
  /** Container-level restartPolicy (KEP-5307), '' when unset. */
  readonly restartPolicy: string;
  /** Fingerprint over the whole, uncut text (R31). */
  readonly work: WorkId;
  /** The same for all workloads of a namespace that do this on the same database; undefined where none can be told. */
  readonly databaseWork: WorkId | undefined;
}

/** A `terminated` block. One that a kubelet invents has no id (R2). */
export interface TerminatedFact {
  readonly id: ContainerId | undefined;
  readonly exitCode: number;
  readonly reason: string;
  /** Capped at 4 KiB, control characters removed, secrets redacted (R60). */
  readonly message: string;
  readonly startedAt: Millis | undefined;
  readonly finishedAt: Millis | undefined;
}

/** The state of a container as its kubelet tells it. */
export type ContainerStateFact =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message: string }
  | { readonly kind: 'running'; readonly startedAt: Millis | undefined }
  | ({ readonly kind: 'terminated' } & TerminatedFact);

/** What a pod's status says of one container. */
export interface ContainerStatusFact {
  readonly name: string;
  /** Undefined where the status has none (`""`). */
  readonly id: ContainerId | undefined;
  readonly restartCount: number;
  readonly state: ContainerStateFact;
  readonly last: TerminatedFact | undefined;
}

/** One init container of a pod: spec, and status matched by name (S65). */
export interface InitFact {
  readonly spec: ContainerSpec;
  readonly status: ContainerStatusFact | undefined;
}

/** One condition of a pod's status. */
export interface ConditionFact {
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  /** lastTransitionTime. */
  readonly at: Millis | undefined;
}

/** What is kept of a Pod. */
export interface PodFact {
  readonly kind: 'Pod';
  readonly uid: Uid;
  readonly namespace: string;
  readonly name: string;
  readonly generateName: string;
  readonly resourceVersion: string;
  readonly createdAt: Millis;
  /** When it was last written, by the server's clock: whoever watches is told the same. Undefined when it does not say. */
  readonly writtenAt: Millis | undefined;
  /** When its deletion was asked for: deletionTimestamp without the grace period. */
  readonly deletedAt: Millis | undefined;
  readonly controller: OwnerRef | undefined;
  /** The template hash that its controller labels it with, else `controller-revision-hash`, else ''. (R20) */
  readonly revision: string;
  /** Annotation `kubectl.kubernetes.io/restartedAt` as written, else ''. */
  readonly restartedAt: string;
  /** Annotation `confessor.dev/accept`, raw and capped at 4 KiB, else ''. */
  readonly accept: string;
  /** A static pod's mirror object (R9). */
  readonly mirror: boolean;
  readonly node: string;
  /** What its processes are told is the name of their host; '' in the network of its node. */
  readonly host: string;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly phase: string;
  /** status.reason, e.g. `Evicted`. */
  readonly reason: string;
  readonly conditions: {
    readonly initialized: ConditionFact | undefined;
    /** PodReadyToStartContainers: its transition time while True names the sandbox epoch (R11). */
    readonly sandboxReady: ConditionFact | undefined;
    readonly allContainersRestarting: ConditionFact | undefined;
    readonly disruptionTarget: ConditionFact | undefined;
  };
  readonly init: readonly InitFact[];
  readonly main: readonly ContainerStatusFact[];
  /** Undefined when it cannot be told. */
  readonly clock: ClockReading | undefined;
}

/** What the kubelet's last status write shows of its node's clock (V8). */
export interface ClockReading {
  /** Newest container or sandbox time in the status minus the time of the write: a lower bound of how far the clock is ahead. */
  readonly ahead: Millis;
  /** The write, by the server's clock. */
  readonly at: Millis;
}

/** Kinds whose template a pod can come from. */
export const TEMPLATE_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** Deployment, StatefulSet, DaemonSet, Job or CronJob. */
export interface WorkloadFact {
  readonly kind: TemplateKind;
  readonly apiVersion: string;
  readonly uid: Uid;
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion: string;
  readonly createdAt: Millis;
  readonly writtenAt: Millis | undefined;
  readonly controller: OwnerRef | undefined;
  /** Desired replicas, or a Job's parallelism; 1 where the kind has none. */
  readonly replicas: number;
  /** How many pods a rollout may have initialising at once (T5): surge and unavailable together, all under Recreate; 0 where it is serial. */
  readonly surge: number;
  readonly init: readonly ContainerSpec[];
  /** Fingerprint of the template without its restartedAt annotation: equal on both sides of a `rollout restart`. */
  readonly templateHash: string;
  /** Fingerprint of the template without texts that may hold a secret: it may be written down, and a recording has the same. */
  readonly templateShape: string;
  readonly restartedAt: string;
  /** Revision the controller reports: Deployment's revision annotation, StatefulSet's updateRevision, else ''. */
  readonly revision: string;
  /** The controller has seen this spec (observedGeneration reached generation). */
  readonly observed: boolean;
  readonly accept: string;
  /** restartPolicy of the template. */
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
}

/** What is kept of a ReplicaSet: it stands between a pod and its workload, and tells the revision. */
export interface ReplicaSetFact {
  readonly kind: 'ReplicaSet';
  readonly uid: Uid;
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion: string;
  readonly createdAt: Millis;
  readonly controller: OwnerRef | undefined;
  /** The template hash that it is labelled with. */
  readonly hash: string;
  /** Annotation deployment.kubernetes.io/revision, 0 when absent. */
  readonly revision: number;
  /** Annotation deployment.kubernetes.io/desired-replicas, undefined when absent. */
  readonly desired: number | undefined;
}

/** What is kept of a Node: whether it has been booted anew, and whether its kubelet still tells. */
export interface NodeFact {
  readonly kind: 'Node';
  readonly uid: Uid;
  readonly name: string;
  readonly resourceVersion: string;
  readonly bootId: string;
  /** Ready condition is not Unknown: containers shown as running may be believed (R32, C22). */
  readonly fresh: boolean;
  /** Transition time of the Ready condition. */
  readonly readyAt: Millis | undefined;
}

/** What is kept of a Namespace. */
export interface NamespaceFact {
  readonly kind: 'Namespace';
  readonly uid: Uid;
  readonly name: string;
  readonly resourceVersion: string;
  readonly accept: string;
}

/** What is kept of any object that is listened to. */
export type Fact = PodFact | WorkloadFact | ReplicaSetFact | NodeFact | NamespaceFact;
/** Kind of an object that is listened to. */
export type FactKind = Fact['kind'];

/** Kinds the engine listens to; the findings themselves are restored by {@link import('./finding.ts').Finding}. */
export const FACT_KINDS = [
  'Namespace',
  'Node',
  'CronJob',
  'Job',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
] as const satisfies readonly FactKind[];

/**
 * What a reflector tells the engine. `gap` means that objects of this kind may have come and gone unseen between two
 * complete lists (a relist or a refused object), so counts that rest on it are lower bounds from here on. `said` is the end
 * of the log of a failed run.
 */
export type Observation =
  | { readonly type: 'seen'; readonly fact: Fact }
  | { readonly type: 'gone'; readonly fact: Fact }
  | { readonly type: 'gap'; readonly kind: FactKind; readonly namespace?: string }
  | { readonly type: 'said'; readonly words: LastWords };
