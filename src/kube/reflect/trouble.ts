import type { Clock } from '../../controller/ports.ts';
import type { Logger } from '../../core/model/log.ts';
import type { Millis } from '../../core/model/refs.ts';
import type { KubeFailure } from '../transport/failure.ts';
import { Backoff } from './backoff.ts';
import type { WatchedKind } from './ports.ts';
import type { Verdict } from './verdict.ts';

/** An authorizer that has just started may refuse at first; after these pauses a refusal is believed. */
const FORBIDDEN_SOON: readonly Millis[] = [1_000, 4_000];
const FORBIDDEN_LATER: Millis = 180_000;

interface TroubleOptions {
  readonly kind: WatchedKind;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
}

/** What is wrong with one reflector: how long it waits, and what is said of it, once for each trouble. */
export class Trouble {
  readonly #options: TroubleOptions;
  readonly #backoff: Backoff;
  #spoken = '';
  #refusals = 0;
  #reason = '';

  constructor(options: TroubleOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  /** The latest failure's message; '' when all is well. */
  get reason(): string {
    return this.#reason;
  }

  /** The kind may not be read, and that is no passing weakness of the server. */
  get forbidden(): boolean {
    return this.#refusals > FORBIDDEN_SOON.length;
  }

  /** How long to wait after a list or a watch that ended so. */
  pauseAfter(verdict: Exclude<Verdict, { kind: 'again' }>): Millis {
    const { failure } = verdict;
    this.#reason = failure.message;
    if (verdict.kind === 'forbidden') return this.#pauseForbidden(failure);
    // An expired version is ordinary: the list that follows tells the gap.
    if (verdict.result !== 'expired') this.#say('watch interrupted', failure);
    return Math.max(this.#backoff.next(this.#options.clock.now()), failure.retryAfter ?? 0);
  }

  /** The server has taken the request: whether all is well, its events will tell. */
  answered(): void {
    this.#reason = '';
  }

  over(): void {
    this.#reason = '';
    this.#refusals = 0;
    if (this.#spoken === '') return;
    this.#spoken = '';
    this.#options.log.info('watch recovered', { kind: this.#options.kind });
  }

  #pauseForbidden(failure: KubeFailure): Millis {
    const soon = FORBIDDEN_SOON[this.#refusals];
    this.#refusals += 1;
    if (soon !== undefined) return soon;
    this.#say('kind left out: not allowed to read it', failure);
    return FORBIDDEN_LATER + Math.round(this.#options.random() * FORBIDDEN_LATER);
  }

  /** One line when trouble begins or changes, not one for each attempt. */
  #say(message: string, failure: KubeFailure): void {
    if (this.#spoken === failure.kind) return;
    this.#spoken = failure.kind;
    const { log, kind } = this.#options;
    log.warn(message, { kind, problem: failure.kind, reason: failure.message });
  }
}
