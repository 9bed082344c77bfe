import type { InitRuns } from './initRuns.ts';
import type { PodPlan } from './podPlan.ts';
import type { Turned } from './podStatus.ts';

/** The sandbox of a pod: made anew when it is lost, and with it all its containers (R4, R11). */
export class Sandbox {
  /** PodReadyToStartContainers, by the node's clock. */
  ready: Turned | undefined;
  readonly #plan: PodPlan;
  readonly #runs: InitRuns;
  #state: 'none' | 'up' | 'dead' = 'none';
  /** restartCount of the first init container in the next sandbox. */
  #firstCount = 0;

  constructor(plan: PodPlan, runs: InitRuns) {
    this.#plan = plan;
    this.#runs = runs;
  }

  get up(): boolean {
    return this.#state === 'up';
  }

  get dead(): boolean {
    return this.#state === 'dead';
  }

  /** It dies under its containers. */
  die(at: number): void {
    this.#lost(at);
    this.#runs.cutAll();
    // C2: a kubelet that makes a new sandbox has removed the records of what ran in the old one before it tells of them.
    for (const place of this.#runs.runtime.running())
      if (this.#plan.restartPolicy !== 'Never') this.#runs.runtime.remove(place);
    this.#runs.findDead(137, 'Error');
  }

  /** C1: what ran when the node went down is found dead, and its end is not known. */
  findDead(at: number): void {
    this.#lost(at);
    this.#runs.findDead(255, 'Unknown');
  }

  /** T1 row d: the runtime has lost all its records. */
  wipe(at: number): void {
    this.#lost(at);
    this.#runs.runtime.wipe();
  }

  /** C7: the network is late, and by the next attempt nothing is known of the containers before. */
  fail(): void {
    this.#firstCount = 0;
  }

  /** Returns the count with which the first init container starts. */
  make(at: number): number {
    this.#state = 'up';
    this.ready = { status: 'True', at };
    // R4: only the container that a sandbox is made for starts by what was known before the purge.
    return this.#plan.sidecarFirst ? this.#runs.runtime.nextCount(0) : this.#firstCount;
  }

  #lost(at: number): void {
    this.#firstCount = this.#runs.runtime.nextCount(0);
    this.#state = 'dead';
    this.ready = { status: 'False', at };
  }
}
