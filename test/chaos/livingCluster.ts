import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from '../operator/api.ts';
import { Agenda } from '../timeline/histories/agenda.ts';
import { ApiServer } from '../timeline/histories/apiServer.ts';
import { populate } from '../timeline/histories/cluster.ts';
import { Dice } from '../timeline/histories/dice.ts';
import type { ClusterNode } from '../timeline/histories/node.ts';
import type { Plan } from '../timeline/histories/plan.ts';
import { profileOf } from '../timeline/histories/profile.ts';
import { Truth } from '../timeline/histories/truth.ts';
import type { World } from '../timeline/histories/world.ts';
import { Scribe } from './scribe.ts';

const TICK_MS = 100;
/** While the real API server is away the simulated one stands still, for a little longer at each tick. */
const STANDSTILL = 0.5;

/**
 * A simulated cluster that lives from now on, at the pace of the wall clock, with all its controllers, nodes and kubelets; what
 * it tells is written into a real API server. What its containers did is known.
 */
export class LivingCluster {
  readonly namespace: string;
  readonly plan: Plan;
  readonly truth = new Truth();
  readonly scribe: Scribe;
  readonly #world: World;
  readonly #agenda: Agenda;
  readonly #server: ApiServer;
  readonly #clock: () => number;
  readonly #nodes: readonly ClusterNode[];
  #serverAway = false;
  #resting = true;
  #ended = false;
  readonly #life: Promise<void>;

  constructor(api: Api, namespace: string, plan: Plan) {
    const epoch = Math.floor(Date.now() / 1000) * 1000;
    this.namespace = namespace;
    this.plan = plan;
    this.scribe = new Scribe(api, namespace, epoch);
    this.#clock = () => (Date.now() - epoch) / 1000;
    this.#agenda = new Agenda((due) => Math.max(due, this.#clock()));
    this.#server = new ApiServer(this.#agenda, this.scribe.tell);
    const { sticky, dated } = plan;
    this.#world = {
      agenda: this.#agenda,
      api: this.#server,
      truth: this.truth,
      dice: new Dice(plan.seed),
      profile: profileOf(sticky),
      sticky,
      dated,
      closed: false,
    };
    this.#nodes = populate(this.#world, this.plan).nodes;
    this.#life = this.#live();
  }

  /** From the moment this resolves nothing is asked of the API server until it is back. */
  async serverLeaves(): Promise<void> {
    this.#serverAway = true;
    while (!this.#resting) await sleep(10);
    await this.scribe.written();
  }

  serverIsBack(): void {
    this.#serverAway = false;
  }

  /** No container starts any more; what runs may still be told of. */
  close(): void {
    this.#world.closed = true;
  }

  /** Each run has stood in a status, and so has its end. */
  get whole(): boolean {
    return this.truth.runs.every(({ shown, endShown }) => shown && endShown);
  }

  /** What runs has stood in a status; of what has ended on a harsh node none may ever tell, but one that is down has not tried yet. */
  get told(): boolean {
    return (
      !this.#server.stalled &&
      this.#nodes.every(({ down }) => !down) &&
      this.truth.runs.every(({ shown, endedAt }) => shown || endedAt !== undefined)
    );
  }

  /** Nothing happens any more, and all that was told stands. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#life;
    await this.scribe.written();
  }

  /** What has been written stands before the next things happen: no container is older than its pod. */
  async #live(): Promise<void> {
    try {
      while (!this.#ended) {
        await this.#step();
        await sleep(TICK_MS);
      }
    } finally {
      this.#resting = true;
    }
  }

  async #step(): Promise<void> {
    this.#resting = false;
    if (this.#serverAway) this.#server.stall(STANDSTILL);
    this.#agenda.run(this.#clock());
    await this.scribe.written();
    this.#resting = true;
  }
}
