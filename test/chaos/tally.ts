import type { RunningOperator } from '../operator/operator.ts';

/** Counters of an operator that the storm must move. */
const COUNTERS = [
  ['relists', 'confessor_relists_total', {}],
  ['gaps', 'confessor_gaps_total', {}],
  ['expired', 'confessor_watches_total', { result: 'expired' }],
  ['broken', 'confessor_watches_total', { result: 'failed' }],
  ['throttled', 'confessor_watches_total', { result: 'throttled' }],
  ['throttled', 'confessor_lists_total', { result: 'throttled' }],
  ['conflicts', 'confessor_writes_total', { result: 'conflict' }],
  ['written', 'confessor_writes_total', { result: 'written' }],
] as const;
export type Counted = (typeof COUNTERS)[number][0];
type Counts = Readonly<Record<Counted, number>>;

const NONE: Counts = {
  relists: 0,
  gaps: 0,
  expired: 0,
  broken: 0,
  throttled: 0,
  conflicts: 0,
  written: 0,
};

/** Counters that outlive the processes that had them, up to the last look. */
export class Tally {
  #before = NONE;
  #now = NONE;

  async look(operator: RunningOperator | undefined): Promise<void> {
    const page = await operator?.metrics().catch(() => undefined);
    if (page === undefined) return;
    const counts: Record<Counted, number> = { ...NONE };
    for (const [counted, name, labels] of COUNTERS) counts[counted] += page.sum(name, labels);
    this.#now = counts;
  }

  /** The process is gone. */
  close(): void {
    this.#before = this.all;
    this.#now = NONE;
  }

  get all(): Counts {
    return sum(this.#before, this.#now);
  }
}

export function sum(a: Counts, b: Counts): Counts {
  const counts: Record<Counted, number> = { ...a };
  for (const [counted] of COUNTERS) counts[counted] = a[counted] + b[counted];
  return counts;
}
