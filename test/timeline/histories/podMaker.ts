import { ALEMBIC, type ContainerInput, WAIT } from '../../build/container.ts';
import type { Owner } from '../../build/object.ts';
import { type Pod, pod } from '../../build/pod.ts';
import type { Workload } from '../../build/workload.ts';
import type { WorkloadPlan } from './plan.ts';
import type { PodPlan } from './podPlan.ts';

/** One version of a workload's template; `versions` are those of its init containers' images. */
export interface Revision {
  readonly hash: string;
  readonly versions: readonly number[];
  readonly restartedAt: string;
}

/** The init containers of one workload, as its pods and its template spell them. */
export class PodMaker {
  readonly plan: WorkloadPlan;
  /** Kind and name. */
  readonly workload: string;
  readonly name: string;
  #made = 0;

  constructor(plan: WorkloadPlan, name: string, workload = `${plan.kind}/${name}`) {
    this.plan = plan;
    this.name = name;
    this.workload = workload;
  }

  get firstRevision(): Revision {
    return { hash: 'h1', versions: this.plan.init.map(() => 1), restartedAt: '' };
  }

  template(bare: Workload, revision: Revision): Workload {
    const whole = this.plan.init.reduce(
      (all, _, place) => all.init(`init-${place}`, this.#spec(place, revision)),
      bare,
    );
    return revision.restartedAt === '' ? whole : whole.restarted(revision.restartedAt);
  }

  pod(
    revision: Revision,
    createdAt: number,
    owner: Owner | undefined,
    options: { readonly name?: string; readonly node?: string; readonly mainSeconds?: number } = {},
  ): PodPlan {
    this.#made += 1;
    const unique = `${this.name}-${revision.hash}-${this.#made}`;
    const restartPolicy = this.#restartPolicy;
    const plain = pod(options.name ?? unique)
      .uid(unique)
      .at(createdAt)
      .node('')
      .restartPolicy(restartPolicy);
    return {
      name: unique,
      workload: this.workload,
      revision: revision.hash,
      base: this.#withInit(owner === undefined ? plain : plain.ownedBy(owner), revision),
      init: this.plan.init.map((one, place) => ({
        name: `init-${place}`,
        work: `${place} ${revision.versions[place] ?? 0}`,
        plan: one,
      })),
      restartPolicy,
      sidecarFirst: this.plan.sidecar,
      strict: this.plan.strict && restartPolicy === 'Always',
      restartsAll: false,
      mainSeconds: options.mainSeconds,
      node: options.node,
    };
  }

  get #restartPolicy(): PodPlan['restartPolicy'] {
    const { kind, restartPolicy } = this.plan;
    return kind === 'Job' || kind === 'CronJob' || kind === 'Pod' ? restartPolicy : 'Always';
  }

  #withInit(bare: Pod, revision: Revision): Pod {
    const marked =
      revision.restartedAt === ''
        ? bare
        : bare.annotation('kubectl.kubernetes.io/restartedAt', revision.restartedAt);
    const whole = this.plan.init.reduce(
      (all, _, place) => all.init(`init-${place}`, undefined, this.#spec(place, revision)),
      this.plan.sidecar ? marked.sidecar('proxy') : marked,
    );
    return whole;
  }

  #spec(place: number, revision: Revision): ContainerInput {
    const base = place === 0 ? ALEMBIC : WAIT;
    const version = revision.versions[place] ?? 0;
    const spec = { ...base, image: `shop/init:${version}` };
    return this.plan.strict && this.#restartPolicy === 'Always' ? { ...spec, restartPolicy: 'Never' } : spec;
  }
}
