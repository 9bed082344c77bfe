import { z } from 'zod';

/** As much is shown of what was written. */
export const SHOWN_MAX = 64;
export const QUOTES = 'write text, in quotes where it looks like a number';

interface Given {
  readonly input?: unknown;
}

/** What is said of a value that is missing, or is none of what the field takes. */
export function because(what: string, cure: string) {
  return {
    error: ({ input }: Given) =>
      input === undefined ? `is missing: ${cure}` : `${shown(input)}${what}: ${cure}`,
  };
}

function shown(input: unknown): string {
  const isPlain = typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean';
  return isPlain ? `'${String(input).slice(0, SHOWN_MAX)}' ` : '';
}

export const oneOf = <const T extends string>(words: readonly T[]) =>
  z.enum(words, because('is unknown', `write one of ${words.join(', ')}`));

export const yes = z.literal(true, because('is no value of it', 'write true, or leave it out'));
