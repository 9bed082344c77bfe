import { setImmediate as turn } from 'node:timers/promises';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Where objects live; compiled code, which comes and goes with the work, lives elsewhere. */
const OBJECTS: ReadonlySet<string> = new Set(['new_space', 'old_space', 'large_object_space']);

/** Bytes of this process's objects that full collections leave, and what they set in motion. */
export async function keptHere(): Promise<number> {
  if (typeof collect !== 'function') throw new Error('the heap cannot be collected');
  for (let collected = 0; collected < 3; collected += 1) {
    collect();
    await turn();
  }
  const spaces = getHeapSpaceStatistics().filter(({ space_name }) => OBJECTS.has(space_name));
  return spaces.reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}
