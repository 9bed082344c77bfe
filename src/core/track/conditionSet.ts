import type { FindingCondition } from '../model/finding.ts';
import { CONDITIONS, type ConditionType, type State } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import { timestamp } from '../model/time.ts';

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
}

/** The conditions of one finding; they are listed once they have opened, and stay. */
export class ConditionSet {
  readonly #entries = new Map<ConditionType, Entry>();

  restore(conditions: readonly FindingCondition[]): void {
    for (const condition of conditions) {
      const status = condition.status === 'True' ? 'True' : 'False';
      const at = Date.parse(condition.lastTransitionTime);
      if (Number.isNaN(at)) continue;
      this.#entries.set(condition.type, { status, reason: condition.reason, message: condition.message, at });
    }
  }

  /** The transition time of an open condition stays; reason and message follow the facts. */
  open(type: ConditionType, holding: Holding): void {
    const before = this.#entries.get(type);
    const at = before?.status === 'True' ? before.at : Math.max(holding.at, before?.at ?? 0);
    this.#entries.set(type, { status: 'True', reason: holding.reason, message: holding.message, at });
  }

  close(type: ConditionType, at: Millis, reason: string, message: string): void {
    const before = this.#entries.get(type);
    if (before?.status !== 'True') return;
    this.#entries.set(type, { status: 'False', reason, message, at: Math.max(at, before.at) });
  }

  isOpen(type: ConditionType): boolean {
    return this.#entries.get(type)?.status === 'True';
  }

  /** Has, or had, a condition that makes a finding worth recording: any but AtRisk. */
  everNotable(): boolean {
    return [...this.#entries.keys()].some((type) => type !== 'AtRisk');
  }

  trueTypes(): readonly ConditionType[] {
    return CONDITIONS.filter((type) => this.isOpen(type));
  }

  /** The worst condition that is True. */
  worst(): State | undefined {
    return this.trueTypes().find((type) => type !== 'AcceptanceInvalid');
  }

  messageOf(type: ConditionType): string | undefined {
    return this.#entries.get(type)?.message;
  }

  list(): readonly FindingCondition[] {
    return CONDITIONS.flatMap((type) => {
      const entry = this.#entries.get(type);
      if (entry === undefined) return [];
      const { status, reason, message, at } = entry;
      return [{ type, status, reason, message, lastTransitionTime: timestamp(at) }];
    });
  }
}
