import { lastWords } from '../conditions/message.ts';
import { becauseOf } from '../model/meanings/causes.ts';
import type { Outcome } from '../model/names.ts';
import type { Entry } from '../track/history.ts';

interface LastRun {
  readonly pod: string;
  readonly outcome: Outcome;
  readonly exitCode?: number | undefined;
}

/** What a finding says where nothing is wrong. */
export function lastRunMessage({ run, rerun, cause }: Entry, isMigration: boolean): string {
  const why = rerun && cause !== undefined ? `, because ${becauseOf(cause)}` : '';
  const quote = run.outcome === 'Failed' ? lastWords(run.message) : '';
  return `${sentence(run, isMigration)}${why}${quote === '' ? '.' : `: ${quote}`}`;
}

/** The same of a run that only an earlier life of the operator has seen: as that has said it, if it has. */
export function restoredMessage(run: LastRun, isMigration: boolean, written: string | undefined): string {
  const begin = sentence(run, isMigration);
  return written?.startsWith(begin) === true ? written : `${begin}.`;
}

/** S41: an interruption proves no damage; the next run of a tool that keeps account says whether there is any. */
function sentence({ pod, outcome, exitCode }: LastRun, isMigration: boolean): string {
  const how = {
    Running: 'is running',
    Succeeded: 'succeeded',
    Failed: `failed with exit code ${exitCode ?? 'unknown'}`,
    Interrupted: isMigration
      ? 'was interrupted in the middle of a migration, which may be half applied now'
      : 'was interrupted',
    NotExecuted: 'could not be started',
    Unknown: 'ended unseen',
  }[outcome];
  return `Its last run, in pod ${pod}, ${how}`;
}
