import { z } from 'zod';
import type { Signature } from '../../core/classify/signature.ts';
import { because } from './because.ts';
import { soughtBy } from './match.ts';
import { rowSchema } from './row.ts';

/*
 * Of all rows together, so that they cost no more than ours do: each may be asked about every step, a word is looked up, and
 * one with a star is tried on every word of a command.
 */
const ROWS_MAX = 100;
const WORDS_MAX = 2000;
const STARRED_MAX = 200;
const QUICK = 'so that matching stays quick';

/**
 * Rows of a user's own, in the form of ours. Each problem is said with its cure; the reader of settings puts the row and the
 * field in front. Only words, in which `*` stands for any letters, can be matched: no row can be slower than linear.
 */
export const signatures = z
  .array(rowSchema, because('is no list', 'write one row below the other, each beginning with a dash'))
  .max(ROWS_MAX, `has more than ${ROWS_MAX} rows: keep those that are needed`)
  .superRefine((rows, context) => {
    for (const [index, { id }] of rows.entries()) {
      if (rows.findIndex((row) => row.id === id) < index)
        context.addIssue({
          code: 'custom',
          path: [index, 'id'],
          message: `'${id}' stands twice: give each row an id of its own`,
        });
    }
    for (const message of tooMany(rows)) context.addIssue({ code: 'custom', message });
  })
  .prefault([])
  .describe('Rows of your own, for tools that only you have.') satisfies z.ZodType<readonly Signature[]>;

function tooMany(rows: readonly Pick<Signature, 'match'>[]): readonly string[] {
  const sought = rows.flatMap(({ match }) => soughtBy(match));
  const starred = sought.filter((word) => word.includes('*')).length;
  return [
    ...(sought.length > WORDS_MAX
      ? [`has ${sought.length} words to look for: keep to ${WORDS_MAX}, ${QUICK}`]
      : []),
    ...(starred > STARRED_MAX ? [`has ${starred} words with a *: keep to ${STARRED_MAX}, ${QUICK}`] : []),
  ];
}
