import type { FindingCondition } from '../model/finding.ts';
import { CONDITIONS, type ConditionType, type State } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import { millisOf, timestamp } from '../model/time.ts';

/** Why a condition holds; `at` is the time of the fact, or of the deadline, that made it true. */
export interface Holding {
  readonly at: Millis;
  readonly reason: string;
  readonly message: string;
}

interface Entry {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  readonly at: Millis;
  /** It was closed until then. */
  readonly notBefore: Millis;
}

/** The conditions of one finding; they are listed once they have opened, and stay. */
export class ConditionSet {
  readonly #entries = new Map<ConditionType, Entry>();
  /** What a deadline alone has made true: facts that come later may show that it never was. */
  readonly #foreseen = new Map<ConditionType, Holding>();

  restore(conditions: readonly FindingCondition[]): void {
    for (const condition of conditions) {
      const status = condition.status === 'True' ? 'True' : 'False';
      const at = millisOf(condition.lastTransitionTime);
      if (at === undefined) continue;
      const { reason, message } = condition;
      this.#entries.set(condition.type, { status, reason, message, at, notBefore: at });
    }
  }

  open(type: ConditionType, holding: Holding): void {
    this.#entries.set(type, opened(this.#entries.get(type), holding));
  }

  close(type: ConditionType, at: Millis, reason: string, message: string): void {
    const before = this.#entries.get(type);
    if (before?.status !== 'True') return;
    const closedAt = Math.max(at, before.at);
    this.#entries.set(type, { status: 'False', reason, message, at: closedAt, notBefore: closedAt });
  }

  /** True for as long as nothing else is known; undefined takes it back. */
  foresee(type: ConditionType, holding: Holding | undefined): void {
    if (holding === undefined) this.#foreseen.delete(type);
    else this.#foreseen.set(type, holding);
  }

  isOpen(type: ConditionType): boolean {
    return this.#now(type)?.status === 'True';
  }

  /** Opened by facts, since when. */
  openSince(type: ConditionType): Millis | undefined {
    const entry = this.#entries.get(type);
    return entry?.status === 'True' ? entry.at : undefined;
  }

  /** Since when it is closed; undefined while it is open, and where it never was. */
  closedAt(type: ConditionType): Millis | undefined {
    const entry = this.#entries.get(type);
    return entry?.status === 'False' ? entry.at : undefined;
  }

  /** Has, or had, a condition that makes a finding worth recording: any but AtRisk. */
  everNotable(): boolean {
    return [...this.#entries.keys(), ...this.#foreseen.keys()].some((type) => type !== 'AtRisk');
  }

  trueTypes(): readonly ConditionType[] {
    return CONDITIONS.filter((type) => this.isOpen(type));
  }

  /** The worst condition that is True. */
  worst(): State | undefined {
    return this.trueTypes().find((type) => type !== 'AcceptanceInvalid');
  }

  messageOf(type: ConditionType): string | undefined {
    return this.#now(type)?.message;
  }

  list(): readonly FindingCondition[] {
    return CONDITIONS.flatMap((type) => {
      const entry = this.#now(type);
      if (entry === undefined) return [];
      const { status, reason, message, at } = entry;
      return [{ type, status, reason, message, lastTransitionTime: timestamp(at) }];
    });
  }

  #now(type: ConditionType): Entry | undefined {
    const entry = this.#entries.get(type);
    const foreseen = this.#foreseen.get(type);
    return foreseen === undefined ? entry : opened(entry, foreseen);
  }
}

/**
 * The transition time of an open condition stays, unless a fact that came late shows that it was true before: so it is the
 * same whenever facts are looked at. Reason and message follow the facts.
 */
function opened(before: Entry | undefined, { at, reason, message }: Holding): Entry {
  const notBefore = before?.notBefore ?? 0;
  const since = Math.max(at, notBefore);
  const first = before?.status === 'True' ? Math.min(before.at, since) : since;
  return { status: 'True', reason, message, at: first, notBefore };
}
