import { excerpt } from './excerpt.ts';
import { FAILURES, type FailureMeaning } from './failures.ts';

/** A termination message and the end of a log. */
const MAX_MESSAGE = 8192;

/** What was found in the words of a failed run. */
export interface FailureReading {
  readonly meaning: FailureMeaning;
  /** Id of the row that matched, e.g. `race.pg-type-duplicate`. */
  readonly rule: string;
  readonly lockTaken: boolean;
  readonly excerpt: string;
}

/**
 * What the termination message of a failed run says; undefined when it says nothing we know. The rows stand in the
 * order of their worth: a message with several known lines gets the first row's meaning.
 */
export function readFailure(message: string): FailureReading | undefined {
  const text = message.slice(0, MAX_MESSAGE);
  const lower = text.toLowerCase();
  for (const row of FAILURES) {
    const at = positionOf(row.parts, lower);
    const { meaning, id: rule, lockTaken } = row;
    if (at >= 0) return { meaning, rule, lockTaken, excerpt: excerpt(lineAt(text, at)) };
  }
  return undefined;
}

/** Position of the first part when all parts follow each other in the text, else -1. */
function positionOf(parts: readonly string[], lower: string): number {
  let from = 0;
  let first = -1;
  for (const part of parts) {
    const at = lower.indexOf(part, from);
    if (at < 0) return -1;
    if (first < 0) first = at;
    from = at + part.length;
  }
  return first;
}

function lineAt(text: string, at: number): string {
  const from = text.lastIndexOf('\n', at) + 1;
  const to = text.indexOf('\n', at);
  return text.slice(from, to < 0 ? text.length : to);
}
