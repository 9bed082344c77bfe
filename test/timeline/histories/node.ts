import { node } from '../../build/node.ts';
import type { ApiServer } from './apiServer.ts';
import type { PodWorker } from './podWorker.ts';

/** A node: its clock, its boots, and the pods its kubelet works for. */
export class ClusterNode {
  readonly name: string;
  readonly workers = new Set<PodWorker>();
  down = false;
  readonly #ahead: number;
  readonly #api: ApiServer;
  #boots = 1;
  #ready: 'True' | 'Unknown' = 'True';
  #readyAt = 0;
  /** As its kubelet has registered it. */
  #registered: ReturnType<typeof node>;

  constructor(name: string, ahead: number, api: ApiServer) {
    this.name = name;
    this.#registered = node(name);
    this.#ahead = ahead;
    this.#api = api;
    this.#put();
  }

  /** A moment by this node's clock. */
  clock(at: number): number {
    return at + this.#ahead;
  }

  /** What its kubelet has to tell waits for the API server. */
  get untold(): boolean {
    return [...this.workers].some(({ api }) => api.untold);
  }

  crash(): void {
    this.down = true;
    for (const worker of this.workers) worker.crashed();
  }

  /** `wiped`: the runtime has lost its records (T1 row d). */
  boot(wiped: boolean): void {
    this.down = false;
    this.#boots += 1;
    this.#put();
    for (const worker of this.workers) worker.booted(wiped);
  }

  /** The API server has not heard of it for a while, or hears of it again. */
  turn(ready: 'True' | 'Unknown', at: number): void {
    this.#ready = ready;
    this.#readyAt = at;
    this.#put();
  }

  /** Its object goes; when its kubelet is back it makes another one. */
  unregister(): void {
    this.#api.remove(this.object);
    this.#registered = this.#registered.anew();
  }

  get object(): ReturnType<typeof node> {
    return this.#registered.boot(`boot-${this.#boots}`).ready(this.#ready, Math.floor(this.#readyAt));
  }

  #put(): void {
    this.#api.put(this.object);
  }
}
