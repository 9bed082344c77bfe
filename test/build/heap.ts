import { Session } from 'node:inspector/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';

/** Where objects live; compiled code, which comes and goes with the work, lives elsewhere. */
const OBJECTS: ReadonlySet<string> = new Set(['new_space', 'old_space', 'large_object_space']);

/** Bytes of this process's objects that full collections leave, and what they set in motion. */
export async function keptHere(): Promise<number> {
  const session = new Session();
  session.connect();
  for (let collected = 0; collected < 3; collected += 1) {
    await session.post('HeapProfiler.collectGarbage');
    await turn();
  }
  session.disconnect();
  const spaces = getHeapSpaceStatistics().filter(({ space_name }) => OBJECTS.has(space_name));
  return spaces.reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}
