import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../hack/lab/cluster.ts';
import type { Api } from '../operator/api.ts';
import { until } from '../operator/until.ts';
import type { Chance } from './chance.ts';
import type { LivingCluster } from './livingCluster.ts';
import { PAUSE_SECONDS, type Replica } from './replica.ts';
import { compact, killApiServer, relent, throttle } from './server.ts';
import { blow, type WeatherKind, WEATHERS } from './weather.ts';

/** Faults that lose nothing on the way of the evidence. */
export const GENTLE = [...WEATHERS, 'token revoked', '429 without the Lease'] as const;
/** Faults after which something may have been missed. */
export const HARSH = [
  'etcd compacted',
  'API server killed',
  '429 with the Lease',
  'leader killed',
  'standby killed',
  'all killed',
  'leader frozen',
  'leader frozen for a moment',
  'leader partitioned',
] as const;
export type Fault = (typeof GENTLE)[number] | (typeof HARSH)[number];

export interface Stage {
  readonly cluster: Cluster;
  readonly api: Api;
  readonly chance: Chance;
  readonly replicas: readonly [Replica, ...(readonly Replica[])];
  /** All clusters that live now. */
  readonly clusters: () => readonly LivingCluster[];
}

/** Longer than a lease lasts, and shorter than a leader that stands still is believed. */
const OVER_SECONDS = 17;
const MOMENT_SECONDS = 6;
const SHORT_SECONDS = 12;
const ASK_SECONDS = 2;
const LEADER_SECONDS = 90;

/** Faults, one after the other, and how many there were of each kind. */
export class Storm {
  readonly counts = new Map<Fault, number>();
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async strike(fault: Fault): Promise<void> {
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
    await this.#do(fault);
    await sleep(this.#stage.chance.between(500, 3000));
  }

  /** The one that leads, once one does; where there is no election it is the only one. */
  async leader(): Promise<Replica> {
    const { replicas } = this.#stage;
    return await until(
      'one leads',
      async () => {
        for (const replica of replicas) if (await replica.leads()) return replica;
        return undefined;
      },
      LEADER_SECONDS,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${replicas.map(({ name, log }) => `${name}: ${log}`).join('\n')}`);
    });
  }

  async #do(fault: Fault): Promise<void> {
    const { cluster, chance, replicas } = this.#stage;
    switch (fault) {
      case 'token revoked':
        return chance.pick(replicas).revoke(chance.between(2, MOMENT_SECONDS));
      case '429 without the Lease':
        return this.#throttled('without the Lease', chance.between(5, SHORT_SECONDS));
      case '429 with the Lease':
        return this.#throttled('with the Lease', SHORT_SECONDS);
      case 'etcd compacted':
        return this.#compacted();
      case 'API server killed':
        return this.#away(() => killApiServer(cluster));
      case 'leader killed':
        return (await this.leader()).kill();
      case 'standby killed':
        return (await this.#standby())?.kill();
      case 'all killed':
        await this.leader();
        for (const replica of replicas) replica.kill();
        return;
      case 'leader frozen':
        return this.#frozen(OVER_SECONDS);
      case 'leader frozen for a moment':
        return this.#frozen(chance.between(2, MOMENT_SECONDS));
      case 'leader partitioned':
        return this.#partitioned();
      default:
        return this.#blow(fault);
    }
  }

  async #blow(kind: WeatherKind): Promise<void> {
    const { chance, replicas } = this.#stage;
    await blow(kind, chance.pick(replicas).wire, chance, kind === 'delayed' ? 6 : SHORT_SECONDS / 2);
  }

  async #throttled(lease: 'with the Lease' | 'without the Lease', seconds: number): Promise<void> {
    const { api, replicas } = this.#stage;
    const before = this.#refused();
    await throttle(api, lease);
    try {
      // Watches that stand need no seat: they have to ask again. After other faults they may pause for long before they do.
      const most = seconds + PAUSE_SECONDS;
      for (let past = 0; past < seconds || (past < most && this.#refused() === before); past += ASK_SECONDS) {
        await sleep(ASK_SECONDS * 1000);
        for (const { wire } of replicas) wire.drop();
      }
    } finally {
      await relent(api);
    }
  }

  /** How many lists and watches of the operators have been told to come again later. */
  #refused(): number {
    return this.#stage.replicas.reduce((all, { tally }) => all + tally.all.throttled, 0);
  }

  /** What happens while nobody can watch is forgotten before anybody can. */
  async #compacted(): Promise<void> {
    const { cluster, chance, replicas } = this.#stage;
    for (const { wire } of replicas) {
      wire.become({ closed: true });
      wire.drop();
    }
    await sleep(chance.between(1500, 4000));
    await compact(cluster);
    for (const { wire } of replicas) wire.become({});
  }

  async #away(body: () => Promise<void>): Promise<void> {
    const clusters = this.#stage.clusters();
    await Promise.all(clusters.map((one) => one.serverLeaves()));
    await body();
    for (const one of clusters) one.serverIsBack();
  }

  async #standby(): Promise<Replica | undefined> {
    const leader = await this.leader();
    return this.#stage.replicas.find((replica) => replica !== leader);
  }

  async #frozen(seconds: number): Promise<void> {
    const leader = await this.leader();
    leader.freeze();
    await sleep(seconds * 1000);
    leader.thaw();
  }

  /** Its own wire is dead and the other's is not. */
  async #partitioned(): Promise<void> {
    const { wire } = await this.leader();
    wire.become({ swallowUp: true, swallowDown: true, mute: true });
    await sleep(OVER_SECONDS * 1000);
    wire.become({});
    wire.drop();
  }
}
