import type { Millis } from '../../core/model/refs.ts';
import { isOlder, type LeaseRecord, sameWord } from './record.ts';

/** Who could not renew for so long no longer leads: five seconds before anybody else may. */
const RENEW_DEADLINE: Millis = 10_000;
/** Between two renewals, and between two looks at the Lease where no watch tells of it. */
export const RETRY: Millis = 2_000;
/** A watch that tells nothing for two renewals is not relied on. */
const SILENCE: Millis = 2 * RETRY;
/** A request that has no answer by then is given up: another one may still be in time. */
const ANSWER: Millis = RENEW_DEADLINE / 2;
/** A process that stood still for longer has missed more than its own renewals. */
const STANDSTILL: Millis = 10_000;

/** What to do now. `bid`: write our name into the Lease, as a renewal or to take it over. */
export type Step =
  | { readonly kind: 'bid' }
  | { readonly kind: 'read' }
  | { readonly kind: 'rest'; readonly until: Millis }
  /** `giveBack`: nothing of ours can be on its way any more, so nobody has to wait until our time is over. */
  | { readonly kind: 'lost'; readonly reason: string; readonly giveBack: boolean };

const NEVER = Number.NEGATIVE_INFINITY;

/**
 * Who leads, as one candidate sees it. Pure: it is told what stands in the Lease and what time it is on a clock that nobody
 * can set; times in the Lease itself are the clocks of others and decide nothing.
 */
export class Election {
  readonly #identity: string;
  #record: LeaseRecord | undefined;
  /** Since when we know of this renewal: the holder's time runs from here. */
  #seenAt = NEVER;
  /** The Lease was read once, be it that there is none. */
  #known = false;
  #heardAt = NEVER;
  #askedAt = NEVER;
  #bidAt = NEVER;
  #watched = false;
  #leading = false;
  #renewedAt = NEVER;
  #turnedAt: Millis | undefined;

  constructor(identity: string) {
    this.#identity = identity;
  }

  /** What stands in the Lease as far as we know. */
  get record(): LeaseRecord | undefined {
    return this.#record;
  }

  get leading(): boolean {
    return this.#leading;
  }

  /** The Lease bears our name. */
  get ours(): boolean {
    return this.#record?.holder === this.#identity;
  }

  /** Nobody else can lead at this moment. */
  holds(now: Millis): boolean {
    return this.#leading && this.#rival === undefined && now < this.#renewedAt + RENEW_DEADLINE;
  }

  /** The Lease as a watch or the answer to a request shows it; undefined where there is none. */
  see(record: LeaseRecord | undefined, now: Millis, by: 'watch' | 'answer'): void {
    this.#heardAt = now;
    this.#known = true;
    if (by === 'watch') this.#watched = true;
    // A watch may still tell what an answer has overtaken.
    if (record !== undefined && this.#record !== undefined && isOlder(record, this.#record)) return;
    if (!sameWord(record, this.#record)) {
      this.#seenAt = now;
      // News that a watch should have brought: it is deaf, whatever it looks like.
      if (by === 'answer') this.#watched = false;
    }
    this.#record = record;
  }

  /** The watch has ended. */
  deaf(): void {
    this.#watched = false;
  }

  /** A request is on its way. */
  asks(what: 'bid' | 'read', now: Millis): void {
    this.#askedAt = now;
    if (what === 'bid') this.#bidAt = now;
  }

  /** Our bid of that time was taken. Its time counts from when it was sent: whoever sees it sees it later. */
  won(record: LeaseRecord, sentAt: Millis, now: Millis): void {
    this.see(record, now, 'answer');
    this.#leading = true;
    this.#renewedAt = sentAt;
  }

  /** How long an answer may take and still be of use. */
  patience(now: Millis): Millis {
    return this.#leading ? Math.max(0, Math.min(ANSWER, this.#renewedAt + RENEW_DEADLINE - now)) : ANSWER;
  }

  resign(): void {
    this.#leading = false;
  }

  /** One turn of the loop. */
  turn(now: Millis): Step {
    const stood = now - (this.#turnedAt ?? now);
    this.#turnedAt = now;
    return this.#leading ? this.#lead(now, stood) : this.#standBy(now);
  }

  get #rival(): string | undefined {
    const holder = this.#record?.holder ?? '';
    return holder === '' || holder === this.#identity ? undefined : holder;
  }

  #lead(now: Millis, stood: Millis): Step {
    if (this.#rival !== undefined) return lost(`${this.#rival} holds the lease`, false);
    if (stood > STANDSTILL) return lost(`the process stood still for ${Math.round(stood / 1000)} s`, true);
    const endsAt = this.#renewedAt + RENEW_DEADLINE;
    if (now >= endsAt) return lost(`the lease could not be renewed for ${RENEW_DEADLINE / 1000} s`, false);
    const dueAt = Math.max(this.#renewedAt, this.#bidAt) + RETRY;
    return now >= dueAt ? { kind: 'bid' } : { kind: 'rest', until: Math.min(dueAt, endsAt) };
  }

  #standBy(now: Millis): Step {
    const readAt = Math.max(this.#askedAt + RETRY, this.#heardAt + (this.#watched ? SILENCE : RETRY));
    const freeAt = Math.max(this.#bidAt + RETRY, this.#freeAt());
    if (now >= freeAt) return { kind: 'bid' };
    if (now >= readAt) return { kind: 'read' };
    return { kind: 'rest', until: Math.min(readAt, freeAt) };
  }

  /** From when on the Lease may be taken. */
  #freeAt(): Millis {
    if (!this.#known) return Number.POSITIVE_INFINITY;
    // An answer that never came may have made us its holder.
    if (this.#record === undefined || this.#rival === undefined) return NEVER;
    return this.#seenAt + this.#record.duration;
  }
}

function lost(reason: string, giveBack: boolean): Step {
  return { kind: 'lost', reason, giveBack };
}
