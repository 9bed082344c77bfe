import type { Millis } from '../../core/model/refs.ts';
import { type Fields, isFields } from '../fields.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
/** Fields of a status that say when something happened. */
const KEY = /(?:At|Time|Timestamp)$/;
const DEPTH_MAX = 12;

const timeOf = (value: unknown): Millis =>
  typeof value === 'string' && TIME.test(value) ? Date.parse(value) : 0;

/** Every branch of a status, depth-first; statuses are shallow. */
function newestIn(value: unknown, depth: number): Millis {
  if (depth === 0 || typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (newest, [key, child]) => Math.max(newest, KEY.test(key) ? timeOf(child) : newestIn(child, depth - 1)),
    0,
  );
}

/**
 * The newest time that an object gives for something that has happened to it: the earliest moment at which it can have
 * looked like this. 0 when it has none. A deletionTimestamp lies in the future, and annotations hold any time they like.
 */
export function newestTime(object: Fields): Millis {
  const metadata = isFields(object['metadata']) ? object['metadata'] : {};
  const managed = Array.isArray(metadata['managedFields']) ? metadata['managedFields'].filter(isFields) : [];
  return managed.reduce(
    (newest, entry) => Math.max(newest, timeOf(entry['time'])),
    Math.max(timeOf(metadata['creationTimestamp']), newestIn(object['status'], DEPTH_MAX)),
  );
}
