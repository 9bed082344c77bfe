import type { z } from 'zod';
import { suggestion } from '../suggestion.ts';
import { matchSchema } from './match.ts';
import { exampleSchema, rowSchema } from './row.ts';

/** Name of the list in the settings file. */
export const SIGNATURES = 'signatures';

/** One problem of a row: the path of the value that it is about, and what is said of it. */
export interface SignatureProblem {
  readonly at: readonly string[];
  readonly text: string;
}

type Issue = z.core.$ZodIssue;

export const isOfSignatures = ({ path }: Issue): boolean => path[0] === SIGNATURES;

/** What is wrong with a row, by the name of the row and the field: `signatures[2] (user.mytool): match.words: …`. */
export function signatureProblems(issue: Issue, values: unknown): readonly SignatureProblem[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys')
    return [{ at: path, text: `${nameOf(issue.path, values)}${issue.message}` }];
  return issue.keys.map((key) => ({
    at: [...path, key],
    text: `${nameOf(issue.path, values)}'${key}' is no field of it${suggestion(key, fieldsAt(issue.path))}`,
  }));
}

function nameOf([, row, ...field]: Issue['path'], values: unknown): string {
  if (row === undefined) return `${SIGNATURES}: `;
  const id = at(values, [SIGNATURES, row, 'id']);
  const which = typeof id === 'string' ? ` (${id.slice(0, 64)})` : '';
  const inside = field
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .slice(1);
  return `${SIGNATURES}[${String(row)}]${which}: ${inside === '' ? '' : `${inside}: `}`;
}

const at = (values: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key)
        ? Reflect.get(node, key)
        : undefined,
    values,
  );

function fieldsAt([, , field]: Issue['path']): readonly string[] {
  if (field === undefined) return Object.keys(rowSchema.shape);
  return Object.keys(field === 'match' ? matchSchema.shape : exampleSchema.shape);
}
