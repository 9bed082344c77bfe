import { get as httpsGet } from 'node:https';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Cluster } from '../lab/cluster.ts';

const eventSchema = z.object({ type: z.string(), object: z.unknown() });

/** One event of a watch, as the API server sent it. */
export type WatchEvent = z.infer<typeof eventSchema>;

function followOnce(
  cluster: Cluster,
  path: string,
  each: (event: WatchEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${cluster.adminToken}` };
    const options = { ca: cluster.ca, headers, agent: false, signal } as const;
    const request = httpsGet(`${cluster.serverUrl}${path}?watch=true`, options, (response) => {
      const lines = createInterface({ input: response });
      // readline hands on the error of a connection that was cut; the next one follows.
      lines.on('error', () => resolve());
      lines.on('line', (line) => each(eventSchema.parse(JSON.parse(line))));
      lines.on('close', resolve);
    });
    request.on('error', () => resolve());
  });
}

/** Watches a collection until the signal, from a connection of its own: what the audience sees, not what the operator sees. */
export async function follow(
  cluster: Cluster,
  path: string,
  each: (event: WatchEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await followOnce(cluster, path, each, signal);
    await sleep(200, undefined, { signal }).catch(() => undefined);
  }
}
