import type { ClusterNode } from './node.ts';
import type { PodPlan } from './podPlan.ts';
import { end, type Instance, Runtime, succeeded } from './runtime.ts';
import { START_ERROR } from './shown.ts';
import type { TrueRun } from './truth.ts';
import type { World } from './world.ts';

/** R28: waits before the first, second … restart, in seconds. */
const BACK_OFF = [0, 10, 20, 40, 80, 160, 300];

interface Surroundings {
  readonly world: World;
  readonly node: ClusterNode;
  readonly plan: PodPlan;
  /** Something has begun or ended: the kubelet will look in so many seconds. */
  readonly wake: (seconds: number) => void;
  /** The pod has been asked to go. */
  readonly leaving: () => boolean;
}

/** What one pod's init containers do, as the truth has it and as their runtime has it. */
export class InitRuns {
  readonly runtime = new Runtime();
  readonly #around: Surroundings;
  readonly #failures: number[];
  #turns = 0;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#failures = around.plan.init.map(() => 0);
  }

  /** How often one has begun. */
  get turns(): number {
    return this.#turns;
  }

  /** The first that has not succeeded; -1 where all have. */
  get inTurn(): number {
    return this.#around.plan.init.findIndex((_, place) => !succeeded(this.runtime.current(place)));
  }

  /** R29: the kubelet knows of no failure any more. */
  forgetFailures(): void {
    this.#failures.fill(0);
  }

  /** How long it has to wait after a failure. */
  backOff(place: number): number {
    const failures = this.#failures[place] ?? 0;
    const wait = BACK_OFF[Math.min(failures, BACK_OFF.length) - 1] ?? 0;
    return wait * (1 + 0.5 * this.#around.world.dice.real(`${this.#around.plan.name} ${this.#turns}`));
  }

  start(place: number, rc = this.runtime.nextCount(place)): void {
    const { world, node, plan, wake } = this.#around;
    const spec = plan.init[place];
    if (spec === undefined || world.closed) return;
    this.#turns += 1;
    const { name: container, work } = spec;
    const id = `${plan.name}-${container}-${this.#turns}`;
    const { agenda, dice, truth } = world;
    const run = truth.begin({ id, workload: plan.workload, container, work, startedAt: agenda.now });
    const instance = this.runtime.start(place, rc, run, node.clock(agenda.now));
    if (dice.chance(spec.plan.startErrors, `${id} starts`)) {
      this.#settle(place, instance, 'NotExecuted', 128, START_ERROR);
    } else {
      const fails = dice.chance(spec.plan.failing, `${id} fails`);
      agenda.after(dice.between(0.2, 2 * spec.plan.seconds, id), () => this.#end(place, run, fails));
    }
    wake(0.9);
  }

  /** Killed from outside: the runtime may not come to know how. */
  cut(run: TrueRun): void {
    if (run.fate !== 'Running') return;
    run.fate = 'Cut';
    run.endedAt = this.#around.world.agenda.now;
  }

  cutAll(): void {
    for (const [, { run }] of this.runtime.living()) this.cut(run);
  }

  /** All that runs is found dead. */
  findDead(exitCode: number, reason: string): void {
    const { world, node } = this.#around;
    for (const [, instance] of this.runtime.living()) {
      this.cut(instance.run);
      end(instance, node.clock(world.agenda.now), exitCode, reason);
    }
  }

  /** SIGTERM, and SIGKILL after the grace period for who does not listen. */
  kill(): void {
    const { world, node, wake } = this.#around;
    for (const [, instance] of this.runtime.living()) {
      const deaf = world.dice.chance(0.3, `${instance.run.id} deaf`);
      world.agenda.after(deaf ? 2 : 0.1, () => {
        if (instance.run.fate !== 'Running' || node.down) return;
        this.cut(instance.run);
        end(instance, node.clock(world.agenda.now), deaf ? 137 : 143, 'Error');
        wake(0);
      });
    }
  }

  #end(place: number, run: TrueRun, fails: boolean): void {
    if (run.fate !== 'Running') return;
    const instance = this.runtime.current(place);
    run.fate = fails ? 'Failed' : 'Succeeded';
    run.endedAt = this.#around.world.agenda.now;
    if (instance?.run !== run) return;
    this.#settle(place, instance, run.fate, fails ? 3 : 0, fails ? 'Error' : 'Completed');
    if (!fails || this.#around.world.dice.chance(0.5, `${run.id} tidy`)) this.#dropOlder(place, run);
    this.#around.wake(0);
  }

  #settle(place: number, instance: Instance, fate: TrueRun['fate'], exitCode: number, reason: string): void {
    const { world, node } = this.#around;
    instance.run.fate = fate;
    instance.run.leaving = this.#around.leaving();
    instance.run.endedAt = world.agenda.now;
    this.#failures[place] = exitCode === 0 ? 0 : (this.#failures[place] ?? 0) + 1;
    end(instance, node.clock(world.agenda.now), exitCode, reason);
  }

  /** R7, V2: the dead container before it goes, at once or some moments later. */
  #dropOlder(place: number, run: TrueRun): void {
    const { world, wake } = this.#around;
    if (world.dice.chance(0.5, `${run.id} older`)) {
      this.runtime.dropOlder(place);
      return;
    }
    world.agenda.after(1.3, () => {
      if (this.runtime.current(place)?.run !== run) return;
      this.runtime.dropOlder(place);
      wake(0);
    });
  }
}
