import { cronJob, job, type Workload } from '../../build/workload.ts';
import type { Controller } from './controller.ts';
import type { Handle, Kubelets } from './kubelets.ts';
import type { PodMaker } from './podMaker.ts';
import type { World } from './world.ts';

const BACKOFF_LIMIT = 3;
const MAIN_SECONDS = 6;
const PERIOD = 60;
const JOBS_KEPT = 2;

/** A Job: works until so many of its pods have succeeded, or too many have failed. */
export class JobController implements Controller {
  handles: Handle[] = [];
  readonly object: Workload;
  readonly #kubelets: Kubelets;
  readonly #world: World;
  readonly #maker: PodMaker;

  constructor(world: World, kubelets: Kubelets, maker: PodMaker, name: string, owner?: Workload) {
    this.#world = world;
    this.#kubelets = kubelets;
    this.#maker = maker;
    const { replicas, restartPolicy } = maker.plan;
    const plain = maker.template(job(name), maker.firstRevision).restartPolicy(restartPolicy);
    const whole = plain.replicas(replicas).at(world.agenda.now);
    this.object = owner === undefined ? whole : whole.ownedBy(owner);
    world.api.put(this.object);
  }

  reconcile(): void {
    const active = this.handles.filter(({ api }) => api.active).length;
    const succeeded = this.handles.filter(({ api }) => api.phase === 'Succeeded').length;
    const failed = this.handles.length - active - succeeded;
    if (failed > BACKOFF_LIMIT || active + succeeded >= this.#maker.plan.replicas) return;
    const options = { mainSeconds: MAIN_SECONDS };
    const plan = this.#maker.pod(this.#maker.firstRevision, this.#world.agenda.now, this.object, options);
    this.handles.push(this.#kubelets.create(plan));
  }

  get over(): boolean {
    return this.handles.length > 0 && this.handles.every(({ api }) => !api.active);
  }

  /** Garbage collection: the owner goes first. */
  remove(): void {
    this.#world.api.remove(this.object);
    for (const handle of this.handles) this.#kubelets.delete(handle);
  }

  rollout(): void {}
  rollback(): void {}
  restart(): void {}
  scale(): void {}
}

/** A CronJob: a Job for each minute, of which the last ones are kept. */
export class CronJobController implements Controller {
  readonly #kubelets: Kubelets;
  readonly #world: World;
  readonly #maker: PodMaker;
  readonly #object: Workload;
  #jobs: JobController[] = [];
  #made = 0;

  constructor(world: World, kubelets: Kubelets, maker: PodMaker) {
    this.#world = world;
    this.#kubelets = kubelets;
    this.#maker = maker;
    const plain = maker.template(cronJob(maker.name), maker.firstRevision);
    this.#object = plain.restartPolicy(maker.plan.restartPolicy).at(world.agenda.now);
    world.api.put(this.#object);
  }

  get handles(): readonly Handle[] {
    return this.#jobs.flatMap(({ handles }) => handles);
  }

  reconcile(): void {
    if (this.#world.agenda.now >= this.#made * PERIOD) this.#begin();
    const over = this.#jobs.filter((one) => one.over);
    for (const old of over.slice(0, -JOBS_KEPT)) {
      old.remove();
      this.#jobs = this.#jobs.filter((one) => one !== old);
    }
    for (const one of this.#jobs) one.reconcile();
  }

  #begin(): void {
    this.#made += 1;
    const name = `${this.#maker.name}-${this.#made}`;
    this.#jobs.push(new JobController(this.#world, this.#kubelets, this.#maker, name, this.#object));
  }

  rollout(): void {}
  rollback(): void {}
  restart(): void {}
  scale(): void {}
}
