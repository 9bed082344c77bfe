import type { z } from 'zod';
import type { FindingStatus } from '../core/model/finding.ts';
import { statusSchema } from './findingSchema.ts';

/** Unknown words that are worth a try; a status full of them is not one of ours. */
const WORDS_MAX = 50;

/**
 * A stored status. One of a newer version may hold words that this one does not know: they become Unknown, or their entry
 * is left out, so that the numbers beside them are not lost.
 */
export function readStatus(raw: unknown): FindingStatus | undefined {
  const first = statusSchema.safeParse(raw);
  if (first.success) return first.data;
  const status: unknown = JSON.parse(JSON.stringify(raw) ?? 'null');
  for (let words = 0; words < WORDS_MAX; words += 1) {
    const parsed = statusSchema.safeParse(status);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    if (issue === undefined || !isMended(status, issue)) return undefined;
  }
  return undefined;
}

/** Puts a known word in the place of the unknown one that the issue is about. */
function isMended(status: unknown, issue: z.core.$ZodIssue): boolean {
  if (issue.code !== 'invalid_value') return false;
  const known = ['Unknown', 'Quiet'].find((word) => issue.values.includes(word));
  const place = issue.path.findLastIndex((step) => typeof step === 'number');
  if (known !== undefined) return isSet(status, issue.path, known);
  return place >= 0 && isSet(status, issue.path.slice(0, place + 1), undefined);
}

/** Sets what lies at the path, or takes it out of its list. */
function isSet(root: unknown, path: readonly PropertyKey[], value: string | undefined): boolean {
  const parent = path.slice(0, -1).reduce<unknown>((at, step) => at?.[step as keyof typeof at], root);
  const last = path.at(-1);
  if (Array.isArray(parent) && typeof last === 'number' && value === undefined) parent.splice(last, 1);
  else if (typeof parent === 'object' && parent !== null && last !== undefined)
    Reflect.set(parent, last, value);
  else return false;
  return true;
}
