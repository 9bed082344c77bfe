import { z } from 'zod';
import type { Millis } from '../core/model/refs.ts';
import { parseDuration, printDuration } from './duration.ts';

/*
 * Kinds of values. Each accepts what a flag or a variable gives (text) and what YAML gives, and says the cure when it cannot
 * read it.
 */

/** An address to listen on; an empty host means all of them. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

const raw = z.union([z.string(), z.number(), z.boolean()], {
  error: 'is not a single value: write one word or number',
});

function value<T>(read: (text: string) => T | undefined, cure: string, fallback: string, text: string) {
  return raw
    .transform((given, context) => {
      const result = read(String(given));
      if (result !== undefined) return result;
      context.addIssue({ code: 'custom', message: `'${String(given).slice(0, 64)}' ${cure}` });
      return z.NEVER;
    })
    .prefault(fallback)
    .describe(text)
    .meta({ fallback });
}

export function count(fallback: number, text: string) {
  const read = (given: string) => (/^[1-9]\d{0,8}$/.test(given) ? Number(given) : undefined);
  return value<number>(
    read,
    `is not a whole number from 1 on: write for example ${fallback}`,
    String(fallback),
    text,
  );
}

export function flag(fallback: boolean, text: string) {
  const read = (given: string) => (/^(true|false)$/.test(given) ? given === 'true' : undefined);
  return value<boolean>(read, 'is neither true nor false: write one of them', String(fallback), text);
}

/** What Kubernetes takes for the name of a namespace, and more than it asks of most other names. */
export function label(fallback: string, text: string) {
  const read = (given: string) => (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(given) ? given : undefined);
  return value<string>(
    read,
    `is no name in Kubernetes: write up to 63 of a-z, 0-9 and -, for example ${fallback}`,
    fallback,
    text,
  );
}

export function duration(fallback: Millis, text: string) {
  return value<Millis>(
    parseDuration,
    'is not a duration: write for example 10s, 5m, 24h or 7d',
    printDuration(fallback),
    text,
  );
}

export function word<const T extends readonly [string, ...string[]]>(
  words: T,
  fallback: T[number],
  text: string,
) {
  const read = (given: string) => words.find((one) => one === given);
  return value<T[number]>(read, `is unknown: write one of ${words.join(', ')}`, fallback, text);
}

export function listen(fallback: string, text: string) {
  return value<Listen>(
    parseListen,
    'is not an address: write for example :8080 or 127.0.0.1:8080',
    fallback,
    text,
  );
}

function parseListen(given: string): Listen | undefined {
  const match = /^(\[[0-9A-Fa-f:.]{1,45}\]|[A-Za-z0-9.-]{0,253}):(\d{1,5})$/.exec(given);
  const port = Number(match?.[2] ?? Number.NaN);
  if (match === null || !(port <= 65_535)) return undefined;
  return { host: (match[1] ?? '').replace(/^\[|\]$/g, ''), port };
}
