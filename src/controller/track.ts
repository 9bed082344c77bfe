import type { FindingStatus, StoredFinding } from '../core/model/finding.ts';
import type { Millis } from '../core/model/refs.ts';
import { backOff } from './backOff.ts';
import type { Difference } from './difference.ts';
import { reached } from './reached.ts';
import { Rival } from './rival.ts';

/** When differences of one finding may be written. */
export interface WritePace {
  /** `write.interval`: counts are gathered for this long. */
  readonly interval: Millis;
  /** Quiet successful runs are gathered for this long; the contract says within five minutes. */
  readonly quiet: Millis;
  /** Between two writes of what cannot wait. */
  readonly least: Millis;
  /** How long our own reflector may take to show a write before we go on without it. */
  readonly lag: Millis;
  /** After a namespace was found gone, nothing is tried there for this long. */
  readonly gone: Millis;
  /** After failures, what changes is held back for this long at most, unless the server asks for more. */
  readonly failing: Millis;
}

/** The pace of the operator. */
export const WRITE_PACE: WritePace = {
  interval: 10_000,
  quiet: 240_000,
  least: 1_000,
  lag: 5_000,
  gone: 60_000,
  failing: 30_000,
};

/** What is remembered of one finding between two looks at it: what was written, and what waits to be. */
export class Track {
  readonly #pace: WritePace;
  #writtenAt = Number.NEGATIVE_INFINITY;
  /** The version that our write made, until the reflector has shown it. */
  #version: string | undefined;
  /** The object that we removed, until the reflector has shown that. */
  #removed: string | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #notBefore = Number.NEGATIVE_INFINITY;
  /** Requests that failed since the finding last stood as it should. */
  #failures = 0;
  readonly #rival: Rival;

  /** `manager` is the field manager that is us. */
  constructor(pace: WritePace, manager: string) {
    this.#pace = pace;
    this.#rival = new Rival(manager);
  }

  /** Another operator, or an earlier life of this one, has written what is seen. */
  isForeign(seen: StoredFinding): boolean {
    return this.#rival.hasWritten(seen);
  }

  /** Takes what our reflector shows. */
  look(seen: StoredFinding, now: Millis): void {
    this.#rival.look(seen, now);
  }

  /** Until when to wait for our reflector to show our own last write; undefined when it has, or never will. */
  lagsUntil(seen: StoredFinding | undefined, now: Millis): Millis | undefined {
    const until = this.#writtenAt + this.#pace.lag;
    if (now < until && !this.#shown(seen)) return until;
    this.#version = undefined;
    this.#removed = undefined;
    return undefined;
  }

  /** When a difference found now may be written. The earliest time found so far stands: later differences ride along. */
  dueAt(difference: Exclude<Difference, 'none'>, now: Millis): Millis {
    this.#dueAt = Math.min(this.#dueAt, this.#earliest(difference, now));
    return Math.max(this.#dueAt, this.#notBefore);
  }

  settled(): void {
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#failures = 0;
  }

  /** A write of this has no answer that says whether it stands. */
  unanswered(status: FindingStatus): void {
    this.#rival.tried(status);
  }

  /** Until when nothing is sent: the namespace is gone, or the last request has failed. */
  get notBefore(): Millis {
    return this.#notBefore;
  }

  /**
   * A request has failed, and the server wants to be left alone for `retryAfter`; whether it is the first since the finding
   * last stood as it should.
   */
  failed(now: Millis, retryAfter: Millis): boolean {
    this.#failures += 1;
    this.#notBefore = now + Math.max(retryAfter, backOff(this.#failures, this.#pace.failing));
    return this.#failures === 1;
  }

  written(now: Millis, version: string | undefined): void {
    this.settled();
    this.#writtenAt = now;
    this.#version = version;
    this.#rival.wrote(version);
  }

  removed(now: Millis, uid: string): void {
    this.written(now, undefined);
    this.#removed = uid;
  }

  /** There is no place to write to. */
  gone(now: Millis): void {
    this.settled();
    this.#notBefore = now + this.#pace.gone;
  }

  #earliest(difference: Exclude<Difference, 'none'>, now: Millis): Millis {
    const { interval, quiet, least } = this.#pace;
    const { contests } = this.#rival;
    const patience = contests === 0 ? 0 : Math.min(quiet, interval * 2 ** (contests - 1));
    if (difference === 'now') return Math.max(now, this.#writtenAt + Math.max(least, patience));
    return now + (difference === 'soon' ? Math.max(interval, patience) : quiet);
  }

  #shown(seen: StoredFinding | undefined): boolean {
    if (this.#removed !== undefined) return seen?.uid !== this.#removed;
    if (this.#version === undefined) return true;
    return seen !== undefined && reached(seen.resourceVersion, this.#version);
  }
}
