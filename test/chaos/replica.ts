import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Cluster } from '../../hack/lab/cluster.ts';
import type { Api } from '../operator/api.ts';
import { SERVICE_ACCOUNT } from '../operator/install.ts';
import { allow } from '../operator/lives.ts';
import { launchOperator, type RunningOperator } from '../operator/operator.ts';
import { type RenewableKubeconfig, tokenFileKubeconfig } from '../operator/token.ts';
import { until, untilTrue } from '../operator/until.ts';
import { Tally } from './tally.ts';
import { Wire } from './wire.ts';

const ACCOUNTS = `/api/v1/namespaces/${SERVICE_ACCOUNT.namespace}/serviceaccounts`;
const tokenSchema = z.object({ status: z.object({ token: z.string() }) });
const LOOK_MS = 1000;
/** What an operator says whose last writes took too long. */
const UNWRITTEN = 'ended with findings unwritten';
/** The API server remembers a token that it has accepted for so long. */
const REMEMBERED_MS = 11_000;
/** So long a reflector pauses at most. */
export const PAUSE_SECONDS = 30;
/** A container's kubelet starts it again after so long. */
const RESTART_MS = 500;

interface Life {
  readonly account: string;
  readonly operator: RunningOperator;
  readonly kubeconfig: RenewableKubeconfig;
}

/** One replica of the operator behind a wire of its own; it is started again whenever it ends, as a Deployment does. */
export class Replica {
  readonly name: string;
  readonly wire: Wire;
  /** What its lives' metrics said last, added up. */
  readonly tally = new Tally();
  /** How often it was started, and how often it ended by itself. */
  starts = 0;
  endedItself = 0;
  readonly #cluster: Cluster;
  readonly #api: Api;
  readonly #settings: Readonly<Record<string, string>>;
  #life: Life | undefined;
  #wanted = true;
  #killed = false;
  #frozen = false;
  #run: Promise<void> = Promise.resolve();

  private constructor(
    name: string,
    cluster: Cluster,
    api: Api,
    wire: Wire,
    settings: Readonly<Record<string, string>>,
  ) {
    this.name = name;
    this.#cluster = cluster;
    this.#api = api;
    this.wire = wire;
    this.#settings = settings;
  }

  static async start(
    name: string,
    cluster: Cluster,
    api: Api,
    settings: Readonly<Record<string, string>>,
  ): Promise<Replica> {
    const replica = new Replica(name, cluster, api, await Wire.to(cluster), settings);
    replica.#run = replica.#live();
    try {
      await until(`${name} is ready`, () => replica.#life?.operator.untilReady().then(() => true), 90);
    } catch (error) {
      await replica.abandon();
      throw error;
    }
    return replica;
  }

  /** Who it is now. */
  get account(): string {
    return this.#life?.account ?? '';
  }

  /** As whom its lives came, one after the other. */
  get users(): readonly string[] {
    const prefix = `system:serviceaccount:${SERVICE_ACCOUNT.namespace}:${this.name}`;
    return Array.from({ length: this.starts }, (_, nth) => `${prefix}-${nth + 1}`);
  }

  get log(): string {
    return (this.#life?.operator.output ?? []).slice(-15).join('\n');
  }

  /** Its last life has said that its last writes took too long. */
  get leftUnwritten(): boolean {
    return this.#life?.operator.log.some(({ message }) => message === UNWRITTEN) === true;
  }

  /** It says that it leads; a frozen one says nothing. */
  async leads(): Promise<boolean> {
    if (this.#frozen || this.#life === undefined || this.#life.operator.ended) return false;
    const page = await this.#life.operator.metrics().catch(() => undefined);
    return page?.sum('confessor_leader') === 1;
  }

  async isReady(): Promise<boolean> {
    if (this.#frozen || this.#life === undefined || this.#life.operator.ended) return false;
    return (await this.#life.operator.health('/readyz').catch(() => undefined))?.status === 200;
  }

  kill(): void {
    this.#killed = true;
    this.#life?.operator.signal('SIGKILL');
  }

  freeze(): void {
    this.#frozen = true;
    this.#life?.operator.signal('SIGSTOP');
  }

  thaw(): void {
    this.#life?.operator.signal('SIGCONT');
    this.#frozen = false;
  }

  /** Its token is worth nothing any more; for so long after it has been refused nobody has another one for it. */
  async revoke(seconds: number): Promise<void> {
    const life = this.#life;
    if (life === undefined) return;
    await this.#api.ask('DELETE', `${ACCOUNTS}/${life.account}`);
    await this.#api.ask('POST', ACCOUNTS, { metadata: { name: life.account } });
    await sleep(REMEMBERED_MS);
    // Watches that stand need no token. After other faults they may pause for long before they ask again.
    const refused = () => life.operator.output.filter((line) => line.includes('unauthorized')).length;
    const before = refused();
    this.wire.drop();
    const met = () => life.operator.ended || refused() > before;
    await untilTrue('the token is refused', met, PAUSE_SECONDS).catch(() => undefined);
    await sleep(seconds * 1000);
    life.kubeconfig.renew(await this.#token(life.account));
  }

  /** Ends it for good, as a rollout does: what waits to be written is written. */
  async stop(): Promise<void> {
    this.#wanted = false;
    await this.tally.look(this.#life?.operator);
    this.#life?.operator.signal('SIGTERM');
    await this.#run;
    this.wire.close();
  }

  /** Ends it and everything of it, whatever state it is in. */
  async abandon(): Promise<void> {
    this.#wanted = false;
    this.#life?.operator.signal('SIGKILL');
    this.wire.close();
    await this.#run.catch(() => undefined);
  }

  async #live(): Promise<void> {
    while (this.#wanted) {
      this.#killed = false;
      this.#life = await until(`${this.name} is started`, () => this.#begin(), 120);
      this.starts += 1;
      const { operator } = this.#life;
      while (!operator.ended) {
        if (!this.#frozen) await this.tally.look(operator);
        await Promise.race([operator.end(), sleep(LOOK_MS)]);
      }
      this.tally.close();
      if (this.#wanted && !this.#killed) this.endedItself += 1;
      if (this.#wanted) await sleep(RESTART_MS);
    }
  }

  async #begin(): Promise<Life> {
    const account = `${this.name}-${this.starts + 1}`;
    await allow(this.#cluster, account);
    const options = { server: this.wire.url, name: account };
    const kubeconfig = tokenFileKubeconfig(this.#cluster, await this.#token(account), options);
    const settings = { record: 'all', ...this.#settings };
    return { account, kubeconfig, operator: await launchOperator({ kubeconfig: kubeconfig.path, settings }) };
  }

  #token(account: string): Promise<string> {
    return until(
      'a token',
      async () => {
        const request = { spec: { expirationSeconds: 3600 } };
        const { body } = await this.#api.ask('POST', `${ACCOUNTS}/${account}/token`, request);
        return tokenSchema.parse(body).status.token;
      },
      120,
    );
  }
}
