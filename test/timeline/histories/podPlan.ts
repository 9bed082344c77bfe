import type { Pod } from '../../build/pod.ts';
import type { InitPlan } from './plan.ts';

export interface InitSpec {
  readonly name: string;
  readonly work: string;
  readonly plan: InitPlan;
}

/** What a controller asks for. */
export interface PodPlan {
  /** Key of its small print. */
  readonly name: string;
  /** Kind and name. */
  readonly workload: string;
  readonly revision: string;
  readonly base: Pod;
  readonly init: readonly InitSpec[];
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  /** A native sidecar stands before its init containers (R8). */
  readonly sidecarFirst: boolean;
  /** Its init containers are never retried (KEP-5307). */
  readonly strict: boolean;
  /** Its main container may have all its containers started anew (R15): then each of them may leave its end behind. */
  readonly restartsAll: boolean;
  /** How long the main container works; for ever where it is undefined. */
  readonly mainSeconds: number | undefined;
  /** Node it must run on. */
  readonly node: string | undefined;
}
