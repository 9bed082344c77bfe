import type { Clock } from '../../controller/ports.ts';
import type { Logger } from '../../core/model/log.ts';
import type { Millis } from '../../core/model/refs.ts';
import { Backoff } from '../reflect/backoff.ts';
import { pause } from '../reflect/pause.ts';
import { failureOfError } from '../transport/failure.ts';
import { Election, RETRY } from './election.ts';
import type { LeaseClient } from './leaseClient.ts';
import type { LeaseRecord } from './record.ts';

/** A watch is asked to end by itself within ten minutes (R41). */
const WATCH_SECONDS = 300;

export interface ElectorOptions {
  readonly client: LeaseClient;
  /** Differs for each process that was ever started. */
  readonly identity: string;
  /** A clock that nobody can set, and that goes on while the process is frozen. */
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: Logger;
  readonly listener: ElectorListener;
}

export interface ElectorListener {
  elected(): void;
  /** Leadership is gone and does not come back in this process. */
  lost(reason: string): void;
}

/** Takes part in the election until it is stopped, or has led and lost. */
export class Elector {
  readonly #options: ElectorOptions;
  readonly #election: Election;
  readonly #stopping = new AbortController();
  readonly #standingBy = new AbortController();
  #ended: Promise<unknown> = Promise.resolve();
  #wake: () => void = () => undefined;
  /** What is wrong, by the message that said so. */
  readonly #spoken = new Map<string, string>();

  constructor(options: ElectorOptions) {
    this.#options = options;
    this.#election = new Election(options.identity);
  }

  /** Nobody else can lead at this moment. */
  holds(): boolean {
    return this.#election.holds(this.#options.clock.now());
  }

  start(): void {
    const { signal } = this.#stopping;
    const listening = AbortSignal.any([signal, this.#standingBy.signal]);
    this.#ended = Promise.all([this.#run(signal), this.#listen(listening)]);
  }

  /** Ends the part taken. A leader gives the Lease back, so that nobody has to wait until its time is over. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
    if (!this.#election.leading) return;
    this.#election.resign();
    await this.#release();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, listener } = this.#options;
    while (!signal.aborted) {
      const step = this.#election.turn(clock.now());
      switch (step.kind) {
        case 'bid':
          await this.#bid(signal);
          break;
        case 'read':
          await this.#read(signal);
          break;
        case 'rest':
          await this.#rest(step.until, signal);
          break;
        case 'lost':
          this.#election.resign();
          listener.lost(step.reason);
          if (step.giveBack) await this.#release();
          return;
      }
    }
  }

  async #bid(signal: AbortSignal): Promise<void> {
    const { client, clock, identity } = this.#options;
    const sentAt = clock.now();
    this.#election.asks('bid', sentAt);
    try {
      const record = await this.#within(this.#election.patience(sentAt), signal, (limited) =>
        client.hold(identity, this.#election.record, limited),
      );
      this.#won(record, sentAt);
    } catch (error) {
      if (failureOfError('the lease', error).status === 409) await this.#read(signal);
      else this.#say('lease not written', error, signal);
    }
  }

  #won(record: LeaseRecord, sentAt: Millis): void {
    const wasLeading = this.#election.leading;
    this.#election.won(record, sentAt, this.#options.clock.now());
    this.#spoken.delete('lease not written');
    // An answer that was long in coming is no leadership any more: the next turn says so.
    if (wasLeading || !this.holds()) return;
    this.#standingBy.abort();
    this.#options.listener.elected();
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { client, clock } = this.#options;
    const askedAt = clock.now();
    this.#election.asks('read', askedAt);
    try {
      const record = await this.#within(this.#election.patience(askedAt), signal, (limited) =>
        client.read(limited),
      );
      this.#election.see(record, clock.now(), 'answer');
      this.#spoken.delete('lease not read');
    } catch (error) {
      this.#say('lease not read', error, signal);
    }
  }

  /** Waits for the next turn, which a word of the watch brings forward. */
  async #rest(until: Millis, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await pause(clock, Math.max(0, until - clock.now()), AbortSignal.any([signal, woken.signal]));
  }

  /** Watches the Lease for as long as another holds it. Where that fails, the turns read it instead. */
  async #listen(signal: AbortSignal): Promise<void> {
    const { client, clock, random } = this.#options;
    const backoff = new Backoff(random);
    while (!signal.aborted) {
      try {
        for await (const record of client.watch(Math.floor(WATCH_SECONDS * (1 + random())), signal)) {
          this.#spoken.delete('lease not watched');
          this.#election.see(record, clock.now(), 'watch');
          this.#wake();
        }
      } catch (error) {
        this.#say('lease not watched', error, signal);
      }
      this.#election.deaf();
      await pause(clock, backoff.next(clock.now()), signal);
    }
  }

  async #release(): Promise<void> {
    const { client, clock, log } = this.#options;
    const { signal } = new AbortController();
    // The second try is for an own renewal whose answer did not come.
    for (let tries = 2; tries > 0 && this.#election.ours; tries -= 1) {
      const { record } = this.#election;
      if (record === undefined) return;
      try {
        const released = await this.#within(RETRY, signal, (limited) => client.release(record, limited));
        this.#election.see(released, clock.now(), 'answer');
        log.info('lease released');
      } catch (error) {
        if (failureOfError('the lease', error).status !== 409)
          return this.#say('lease not released', error, signal);
        await this.#read(signal);
      }
    }
  }

  async #within<T>(
    limit: Millis,
    signal: AbortSignal,
    ask: (limited: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const late = new AbortController();
    const cancel = this.#options.clock.after(limit, () => late.abort());
    try {
      return await ask(AbortSignal.any([signal, late.signal]));
    } finally {
      cancel();
    }
  }

  /** One line when trouble begins or changes, not one for each try. */
  #say(message: string, error: unknown, signal: AbortSignal): void {
    const failure = failureOfError('the lease', error);
    if (signal.aborted || this.#spoken.get(message) === failure.kind) return;
    this.#spoken.set(message, failure.kind);
    this.#options.log.warn(message, { problem: failure.kind, reason: failure.message });
  }
}
