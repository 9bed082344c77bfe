import fc from 'fast-check';
import {
  allStart,
  ONE_CLOCK,
  HARMLESS,
  type Plan,
  plans,
  type WorkloadPlan,
} from '../timeline/histories/plan.ts';

/**
 * What may be lost of a cluster's life on its way to an operator that is away at times. calm: nothing, since each pod's last
 * status tells of all its runs. gentle: nothing as long as each status is seen. harsh: whatever happens in real life.
 */
export const TEMPERS = ['calm', 'gentle', 'harsh'] as const;
export type Temper = (typeof TEMPERS)[number];

/** Runs are over before the storm is. */
const LONGEST_RUN = 8;
/** Their pods stay, whether they fail or not. */
const CALM_KINDS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Pod']);

/** So many plans, of clusters that live for so many minutes. */
export function plansOf(temper: Temper, count: number, minutes: number, seed: number): readonly Plan[] {
  const all = fc.sample(plans(ONE_CLOCK, { gentle: temper !== 'harsh' }), {
    seed,
    numRuns: count * (temper === 'calm' ? 8 : 1),
  });
  const fitting = temper === 'calm' ? all.flatMap((plan) => calm(plan) ?? []) : all;
  const spared = temper === 'gentle' ? fitting.map(allStart) : fitting;
  return spared.slice(0, count).map((plan) => ({
    ...plan,
    minutes,
    workloads: plan.workloads.map(brief),
  }));
}

function calm(plan: Plan): Plan | undefined {
  const workloads = plan.workloads.filter(({ kind }) => CALM_KINDS.has(kind));
  if (workloads.length === 0) return undefined;
  return {
    ...plan,
    workloads: workloads.map((one) => ({ ...one, strict: false, restartPolicy: 'OnFailure' as const })),
    incidents: plan.incidents.filter(({ kind }) => HARMLESS.has(kind)),
  };
}

function brief(workload: WorkloadPlan): WorkloadPlan {
  const init = workload.init.map((one) => ({ ...one, seconds: Math.min(one.seconds, LONGEST_RUN) }));
  return { ...workload, init };
}
