import { Agenda } from './agenda.ts';
import { ApiServer, type Told } from './apiServer.ts';
import type { Controller } from './controller.ts';
import { Dice } from './dice.ts';
import { CronJobController, JobController } from './jobs.ts';
import { type Handle, Kubelets } from './kubelets.ts';
import type { ClusterNode } from './node.ts';
import type { Incident, IncidentKind, Plan, WorkloadPlan } from './plan.ts';
import { PodMaker } from './podMaker.ts';
import { profileOf } from './profile.ts';
import { DaemonSetController, DeploymentController, StatefulSetController } from './replicated.ts';
import { BarePod, StaticPod } from './single.ts';
import { Truth } from './truth.ts';
import type { World } from './world.ts';

/** What the API server told, and what was true. */
export interface History {
  readonly told: readonly Told[];
  readonly truth: Truth;
  /** When something happened to it from outside, in seconds. */
  readonly incidents: readonly number[];
  /** Seconds from beginning to end. */
  readonly length: number;
}

/** Controllers look at their workload this often, in seconds. */
const RECONCILE = 1.3;
/** A history ends early once so many containers have run. */
const RUNS_MAX = 40;
/** What runs when no more begins has time to end, and its end to be told. */
const EPILOGUE = 90;

/** Lets a cluster live as planned. */
export function live(plan: Plan): History {
  const agenda = new Agenda((due) => awake(plan, due));
  const [api, truth, dice] = [new ApiServer(agenda), new Truth(), new Dice(plan.seed)];
  const { sticky, dated } = plan;
  const profile = profileOf(sticky);
  const world: World = { agenda, api, truth, dice, profile, sticky, dated, closed: false };
  const { incidents } = populate(world, plan);
  agenda.run(plan.minutes * 60, () => truth.runs.length >= RUNS_MAX);
  world.closed = true;
  const happened = incidents.filter((at) => at < agenda.now);
  agenda.run(agenda.now + EPILOGUE);
  return { told: api.told, truth, incidents: happened, length: agenda.now };
}

/** Whoever is busy for so long does everything late, and much at once. */
function awake({ pauses, minutes }: Plan, due: number): number {
  const lasting = pauses.find(({ when, seconds }) => {
    const begins = when * minutes * 60;
    return begins <= due && due < begins + seconds;
  });
  return lasting === undefined ? due : lasting.when * minutes * 60 + lasting.seconds;
}

interface Population {
  /** When something will happen to it from outside, in seconds. */
  readonly incidents: readonly number[];
  readonly nodes: readonly ClusterNode[];
}

/** Begins what a plan holds; it goes on as the world's agenda does. */
export function populate(world: World, plan: Plan): Population {
  const cluster = new Cluster(world, plan);
  const curtain = plan.minutes * 60;
  const incidents = plan.incidents.map((incident) => {
    const at = 1 + incident.when * (curtain - 2);
    world.agenda.at(at, () => cluster.suffer(incident));
    return at;
  });
  return { incidents, nodes: cluster.nodes };
}

class Cluster {
  readonly #world: World;
  readonly #kubelets: Kubelets;
  readonly #controllers: readonly Controller[];
  readonly #gentle: boolean;

  constructor(world: World, plan: Plan) {
    this.#world = world;
    this.#gentle = plan.gentle;
    this.#kubelets = new Kubelets(world, plan.clocks);
    this.#controllers = plan.workloads.map((one, index) => controllerOf(world, this.#kubelets, one, index));
    for (const controller of this.#controllers) this.#keep(controller);
  }

  get nodes(): readonly ClusterNode[] {
    return this.#kubelets.nodes;
  }

  suffer({ kind, target }: Incident): void {
    if (this.#world.closed || (this.#gentle && !this.#isGentle(kind))) return;
    if (kind === 'apiStall') {
      this.#world.api.stall(2 + (target % 60));
      return;
    }
    const happen = (): void => {
      INCIDENTS[kind]({
        pod: pick(this.#alive(), target),
        controller: pick(this.#controllers, target),
        kubelets: this.#kubelets,
        world: this.#world,
        target,
      });
    };
    // Whoever wants something of the API server waits until it answers.
    if (SANDBOX.has(kind)) happen();
    else this.#world.api.whenUp(happen);
  }

  /** A lost sandbox tells nothing of what was about to start in it; a server that stands still and a pod that is out of reach tell nothing at all. */
  #isGentle(kind: IncidentKind): boolean {
    if (HARSH.has(kind)) return false;
    return (
      !SANDBOX.has(kind) || this.#alive().every(({ worker }) => worker?.settled === true && !worker.hides)
    );
  }

  #alive(): readonly Handle[] {
    return this.#kubelets.handles.filter(({ api }) => api.active);
  }

  #keep(controller: Controller): void {
    const { agenda, api, closed } = this.#world;
    if (closed) return;
    if (!api.stalled) controller.reconcile();
    agenda.after(RECONCILE, () => this.#keep(controller));
  }
}

const HARSH: ReadonlySet<IncidentKind> = new Set([
  'apiStall',
  'nodeSilent',
  'forceDelete',
  'runtimeWiped',
  'recordsLost',
]);
/** What happens on a node, and makes init containers run again. */
const SANDBOX: ReadonlySet<IncidentKind> = new Set([
  'sandboxDeath',
  'reboot',
  'runtimeWiped',
  'restartAll',
  'recordsLost',
]);

interface Scene {
  readonly pod: Handle | undefined;
  readonly controller: Controller | undefined;
  readonly kubelets: Kubelets;
  readonly world: World;
  readonly target: number;
}

function pick<T>(all: readonly T[], target: number): T | undefined {
  return all[target % Math.max(1, all.length)];
}

function rebootOf({ kubelets, world, target }: Scene, wiped: boolean): void {
  const node = pick(kubelets.nodes, target);
  // Of two sandboxes that are lost while the API server stands still one leaves no trace at all.
  if (node === undefined || node.down || node.untold) return;
  node.crash();
  const boot = (): void => node.boot(wiped);
  world.agenda.after(5 + (target % 40), () => world.api.whenUp(boot, node.name));
}

/** So long after the API server has last heard of a node it is said to be silent (C15), and some then remove it. */
const SILENT = 50;
const REMOVED = 60;

function silence({ kubelets, world, target }: Scene): void {
  const { agenda, api } = world;
  const node = pick(kubelets.nodes, target);
  if (node === undefined || node.down || node.untold || !api.reaches(node.name)) return;
  const seconds = 2 + (target % 75);
  api.cutOff(node.name, seconds);
  if (seconds > SILENT) agenda.after(SILENT, () => node.turn('Unknown', agenda.now));
  if (seconds > REMOVED) agenda.after(REMOVED, () => node.unregister());
  if (seconds > SILENT) agenda.after(seconds, () => node.turn('True', agenda.now));
}

const INCIDENTS: Readonly<Record<Exclude<IncidentKind, 'apiStall'>, (scene: Scene) => void>> = {
  sandboxDeath: ({ pod }) => pod?.worker?.sandboxDied(),
  reboot: (scene) => rebootOf(scene, false),
  runtimeWiped: (scene) => rebootOf(scene, true),
  recordsLost: ({ pod, target }) => pod?.worker?.recordsLost(target % 2 === 0),
  nodeSilent: silence,
  restartAll: ({ pod }) => pod?.worker?.restartAll(),
  mainCrash: ({ pod }) => pod?.worker?.mainCrashed(),
  kubeletRestart: ({ pod }) => pod?.worker?.kubeletRestarted(),
  deletePod: ({ pod, kubelets }) => {
    if (pod !== undefined && !pod.plan.workload.startsWith('Node/')) kubelets.delete(pod);
  },
  drain: ({ pod, kubelets }) => {
    if (pod === undefined || pod.plan.workload.startsWith('Node/')) return;
    pod.api.disrupt('EvictionByEvictionAPI');
    kubelets.delete(pod);
  },
  evict: ({ pod }) => pod?.worker?.evict(),
  forceDelete: ({ pod }) => {
    if (pod !== undefined && !pod.plan.workload.startsWith('Node/')) pod.worker?.abandon();
  },
  rollout: ({ controller }) => controller?.rollout(),
  rollback: ({ controller }) => controller?.rollback(),
  restart: ({ controller }) => controller?.restart(),
  scale: ({ controller, target }) => controller?.scale(1 + (target % 4)),
  mirrorRecreated: ({ controller }) => {
    if (controller instanceof StaticPod) controller.recreate();
  },
};

function controllerOf(world: World, kubelets: Kubelets, plan: WorkloadPlan, index: number): Controller {
  const name = `${plan.kind.toLowerCase()}-${index}`;
  const maker = new PodMaker(plan, name);
  switch (plan.kind) {
    case 'Deployment':
      return begun(new DeploymentController(world, kubelets, maker));
    case 'StatefulSet':
      return begun(new StatefulSetController(world, kubelets, maker));
    case 'DaemonSet':
      return begun(new DaemonSetController(world, kubelets, maker));
    case 'Job':
      return new JobController(world, kubelets, maker, name);
    case 'CronJob':
      return new CronJobController(world, kubelets, maker);
    case 'Pod':
      return new BarePod(world, kubelets, maker);
    case 'Node':
      return new StaticPod(world, kubelets, maker);
  }
}

function begun<T extends { put(): void }>(controller: T): T {
  controller.put();
  return controller;
}
