import type { Millis } from '../core/model/refs.ts';

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** `10s`, `5m`, `24h` or `7d`, also joined as in `1h30m`; undefined for anything else. */
export function parseDuration(text: string): Millis | undefined {
  const match = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/.exec(text);
  if (match === null || text === '') return undefined;
  return UNITS.reduce((sum, [, millis], index) => sum + Number(match[index + 1] ?? 0) * millis, 0);
}

/** A short text that {@link parseDuration} reads back as this many milliseconds; a single day is 24h. */
export function printDuration(duration: Millis): string {
  const whole = UNITS.find(
    ([unit, millis]) => duration >= (unit === 'd' ? 2 : 1) * millis && duration % millis === 0,
  );
  return whole === undefined ? `${Math.round(duration / 1000)}s` : `${duration / whole[1]}${whole[0]}`;
}
