import type { Version } from '../model/refs.ts';
import { tallyOfAttempts } from './attempts.ts';
import type { Ledger } from './ledger.ts';
import { addTallies, EMPTY_TALLY, lessened, plus, type Tally, totalOf } from './run.ts';

/**
 * How often an init container has run, beyond what its living pods show: what pods did that are gone, and what only an earlier
 * life of the operator has seen. Its total never falls (R48).
 */
export class RunCount {
  /** Attempts of pods that are gone. */
  #closed: Tally = EMPTY_TALLY;
  /** The total last written, by whomever. */
  #floor = 0;
  /** The total that was written when this life of the operator began. */
  #recalled = 0;
  /** As much of it as ledger and living pods still tell of; the rest has been, and nothing tells of it any more. */
  #remembered = 0;
  /** An earlier life of the operator has closed pods of which a lagging watch may tell once more. */
  #undated = false;
  /** Pods that were closed because nobody could read them may be there, and be read by the next life of the operator. */
  #mayBeHidden = false;
  #countedIn: Version | undefined = 0;

  get closed(): Tally {
    return this.#closed;
  }

  /**
   * Newest version of a pod that the count follows from, its going included; 0 before the first. Undefined where it holds a pod
   * of which nothing tells in which version it went. Tells the next leader which pods it has to count.
   */
  get countedIn(): Version | undefined {
    return this.#mayBeHidden ? undefined : this.#countedIn;
  }

  /** An earlier life of the operator has counted something. */
  get isRecalled(): boolean {
    return this.#recalled > 0;
  }

  /** It holds runs that neither ledger nor living pods tell of. */
  get holdsUntold(): boolean {
    return this.#recalled > this.#remembered;
  }

  /** Goes on from what was written; without a ledger only the total is known. */
  recall(total: number, ledger: Ledger | undefined, mayBeHidden: boolean): void {
    this.#floor = total;
    this.#recalled = total;
    this.#mayBeHidden = mayBeHidden;
    this.#countedIn = ledger?.countedIn;
    if (ledger === undefined) return;
    this.#closed = ledger.closed;
    this.#undated = ledger.countedIn === undefined;
    const living = ledger.pods.reduce((sum, { attempts }) => sum + totalOf(tallyOfAttempts(attempts)), 0);
    this.#remembered = totalOf(ledger.closed) + living;
  }

  /** It has changed by this version of a pod. */
  countIn(version: Version | undefined): void {
    if (version !== undefined) this.#countedIn = Math.max(this.#countedIn ?? 0, version);
  }

  /** It holds a pod of which nothing tells in which version it went. */
  undate(): void {
    this.#countedIn = undefined;
  }

  /** A pod has gone in this version, if that is known. */
  close(tally: Tally, left: Version | undefined): void {
    this.#closed = addTallies(this.#closed, tally);
    if (left === undefined) this.undate();
    else this.countIn(left);
  }

  /** A pod that was taken for gone is there. */
  reopen(tally: Tally): void {
    this.#closed = lessened(this.#closed, tally);
  }

  /** What a pod tells of at last counts with it, and no longer among what nothing tells of, or what was closed as gone. */
  countWithPod(tally: Tally): void {
    const runs = totalOf(tally);
    const before = totalOf(this.#closed);
    if (this.#undated && runs > this.#recalled - this.#remembered) this.reopen(tally);
    this.#remembered += runs - (before - totalOf(this.#closed));
  }

  /** Another operator writes this finding, too: its total stands. */
  heed(total: number): void {
    this.#floor = Math.max(this.#floor, total);
  }

  /** Attempts by outcome; what only an earlier life of the operator knew is Unknown. */
  with(living: Tally): Tally {
    const known = addTallies(this.#closed, living);
    const forgotten = Math.max(0, this.#recalled - this.#remembered);
    return plus(known, 'Unknown', Math.max(forgotten, this.#floor - totalOf(known)));
  }
}
