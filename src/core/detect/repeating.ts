import { type Category, MUTATING } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import type { Thresholds } from '../model/thresholds.ts';

/** Reruns that were not by design, within the window: since when, and until when if nothing more happens. */
export interface Repetition {
  readonly at: Millis;
  readonly until: Millis;
  readonly count: number;
}

/** `times`: starts of the newest reruns that were not by design, ascending. */
export function repetitionOf(
  times: readonly Millis[],
  category: Category,
  thresholds: Thresholds,
): Repetition | undefined {
  const needed = MUTATING.has(category) ? thresholds.repeatingMinMutating : thresholds.repeatingMinOther;
  let open: { since: Millis; until: Millis } | undefined;
  for (let index = needed - 1; index < times.length; index += 1) {
    const [oldest, newest] = [times[index - needed + 1], times[index]];
    if (oldest === undefined || newest === undefined || newest - oldest >= thresholds.repeatingWindow)
      continue;
    const until = oldest + thresholds.repeatingWindow;
    open =
      open !== undefined && newest < open.until ? { since: open.since, until } : { since: newest, until };
  }
  if (open === undefined) return undefined;
  const { since, until } = open;
  const newest = times.at(-1) ?? since;
  const count = times.filter((at) => at > newest - thresholds.repeatingWindow).length;
  return { at: since, until, count };
}
