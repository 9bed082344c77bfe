import type { Timestamp } from './finding.ts';
import type { Millis } from './refs.ts';

/** RFC 3339 with whole seconds, as Kubernetes writes times. */
export function timestamp(at: Millis): Timestamp {
  return `${new Date(Math.floor(at / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/** The other way round; undefined for what is no time. */
export function millisOf(time: Timestamp | undefined): Millis | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? undefined : at;
}

/** `3725000` → `1h2m`: the two greatest units, for people. */
export function humanDuration(span: Millis): string {
  const seconds = Math.max(0, Math.round(span / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join('');
}
