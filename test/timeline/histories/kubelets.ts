import { MAIN } from '../../build/container.ts';
import { ApiPod } from './apiPod.ts';
import { ClusterNode } from './node.ts';
import type { PodPlan } from './podPlan.ts';
import { PodWorker } from './podWorker.ts';
import type { World } from './world.ts';

/** A pod as its controller deals with it. */
export interface Handle {
  readonly api: ApiPod;
  readonly plan: PodPlan;
  worker: PodWorker | undefined;
}

const RULE = { action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [88] } };

/** Nodes and scheduler: where pods live from their creation to their end. */
export class Kubelets {
  readonly nodes: readonly ClusterNode[];
  readonly handles: Handle[] = [];
  readonly #world: World;

  constructor(world: World, clocks: readonly number[]) {
    this.#world = world;
    this.nodes = clocks.map((ahead, index) => new ClusterNode(`n${index + 1}`, ahead, world.api));
  }

  create(plan: PodPlan): Handle {
    const whole = this.#ruled(plan);
    const api = new ApiPod(this.#world, whole.base, whole.restartsAll);
    const handle: Handle = { api, plan: whole, worker: undefined };
    this.handles.push(handle);
    this.#world.agenda.after(0.2, () => this.#world.api.whenUp(() => this.#schedule(handle)));
    return handle;
  }

  delete(handle: Handle): void {
    if (handle.api.gone || handle.api.deletedAt !== undefined) return;
    handle.api.delete();
    if (handle.worker === undefined) handle.api.remove();
    else this.#world.api.whenUp(() => handle.worker?.terminate(), handle.api.node);
  }

  #ruled(plan: PodPlan): PodPlan {
    const { sticky, dice } = this.#world;
    if (!sticky || !dice.chance(0.5, `${plan.name} rule`)) return plan;
    const main = { ...MAIN, restartPolicy: plan.restartPolicy, restartPolicyRules: [RULE] };
    return { ...plan, restartsAll: true, base: plan.base.main(undefined, 'main', main) };
  }

  #schedule(handle: Handle): void {
    const { api, plan } = handle;
    if (api.gone) return;
    const place = Math.floor(this.#world.dice.real(plan.name) * this.nodes.length);
    const node = this.nodes.find(({ name }) => name === plan.node) ?? this.nodes[place];
    if (node === undefined) return;
    api.bind(node.name);
    this.#world.api.whenUp(() => {
      if (!api.gone) handle.worker = new PodWorker(this.#world, node, plan, api);
    }, node.name);
  }
}
