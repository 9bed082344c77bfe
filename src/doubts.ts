import type { Doubt } from './core/engine.ts';
import type { Logger } from './core/model/log.ts';

const MESSAGES: Readonly<Record<Doubt['reason'], string>> = {
  foreign: 'finding was last written by somebody else: nothing of it is believed',
  unreadable: 'ledger is damaged or of a newer version: the finding counts on from what it shows',
};

/** Says which findings could not be gone on from: one line for each reason, for after a downgrade it is all of them. */
export function sayDoubts(log: Pick<Logger, 'warn'>, doubts: readonly Doubt[]): void {
  for (const [reason, message] of Object.entries(MESSAGES)) {
    const [first, ...others] = doubts.filter((doubt) => doubt.reason === reason);
    if (first === undefined) continue;
    const { namespace, name } = first.finding;
    log.warn(message, { namespace, name, others: others.length });
  }
}
