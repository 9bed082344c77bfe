import { CATEGORY_MEANINGS } from '../model/meanings/categories.ts';
import { type Category, MUTATING } from '../model/names.ts';

const RUNS_TO_COMPLETION: ReadonlySet<string> = new Set(['Job', 'CronJob']);

/** One sentence each: what an init container confesses, and the way out. */
export function confessionOf(
  category: Category,
  tool: string,
  workloadKind: string,
): { readonly confession: string; readonly remedy: string } {
  const words = CATEGORY_MEANINGS[category];
  return {
    confession: words.confession.replace('{tool}', tool === '' ? words.general : tool),
    remedy:
      MUTATING.has(category) && RUNS_TO_COMPLETION.has(workloadKind)
        ? "It already runs in a Job: make it the Job's main container, so that its retries are counted, and make it safe to repeat."
        : words.remedy,
  };
}
