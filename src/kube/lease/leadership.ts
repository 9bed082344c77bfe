import type { Clock } from '../../controller/ports.ts';
import type { Logger } from '../../core/model/log.ts';
import type { KubeTransport } from '../transport/transport.ts';
import { Elector } from './elector.ts';
import { Fence } from './fence.ts';
import { LeaseClient, type LeaseName } from './leaseClient.ts';
import { succeed, type SuccessionOptions } from './succession.ts';

export interface LeadershipOptions extends Pick<SuccessionOptions, 'restore' | 'seenUpTo'> {
  readonly transport: KubeTransport;
  readonly lease: LeaseName;
  /** Differs for each process that was ever started. */
  readonly identity: string;
  readonly clock: Clock;
  /** A clock that nobody can set, and that goes on while the process is frozen. */
  readonly monotonic: Clock;
  readonly random: () => number;
  readonly log: Logger;
  /** From now on it may write, and has what the last leader knew. */
  readonly lead: () => void;
  /** It may not write any more, and does not lead again in this process. */
  readonly lost: (reason: string) => void;
}

/** One replica's part in who of them writes. */
export class Leadership {
  /** For writes: it refuses them while somebody else may lead. */
  readonly transport: KubeTransport;
  readonly #options: LeadershipOptions;
  readonly #elector: Elector;
  readonly #ending = new AbortController();

  constructor(options: LeadershipOptions) {
    const { transport, lease, clock, monotonic } = options;
    this.#options = options;
    this.#elector = new Elector({
      ...options,
      client: new LeaseClient(transport, lease, () => clock.now()),
      clock: monotonic,
      listener: { elected: () => void this.#succeed(), lost: options.lost },
    });
    this.transport = new Fence(transport, () => this.#elector.holds());
  }

  start(): void {
    this.#elector.start();
  }

  /** Gives the lease back if it holds it: the next leader must find everything written by then. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#elector.stop();
  }

  async #succeed(): Promise<void> {
    if (await succeed(this.#options, this.#ending.signal)) this.#options.lead();
  }
}
