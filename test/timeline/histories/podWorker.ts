import type { ApiPod } from './apiPod.ts';
import { InitRuns } from './initRuns.ts';
import { InitStatuses } from './initStatuses.ts';
import { MainContainer } from './mainContainer.ts';
import type { ClusterNode } from './node.ts';
import type { PodPlan } from './podPlan.ts';
import { type PodStatus, type Turned, withStatus } from './podStatus.ts';
import { Sandbox } from './sandbox.ts';
import type { World } from './world.ts';

/** A kubelet looks at its containers once in a second (R30). */
const RELIST = 1;

/** One pod, as the kubelet of its node works for it (R4, R7, R11–R18, R28, C1, C2, V1–V7). */
export class PodWorker {
  api: ApiPod;
  readonly plan: PodPlan;
  readonly node: ClusterNode;
  readonly #world: World;
  readonly #runs: InitRuns;
  readonly #statuses: InitStatuses;
  readonly #main: MainContainer;
  readonly #sandbox: Sandbox;
  #initialized: Turned;
  #restarting: Turned | undefined;
  #reason = '';
  #phase = 'Pending';
  #terminating = false;
  #over = false;
  #left = false;
  #written = '';

  constructor(world: World, node: ClusterNode, plan: PodPlan, api: ApiPod) {
    this.#world = world;
    this.node = node;
    this.plan = plan;
    this.api = api;
    this.#runs = new InitRuns({
      world,
      node,
      plan,
      wake: (seconds) => this.#wake(seconds),
      leaving: () => this.#terminating || this.api.deletedAt !== undefined,
    });
    this.#statuses = new InitStatuses(plan, world.profile, this.#runs.runtime);
    this.#main = new MainContainer(plan.name);
    this.#sandbox = new Sandbox(plan, this.#runs);
    this.#initialized = { status: 'False', at: this.#clock };
    if (plan.restartsAll) this.#restarting = { status: 'False', at: this.#clock };
    node.workers.add(this);
    this.#wake(0.3);
  }

  /** All is done that its init containers have to do, and all of it has been told of. */
  get settled(): boolean {
    return this.#main.running && this.#always;
  }

  sandboxDied(): void {
    if (!this.#idle || !this.#sandbox.up || this.api.untold) return;
    this.#sandbox.die(this.#clock);
    this.#main.end(this.#clock, 143, 'Error');
    this.#wake(0);
  }

  /** Its node went down. */
  crashed(): void {
    this.#runs.cutAll();
  }

  booted(wiped: boolean): void {
    if (this.#over) return;
    // A pod on its way out is killed before the wipe.
    if (this.#sandbox.up && wiped && !this.#terminating) this.#wipe();
    else if (this.#sandbox.up) this.#findDead();
    this.#wake(0.5);
  }

  mainCrashed(): void {
    if (!this.#idle || !this.#main.running) return;
    this.#main.end(this.#clock, 137, 'OOMKilled');
    this.#wake(0);
  }

  /** C13: main and init containers have no record any more while nothing runs; `logs` says whether theirs are left. */
  recordsLost(logs: boolean): void {
    if (!this.#idle || !this.settled || this.hides || this.api.untold) return;
    this.#main.end(this.#clock, 5, 'Error');
    if (logs) this.#runs.runtime.wipe();
    else this.#runs.runtime.purge();
    this.#wake(0);
  }

  kubeletRestarted(): void {
    this.#runs.forgetFailures();
    this.#wake(2);
  }

  /** V7: of pods that have a rule for it (R15), by the exit of the main container. */
  restartAll(): void {
    if (this.#restarting === undefined || !this.#sandbox.up || !this.#idle || !this.#always) return;
    if (!this.#main.running) return;
    if (this.api.untold) return;
    this.#main.end(this.#clock, 88, 'Error');
    this.#restarting = { status: 'True', at: this.#clock };
    this.#publish();
    this.#world.agenda.after(0.2, () => {
      this.#runs.findDead(137, 'Error');
      this.#statuses.restartAll();
      this.#main.lose('RestartingAllContainers');
      this.#restarting = { status: 'False', at: this.#clock };
      this.#runs.runtime.wipe();
      this.#runs.forgetFailures();
      this.#write();
      this.#wake(1);
    });
  }

  /** Its deletion was asked for. */
  terminate(): void {
    if (this.#over) {
      this.#leave();
      return;
    }
    this.#world.agenda.after(0.2, () => {
      if (this.#terminating) return;
      this.#terminating = true;
      if (!this.node.down) this.#kill();
      this.#wake(0.3);
    });
  }

  /** The kubelet ends it, and leaves the object (R21). */
  evict(): void {
    if (!this.#idle || !this.#sandbox.up) return;
    this.#kill();
    this.#reason = 'Evicted';
    this.#terminating = true;
    this.#world.agenda.after(2.5, () => this.#finish('Failed'));
  }

  /** The object goes at once, and the kubelet hears of it only later (R38). */
  abandon(): void {
    this.api.remove();
    const hear = (): void => {
      this.#over = true;
      this.#runs.cutAll();
    };
    this.#world.agenda.after(30, () => this.#world.api.whenUp(hear, this.node.name));
  }

  /** R17: what its init containers do again is not told of while they do it. */
  get hides(): boolean {
    const { strict, restartsAll } = this.plan;
    return strict && !restartsAll;
  }

  /** Its object has been made anew (R9). */
  rewrite(): void {
    this.#written = '';
    this.#publish();
  }

  /** Now, by the node's clock. */
  get #clock(): number {
    return this.node.clock(this.#world.agenda.now);
  }

  get #always(): boolean {
    return this.plan.restartPolicy === 'Always';
  }

  /** Nothing else is going on that would meddle. */
  get #idle(): boolean {
    return !this.#over && !this.#terminating && !this.node.down;
  }

  #dice(probability: number, question: string): boolean {
    return this.#world.dice.chance(probability, `${this.plan.name} ${question}`);
  }

  /** Looks after the pod at the next relist. */
  #wake(seconds: number): void {
    const { agenda, dice } = this.#world;
    const phase = dice.real(this.plan.name);
    const due = Math.ceil((agenda.now + seconds - phase) / RELIST) * RELIST + phase;
    // Never at once again: the agenda rounds to hundredths.
    agenda.at(due > agenda.now + 0.02 ? due : due + RELIST, () => this.#sync());
  }

  #sync(): void {
    if (this.#over || this.#left || this.node.down) return;
    this.#publish();
    if (this.#terminating) this.#leaveWhenEnded();
    else if (!this.#sandbox.up) this.#makeSandbox();
    else if (this.#runs.inTurn < 0) this.#advanceMain();
    else this.#advanceInit(this.#runs.inTurn);
  }

  #makeSandbox(): void {
    if (this.#world.closed) return;
    if (this.#sandbox.dead) {
      if (this.plan.restartPolicy === 'Never') {
        this.#finish('Failed');
        return;
      }
      this.#runs.runtime.purge();
      // Behind a frozen status nothing would tell of it (R17).
      if (this.#always && this.#dice(0.3, `network ${this.#world.agenda.now}`)) {
        this.#sandbox.fail();
        this.#wake(1.5);
        return;
      }
    }
    const count = this.#sandbox.make(this.#clock);
    this.#publish();
    this.#runs.start(0, count);
  }

  #advanceInit(place: number): void {
    const instance = this.#runs.runtime.current(place);
    if (instance === undefined) {
      this.#runs.start(place);
    } else if (instance.to !== undefined) {
      if (this.plan.restartPolicy === 'Never' || this.plan.strict) this.#finish('Failed');
      else this.#retry(place, instance.to);
    }
  }

  #retry(place: number, endedAt: number): void {
    const wait = this.#runs.backOff(place);
    const left = endedAt + wait - this.#clock;
    if (left > 0) {
      this.#wake(left);
      return;
    }
    if (wait > 0 && this.#dice(0.3, `flash ${this.#runs.turns}`)) {
      this.#statuses.backOff(place);
      this.#write();
    }
    this.#runs.start(place);
  }

  #advanceMain(): void {
    if (this.#initialized.status === 'False') this.#initialized = { status: 'True', at: this.#clock };
    if (this.#main.running || this.#main.succeeded) return;
    if (this.#main.shown.state === 'ended' && this.plan.restartPolicy === 'Never') {
      this.#finish('Failed');
      return;
    }
    this.#main.start(this.#clock);
    this.#phase = 'Running';
    this.#publish();
    const { mainSeconds } = this.plan;
    if (mainSeconds !== undefined) this.#endMainAfter(mainSeconds);
  }

  #endMainAfter(seconds: number): void {
    const { id } = this.#main.shown;
    this.#world.agenda.after(seconds, () => {
      if (!this.#idle || this.#main.shown.id !== id || !this.#main.running) return;
      this.#main.end(this.#clock, 0, 'Completed');
      this.#finish('Succeeded');
    });
  }

  #findDead(): void {
    this.#sandbox.findDead(this.#clock);
    this.#main.end(this.#clock, 255, 'Unknown');
  }

  #wipe(): void {
    this.#sandbox.wipe(this.#clock);
    this.#main.lose('ContainerStatusUnknown');
    if (!this.#world.sticky) this.#initialized = { status: 'False', at: this.#clock };
  }

  #kill(): void {
    this.#main.end(this.#clock, 143, 'Error');
    this.#runs.kill();
  }

  #leaveWhenEnded(): void {
    if (this.#runs.runtime.running().length > 0) {
      if (this.#sandbox.up) this.#kill();
      return;
    }
    if (this.#reason === '') this.#finish(this.#main.succeeded ? 'Succeeded' : 'Failed');
  }

  #finish(phase: 'Succeeded' | 'Failed'): void {
    if (this.#over) return;
    this.#over = true;
    this.#phase = phase;
    this.#publish();
    if (this.api.deletedAt !== undefined) this.#world.agenda.after(0.2, () => this.#leave());
  }

  #leave(): void {
    this.#left = true;
    this.node.workers.delete(this);
    this.api.remove(this.node.name);
  }

  #publish(): void {
    if (this.#statuses.refresh()) this.#write();
  }

  #write(): void {
    const status: PodStatus = {
      init: this.#statuses.all,
      main: this.#main.shown,
      phase: this.#phase,
      reason: this.#reason,
      sandboxReady: this.#sandbox.ready,
      initialized: this.#initialized,
      restarting: this.#restarting,
    };
    const content = JSON.stringify(status);
    if (content === this.#written) return;
    this.#written = content;
    this.api.phase = this.#phase;
    this.api.ready = this.#main.running;
    this.api.write((pod) => withStatus(pod, this.plan, status));
  }
}
