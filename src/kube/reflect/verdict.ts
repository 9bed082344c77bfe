import { failureOfError, type KubeFailure } from '../transport/failure.ts';
import { LineTooLong } from './lines.ts';
import type { ExchangeResult } from '../../core/model/names.ts';
import { BadWire } from './wire.ts';

/** What to do after a list or a watch has ended. */
export type Verdict =
  /** Ended as it should: watch again from where we are. */
  | { readonly kind: 'again'; readonly result: 'clean' }
  /** Wait and go on from where we are. */
  | { readonly kind: 'resume'; readonly result: ExchangeResult; readonly failure: KubeFailure }
  /** What happened since we last heard cannot be had any more: list anew. */
  | { readonly kind: 'relist'; readonly result: ExchangeResult; readonly failure: KubeFailure }
  | { readonly kind: 'forbidden'; readonly result: 'forbidden'; readonly failure: KubeFailure };

/** R43: what each failure means for a reflector. */
export function verdictOf(place: string, error: unknown): Verdict {
  const failure = failureOfError(place, error);
  // What came was no watch stream: resuming from the same place would only bring it again.
  if (error instanceof BadWire || error instanceof LineTooLong)
    return { kind: 'relist', result: 'failed', failure };
  switch (failure.kind) {
    case 'expired':
      return { kind: 'relist', result: 'expired', failure };
    case 'forbidden':
      return { kind: 'forbidden', result: 'forbidden', failure };
    case 'throttled':
      return { kind: 'resume', result: 'throttled', failure };
    case 'timeout':
      return { kind: 'resume', result: 'stalled', failure };
    default:
      return { kind: 'resume', result: 'failed', failure };
  }
}
