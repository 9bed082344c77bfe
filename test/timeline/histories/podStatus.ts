import type { Pod } from '../../build/pod.ts';
import type { PodPlan } from './podPlan.ts';
import { type Shown, stateOf } from './shown.ts';

/** A condition that turned at a moment. */
export interface Turned {
  readonly status: 'True' | 'False';
  readonly at: number;
}

/** Everything that a kubelet writes of a pod. */
export interface PodStatus {
  readonly init: readonly Shown[];
  readonly main: Shown;
  readonly phase: string;
  readonly reason: string;
  readonly sandboxReady: Turned | undefined;
  readonly initialized: Turned;
  readonly restarting: Turned | undefined;
}

/** The pod with this status. */
export function withStatus(pod: Pod, plan: PodPlan, status: PodStatus): Pod {
  const { main, phase, reason, sandboxReady, initialized, restarting } = status;
  const init = plan.init.reduce((all, { name }, place) => {
    const shown = status.init[place];
    return shown === undefined ? all : all.init(name, stateOf(shown));
  }, pod);
  const conditions = [
    ['PodReadyToStartContainers', sandboxReady],
    ['Initialized', initialized],
    ['AllContainersRestarting', restarting],
  ] as const;
  const whole = conditions.reduce(
    (all, [type, turned]) => (turned === undefined ? all : all.condition(type, turned.status, turned.at)),
    init.main(stateOf(main)).phase(phase),
  );
  return reason === '' ? whole : whole.reason(reason);
}
