import type { FindingStatus, StoredFinding } from '../core/model/finding.ts';
import type { Millis } from '../core/model/refs.ts';
import { reached } from './reached.ts';
import { same } from './same.ts';

/** Contests further apart than this have nothing to do with each other. */
const FORGOTTEN: Millis = 600_000;
/** Unanswered writes of one finding that are remembered: each is made on the same version, so that one of them can stand. */
const TRIED_MAX = 3;

/**
 * Is there another operator that writes this finding under our name, and has it changed what we wrote? Two of them that
 * see the same write the same; where they do not, each waits twice as long every time, so that no war is fought.
 */
export class Rival {
  readonly #manager: string;
  /** The version that our last write made, and what it said once our reflector has shown it. */
  #own: string | undefined;
  #said: FindingStatus | undefined;
  /** What was sent and not answered: it may stand all the same. */
  #tried: readonly FindingStatus[] = [];
  #contests = 0;
  #contestedAt = Number.NEGATIVE_INFINITY;

  constructor(manager: string) {
    this.#manager = manager;
  }

  wrote(version: string | undefined): void {
    this.#own = version;
    this.#said = undefined;
    this.#tried = [];
  }

  /** This was sent, and no answer says whether it stands. */
  tried(status: FindingStatus): void {
    this.#tried = [status, ...this.#tried.filter((other) => !same(other, status))].slice(0, TRIED_MAX);
  }

  /** Has somebody else who goes by our name written this version? What stood when we began counts as such. */
  hasWritten({ resourceVersion, statusManager, status }: StoredFinding): boolean {
    if (status === undefined || statusManager !== this.#manager || resourceVersion === this.#own)
      return false;
    return this.#own === undefined || reached(resourceVersion, this.#own);
  }

  /** How often in a row what we wrote has been changed. */
  get contests(): number {
    return this.#contests;
  }

  /** Takes what our reflector shows. */
  look(seen: StoredFinding, now: Millis): void {
    if (now - this.#contestedAt > FORGOTTEN) this.#contests = 0;
    if (this.hasWritten(seen) && this.#tried.some((status) => same(status, seen.status)))
      this.wrote(seen.resourceVersion);
    if (seen.resourceVersion === this.#own) this.#said = seen.status;
    else if (this.#said !== undefined && this.hasWritten(seen) && !same(this.#said, seen.status)) {
      this.#contests += 1;
      this.#contestedAt = now;
      this.#said = undefined;
    }
  }
}
