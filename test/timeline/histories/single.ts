import { ApiPod } from './apiPod.ts';
import type { Controller } from './controller.ts';
import type { Handle, Kubelets } from './kubelets.ts';
import type { PodMaker } from './podMaker.ts';
import type { World } from './world.ts';

/** A pod without a controller; it is not replaced. */
export class BarePod implements Controller {
  readonly handles: readonly Handle[];

  constructor(world: World, kubelets: Kubelets, maker: PodMaker) {
    const plan = maker.pod(maker.firstRevision, world.agenda.now, undefined, { name: maker.name });
    this.handles = [kubelets.create(plan)];
  }

  reconcile(): void {}
  rollout(): void {}
  rollback(): void {}
  restart(): void {}
  scale(): void {}
}

/** A static pod: its kubelet runs it whatever becomes of the mirror object in the API (R9). */
export class StaticPod implements Controller {
  handles: readonly Handle[] = [];
  readonly #world: World;
  readonly #maker: PodMaker;
  readonly #kubelets: Kubelets;
  #mirrors = 1;

  constructor(world: World, kubelets: Kubelets, maker: PodMaker) {
    this.#world = world;
    this.#maker = maker;
    this.#kubelets = kubelets;
    const plan = maker.pod(maker.firstRevision, world.agenda.now, undefined, {
      name: maker.name,
      node: 'n1',
    });
    const [node] = kubelets.nodes;
    if (node !== undefined)
      this.handles = [kubelets.create({ ...plan, base: plan.base.mirror(node.object) })];
  }

  /** Somebody deletes the mirror; the kubelet makes a new one, sometimes before the old one is gone. */
  recreate(): void {
    const [handle] = this.handles;
    const [node] = this.#kubelets.nodes;
    const worker = handle?.worker;
    if (worker === undefined || handle === undefined || node === undefined || node.down) return;
    this.#mirrors += 1;
    const { now } = this.#world.agenda;
    const base = handle.plan.base.uid(`${this.#maker.name}-mirror-${this.#mirrors}`).at(now).node(node.name);
    worker.api.remove();
    worker.api = new ApiPod(this.#world, base, handle.plan.restartsAll);
    worker.api.node = node.name;
    worker.rewrite();
  }

  reconcile(): void {}
  rollout(): void {}
  rollback(): void {}
  restart(): void {}
  scale(): void {}
}
