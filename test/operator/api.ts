import { Agent, request } from 'undici';
import { z } from 'zod';
import type { Cluster } from '../../hack/lab/cluster.ts';

/** What the API server answered. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const madeSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string(), uid: z.string(), resourceVersion: z.string() }),
});
/** An object as the server made it. */
export type Made = z.infer<typeof madeSchema>;

const MERGE = 'application/merge-patch+json';

/** The API server as administrator, over connections that are kept: for many requests. */
export class Api {
  readonly #agent: Agent;
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#agent = new Agent({ connect: { ca: cluster.ca }, connections: 16 });
  }

  async ask(method: Method, path: string, body?: unknown): Promise<Answer> {
    const answer = await request(`${this.#cluster.serverUrl}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: {
        authorization: `Bearer ${this.#cluster.adminToken}`,
        'content-type': method === 'PATCH' ? MERGE : 'application/json',
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: await answer.body.json() };
  }

  /** The same, and anything but success is an error. */
  async make(method: Method, path: string, body?: unknown): Promise<Made> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 500)}`);
    return madeSchema.parse(answer.body);
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}

/** Does the same for all, so many at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
