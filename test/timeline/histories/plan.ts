import fc from 'fast-check';

export const WORKLOAD_KINDS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Pod',
  'Node',
] as const;
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** Everything that can happen to a cluster from outside. */
export const INCIDENT_KINDS = [
  'sandboxDeath',
  'reboot',
  'runtimeWiped',
  'recordsLost',
  'restartAll',
  'mainCrash',
  'kubeletRestart',
  'apiStall',
  'nodeSilent',
  'deletePod',
  'drain',
  'evict',
  'forceDelete',
  'rollout',
  'rollback',
  'restart',
  'scale',
  'mirrorRecreated',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

export interface InitPlan {
  /** About so long a run takes, in seconds. */
  readonly seconds: number;
  /** Probability that a run fails, and that it cannot even be started. */
  readonly failing: number;
  readonly startErrors: number;
}

export interface WorkloadPlan {
  readonly kind: WorkloadKind;
  readonly replicas: number;
  readonly init: readonly InitPlan[];
  readonly sidecar: boolean;
  /** restartPolicy of a Job's or bare pod's pods. */
  readonly restartPolicy: 'OnFailure' | 'Never';
  /** Its init containers may not be retried (KEP-5307), or all its pods may start at once. */
  readonly strict: boolean;
}

export interface Incident {
  /** Share of the history that has passed. */
  readonly when: number;
  readonly kind: IncidentKind;
  readonly target: number;
}

interface Pause {
  /** Share of the history that has passed. */
  readonly when: number;
  readonly seconds: number;
}

/** What a history is made from; its small print follows from the seed. */
export interface Plan {
  readonly seed: number;
  /** Which of the two ways of counting restarts the kubelets have. */
  readonly sticky: boolean;
  /** Nothing happens that keeps evidence back from the API server. */
  readonly gentle: boolean;
  /** The kubelets' writes bear the server's time, so that it shows how far their clocks are ahead (V8). */
  readonly dated: boolean;
  readonly minutes: number;
  /** How far each node's clock is ahead, in seconds. */
  readonly clocks: readonly number[];
  readonly workloads: readonly WorkloadPlan[];
  readonly incidents: readonly Incident[];
  /** All are so busy that nothing happens for a while, and then everything that was due. */
  readonly pauses: readonly Pause[];
}

/** What ends no run. */
export const HARMLESS: ReadonlySet<IncidentKind> = new Set<IncidentKind>(['mainCrash', 'kubeletRestart']);

/** Nothing ends a run from outside. */
export function isUndisturbed({ incidents }: Plan): boolean {
  return incidents.every(({ kind }) => HARMLESS.has(kind));
}

const init: fc.Arbitrary<InitPlan> = fc.record({
  seconds: fc.constantFrom(0.3, 2, 8, 30),
  failing: fc.constantFrom(0, 0, 0.3, 0.6, 1),
  startErrors: fc.constantFrom(0, 0, 0, 0.4, 1),
});

const workload: fc.Arbitrary<WorkloadPlan> = fc.record({
  kind: fc.constantFrom(...WORKLOAD_KINDS),
  replicas: fc.integer({ min: 1, max: 3 }),
  init: fc.array(init, { minLength: 1, maxLength: 3 }),
  sidecar: fc.boolean(),
  restartPolicy: fc.constantFrom('OnFailure', 'Never'),
  strict: fc.constantFrom(false, false, true),
});

const incident: fc.Arbitrary<Incident> = fc.record({
  when: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
  kind: fc.constantFrom(...INCIDENT_KINDS),
  target: fc.nat(1000),
});

const pause: fc.Arbitrary<Pause> = fc.record({
  when: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100),
  seconds: fc.constantFrom(0.4, 1, 3, 12),
});

/** How far nodes' clocks are ahead of the server's, in seconds: within the default bound (R32), beyond it, beyond any. */
export const ONE_CLOCK: readonly number[] = [0];
export const NEAR: readonly number[] = [0, 1, 2, 3, 4];
export const APART: readonly number[] = [0, 0, 1, -1, 2, -3, 8, -9, 15, -40];

/** Plans of a few minutes up to hours. */
export function plans(
  clocks: readonly number[],
  { gentle = false, dated = true }: Partial<Pick<Plan, 'gentle' | 'dated'>> = {},
): fc.Arbitrary<Plan> {
  return fc.record({
    gentle: fc.constant(gentle),
    dated: fc.constant(dated),
    seed: fc.nat(),
    sticky: fc.boolean(),
    minutes: fc.constantFrom(1, 2, 4, 8, 60),
    clocks: fc.array(fc.constantFrom(...clocks), { minLength: 1, maxLength: 3 }),
    workloads: fc.array(workload, { minLength: 1, maxLength: 2 }),
    incidents: fc.array(incident, { maxLength: 6 }),
    pauses: gentle ? fc.constant([]) : fc.oneof(fc.constant([]), fc.array(pause, { maxLength: 3 })),
  });
}

/** Attempts that fail to start may follow each other so soon that one status tells of several: then nobody is sure. */
export const allStart = (plan: Plan): Plan => ({
  ...plan,
  workloads: plan.workloads.map((one) => ({
    ...one,
    init: one.init.map((init) => ({ ...init, startErrors: 0 })),
  })),
});
