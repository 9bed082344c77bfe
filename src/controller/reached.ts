import { isOlderVersion } from '../core/model/refs.ts';

/** R44: is what is seen this version, or one that came after it? What is no number is only equal or not. */
export function reached(seen: string, version: string): boolean {
  return seen === version || isOlderVersion(version, seen);
}
