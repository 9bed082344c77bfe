import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../hack/lab/cluster.ts';
import { WRITE_PACE } from '../../src/controller/track.ts';
import type { Api } from '../operator/api.ts';
import { findingsOf } from '../operator/findings.ts';
import { untilTrue } from '../operator/until.ts';
import { World } from '../operator/world.ts';
import type { Plan } from '../timeline/histories/plan.ts';
import type { StoredFinding } from '../../src/core/model/finding.ts';
import type { Chance } from './chance.ts';
import { LivingCluster } from './livingCluster.ts';
import { plansOf, type Temper, TEMPERS } from './plans.ts';
import type { Replica } from './replica.ts';
import type { Fault, Storm } from './storm.ts';
import { type Case, caseOf } from './verdict.ts';

export interface ActOptions {
  readonly cluster: Cluster;
  readonly api: Api;
  readonly chance: Chance;
  readonly name: string;
  readonly seed: number;
  /** For about how long the storm blows; clusters begin all the while. */
  readonly minutes: number;
  /** Clusters that begin when the storm is over. */
  readonly newcomers: readonly Temper[];
  /** How many times as many clusters as usual. */
  readonly crowd: number;
  readonly replicas: readonly Replica[];
}

interface Role {
  readonly temper: Temper;
  readonly namespace: string;
  readonly plan: Plan;
}

/** So many clusters of each temper live through one storm. */
const CAST: Readonly<Record<Temper, number>> = { calm: 6, gentle: 8, harsh: 6 };
/** Within so many minutes everything happens to a cluster that its plan holds; afterwards it lives on. */
const LIFE_MINUTES = 1;
/** Watches of other kinds may still pause after their last failure. */
const CALM_MS = 10_000;
/** Longer than a finding waits to be written once more. */
const WRITTEN_MS = 12_000;
/** At five a second as many as there are in the longest storm. */
const QUIET_SECONDS = 240;
/** So long newcomers live before the end. */
const NEWCOMERS_MS = 20_000;
/** A kubelet tells of an end within this. */
const STATUS_MS = 3000;
/** What runs when the end has come has so long to end and be told of. */
const EPILOGUE_SECONDS = 70;

/** One storm: the clusters that live in it, and the operators that watch them. */
export class Act {
  readonly replicas: readonly Replica[];
  /** What stood of its clusters when it ended. */
  ending: readonly Case[] = [];
  readonly #options: ActOptions;
  readonly #cast: { readonly temper: Temper; readonly living: LivingCluster }[] = [];
  readonly #newcomers: LivingCluster[] = [];

  constructor(options: ActOptions) {
    this.#options = options;
    this.replicas = options.replicas;
  }

  get clusters(): readonly LivingCluster[] {
    return this.#cast.map(({ living }) => living);
  }

  /** The clusters of these tempers, with what stands of them now. */
  async cases(...tempers: readonly Temper[]): Promise<readonly Case[]> {
    const stored = await findingsOf(this.#options.cluster);
    const wanted = this.#cast.filter(({ temper }) => tempers.includes(temper));
    return wanted.map(({ living }) => caseOf(living, stored));
  }

  /** Clusters that never knew the storm, with what stands of them now. */
  async newcomers(): Promise<readonly Case[]> {
    const stored = await findingsOf(this.#options.cluster);
    return this.#newcomers.map((living) => caseOf(living, stored));
  }

  /** From the first cluster until all that was told has reached the operators, and they have written it and ended. */
  async perform(storm: Storm, faults: readonly Fault[]): Promise<void> {
    const roles = await this.#roles();
    await Promise.all([this.#begin(roles), strike(storm, faults)]);
    await this.#calm(storm);
    await this.#beginAnew();
    for (const one of this.clusters) one.close();
    const told = () =>
      this.#cast.every(({ temper, living }) => (temper === 'harsh' ? living.told : living.whole));
    await untilTrue('all runs are told', told, EPILOGUE_SECONDS).catch(() => undefined);
    await sleep(STATUS_MS);
    await Promise.all(this.clusters.map((one) => one.end()));
    await this.#settle(storm);
    this.ending = await this.cases(...TEMPERS);
  }

  /** Ends everything of it, whatever has become of it. */
  async abandon(): Promise<void> {
    await Promise.allSettled(this.clusters.map((one) => one.end()));
    await Promise.all(this.replicas.map((replica) => replica.abandon()));
  }

  async #begin(roles: readonly Role[]): Promise<void> {
    const { api, chance, minutes } = this.#options;
    const pause = (minutes * 60_000) / roles.length;
    for (const { temper, namespace, plan } of roles) {
      this.#cast.push({ temper, living: new LivingCluster(api, namespace, plan) });
      await sleep(chance.between(0, 2 * pause));
    }
  }

  async #beginAnew(): Promise<void> {
    const { api, name, newcomers, seed } = this.#options;
    for (const [nth, temper] of newcomers.entries()) {
      const namespace = `${name}-new-${nth}`;
      const [plan] = plansOf(temper, 1, LIFE_MINUTES / 2, seed + nth);
      await api.make('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
      if (plan === undefined) continue;
      const living = new LivingCluster(api, namespace, plan);
      this.#cast.push({ temper, living });
      this.#newcomers.push(living);
    }
    if (newcomers.length > 0) await sleep(NEWCOMERS_MS);
  }

  async #roles(): Promise<readonly Role[]> {
    const { api, chance, name, crowd, seed } = this.#options;
    const roles = TEMPERS.flatMap((temper) =>
      plansOf(temper, CAST[temper] * crowd, LIFE_MINUTES, seed).map((plan, nth) => ({
        temper,
        plan,
        namespace: `${name}-${temper}-${nth}`,
      })),
    );
    for (const { namespace } of roles)
      await api.make('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
    return chance.shuffled(roles);
  }

  /** All are there again, and watch. */
  async #calm(storm: Storm): Promise<void> {
    const ready = async () => {
      const answers = await Promise.all(this.replicas.map((replica) => replica.isReady()));
      return answers.every((answer) => answer);
    };
    await untilTrue('all are ready', ready, 90);
    await storm.leader();
    await this.#hear('calm');
    await sleep(CALM_MS);
  }

  /** Whoever leads has written all that was told, and all have ended. */
  async #settle(storm: Storm): Promise<void> {
    await this.#hear('last');
    // More than can be written while the leader ends: what may wait is waited for.
    if (this.#options.crowd > 1) await sleep(WRITE_PACE.quiet);
    await this.#untilQuiet();
    const leader = await storm.leader();
    for (const replica of this.replicas) if (replica !== leader) await replica.stop();
    await leader.stop();
  }

  /** Nothing has been written for so long that nothing waits for its turn. */
  async #untilQuiet(): Promise<void> {
    const written = async () => (await findingsOf(this.#options.cluster)).map(versionOf).toSorted().join();
    let [before, now] = ['', await written()];
    const isQuiet = async () => {
      await sleep(WRITTEN_MS);
      [before, now] = [now, await written()];
      return now === before;
    };
    await untilTrue('all is written', isQuiet, QUIET_SECONDS);
  }

  /** The newest pod of all has its finding: whoever leads has seen what was told before. */
  async #hear(what: string): Promise<void> {
    const { cluster, name } = this.#options;
    const world = await World.make(cluster, `${name}-${what}`);
    const { owner } = await world.deployment(what);
    await world.pod(`${what}-1`, { owner });
    await world.tell(`${what}-1`, { id: `${name}-${what}`, from: 0, to: 1, exitCode: 1 });
    await world.untilFinding(what, 'the last failure', ({ runs }) => runs.total === 1, 90);
    await world.end();
  }
}

function versionOf({ uid, resourceVersion }: StoredFinding): string {
  return `${uid} ${resourceVersion}`;
}

async function strike(storm: Storm, faults: readonly Fault[]): Promise<void> {
  for (const fault of faults) await storm.strike(fault);
}
