import { at } from '../../build/clock.ts';
import { replicaSet, type ReplicaSet } from '../../build/replicaset.ts';
import { daemonSet, deployment, statefulSet, type Workload } from '../../build/workload.ts';
import type { Controller } from './controller.ts';
import type { Handle, Kubelets } from './kubelets.ts';
import type { PodMaker, Revision } from './podMaker.ts';
import type { World } from './world.ts';

/** A Deployment, StatefulSet or DaemonSet, and its revisions (R20, R22, R23, T5). */
abstract class Replicated implements Controller {
  handles: Handle[] = [];
  protected desired: number;
  protected revision: Revision;
  protected readonly world: World;
  protected readonly kubelets: Kubelets;
  protected readonly maker: PodMaker;
  readonly #createdAt: number;
  readonly #revisions: Revision[];
  #generation = 1;

  constructor(world: World, kubelets: Kubelets, maker: PodMaker) {
    this.world = world;
    this.kubelets = kubelets;
    this.maker = maker;
    this.desired = maker.plan.replicas;
    this.revision = maker.firstRevision;
    this.#revisions = [this.revision];
    this.#createdAt = world.agenda.now;
  }

  rollout(): void {
    const place = this.#revisions.length % this.maker.plan.init.length;
    const versions = this.revision.versions.map((version, index) =>
      index === place ? version + 1 : version,
    );
    this.#change({ ...this.revision, hash: `h${this.#revisions.length + 1}`, versions });
  }

  restart(): void {
    const hash = `h${this.#revisions.length + 1}`;
    this.#change({ ...this.revision, hash, restartedAt: at(this.world.agenda.now) });
  }

  rollback(): void {
    const before = this.#revisions.findLast(({ hash }) => hash !== this.revision.hash);
    if (before !== undefined) this.#change(before);
  }

  scale(replicas: number): void {
    this.desired = replicas;
    this.put();
  }

  reconcile(): void {
    this.handles = this.handles.filter(({ api }) => !api.gone);
    this.step();
  }

  protected abstract step(): void;
  protected abstract bare(): Workload;

  /** Number of the current revision, as the controller counts them. */
  protected get generation(): number {
    return this.#generation;
  }

  put(): void {
    this.world.api.put(this.object());
  }

  protected object(): Workload {
    return this.maker.template(this.bare(), this.revision).replicas(this.desired).at(this.#createdAt);
  }

  protected isOld(handle: Handle): boolean {
    return handle.plan.revision !== this.revision.hash;
  }

  #change(revision: Revision): void {
    this.revision = revision;
    this.#revisions.push(revision);
    this.#generation += 1;
    this.put();
  }
}

export class DeploymentController extends Replicated {
  readonly #sets = new Map<string, ReplicaSet>();

  override put(): void {
    super.put();
    this.#set();
  }

  protected bare(): Workload {
    return deployment(this.maker.name).revision(String(this.generation));
  }

  protected step(): void {
    const active = this.handles.filter(({ api }) => api.active);
    const young = active.filter((handle) => !this.isOld(handle));
    const old = active.filter((handle) => this.isOld(handle));
    const surge = old.length > 0 ? 1 : 0;
    for (
      let more = Math.min(this.desired - young.length, this.desired + surge - active.length);
      more > 0;
      more -= 1
    )
      this.#create();
    const ready = young.filter(({ api }) => api.ready).length;
    const [leaving] = old.length > 0 ? old : young.slice(this.desired);
    if (leaving !== undefined && (old.length === 0 || ready + old.length > this.desired))
      this.kubelets.delete(leaving);
    // The pod garbage collector, sooner than in real life.
    for (const handle of this.handles)
      if (handle.api.phase === 'Failed' && this.world.dice.chance(0.2, `gc ${handle.plan.name}`))
        this.kubelets.delete(handle);
  }

  #create(): void {
    this.handles.push(
      this.kubelets.create(this.maker.pod(this.revision, this.world.agenda.now, this.#set())),
    );
  }

  /** The ReplicaSet of the current revision; a rollback gives it a new number. */
  #set(): ReplicaSet {
    const { hash } = this.revision;
    const known = this.#sets.get(hash) ?? replicaSet(this.object(), hash).at(this.world.agenda.now);
    const numbered = known.revision(this.generation).desired(this.desired);
    const changed = JSON.stringify(numbered.build()) !== JSON.stringify(known.build());
    if (changed) this.world.api.put(numbered);
    this.#sets.set(hash, numbered);
    return numbered;
  }
}

export class StatefulSetController extends Replicated {
  protected bare(): Workload {
    const set = statefulSet(this.maker.name).revision(this.revision.hash);
    return this.maker.plan.strict ? set.parallelPods() : set;
  }

  protected step(): void {
    for (let ordinal = 0; ordinal < this.desired; ordinal += 1) {
      const name = `${this.maker.name}-${ordinal}`;
      const there = this.#named(name);
      if (there === undefined) this.#create(name);
      else if (there.api.phase === 'Failed') this.kubelets.delete(there);
      if (there?.api.ready !== true && !this.maker.plan.strict) return;
    }
    const extra = this.handles.findLast((handle) => this.#ordinal(handle) >= this.desired);
    const old = this.handles.find((handle) => this.isOld(handle));
    const leaving = extra ?? old;
    if (leaving !== undefined && this.handles.every(({ api }) => api.deletedAt === undefined))
      this.kubelets.delete(leaving);
  }

  #named(name: string): Handle | undefined {
    return this.handles.find(({ plan }) => plan.base.ref().name === name);
  }

  #ordinal({ plan }: Handle): number {
    return Number(plan.base.ref().name.split('-').at(-1));
  }

  #create(name: string): void {
    const plan = this.maker.pod(this.revision, this.world.agenda.now, this.object(), { name });
    const base = plan.base.revision(this.revision.hash);
    this.handles.push(this.kubelets.create({ ...plan, base }));
  }
}

export class DaemonSetController extends Replicated {
  override scale(): void {
    this.put();
  }

  protected bare(): Workload {
    return daemonSet(this.maker.name);
  }

  protected step(): void {
    for (const { name } of this.kubelets.nodes) {
      const there = this.handles.find(({ plan }) => plan.node === name);
      if (there === undefined) this.#create(name);
      else if (there.api.phase === 'Failed') this.kubelets.delete(there);
    }
    const old = this.handles.find((handle) => this.isOld(handle));
    const settled = this.handles.every(({ api }) => api.ready);
    if (old !== undefined && (settled || !old.api.ready)) this.kubelets.delete(old);
  }

  #create(node: string): void {
    const plan = this.maker.pod(this.revision, this.world.agenda.now, this.object(), { node });
    const base = plan.base.revision(this.revision.hash);
    this.handles.push(this.kubelets.create({ ...plan, base }));
  }
}
