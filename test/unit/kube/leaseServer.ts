import type { LogFields, Logger } from '../../../src/core/model/log.ts';
import { Elector } from '../../../src/kube/lease/elector.ts';
import { LeaseClient } from '../../../src/kube/lease/leaseClient.ts';
import { failureOfStatus, KubeFailure } from '../../../src/kube/transport/failure.ts';
import type {
  KubeResponse,
  KubeTransport,
  Method,
  RequestOptions,
} from '../../../src/kube/transport/transport.ts';
import { ManualClock } from '../../build/manualClock.ts';

interface LeaseObject {
  readonly metadata: { readonly resourceVersion?: string; readonly labels?: object };
  readonly spec: { readonly holderIdentity: string; readonly leaseTransitions: number };
}

/** An API server that keeps one Lease. */
export class LeaseServer {
  readonly clock = new ManualClock();
  lease: LeaseObject | undefined;
  /** Refuses watches, as a server behind a proxy that cannot stream. */
  watches = true;
  #version = 100;
  readonly #watchers = new Set<(lease: LeaseObject) => void>();

  get holder(): string | undefined {
    return this.lease?.spec.holderIdentity;
  }

  write(body: LeaseObject, isNew: boolean): LeaseObject {
    const version = this.lease?.metadata.resourceVersion;
    if (isNew ? this.lease !== undefined : body.metadata.resourceVersion !== version)
      throw failureOfStatus('the lease', 409, undefined);
    this.#version += 1;
    this.lease = { ...body, metadata: { ...body.metadata, resourceVersion: String(this.#version) } };
    for (const tell of this.#watchers) tell(this.lease);
    return this.lease;
  }

  /** Its changes as a watch sends them, beginning with what there is. */
  async *changes(signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
    const waiting: LeaseObject[] = this.lease === undefined ? [] : [this.lease];
    let wake = (): void => undefined;
    const tell = (lease: LeaseObject): void => {
      waiting.push(lease);
      wake();
    };
    this.#watchers.add(tell);
    signal?.addEventListener('abort', () => wake());
    try {
      for (;;) {
        for (const lease of waiting.splice(0))
          yield Buffer.from(`${JSON.stringify({ type: 'MODIFIED', object: lease })}\n`);
        if (signal?.aborted === true) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.#watchers.delete(tell);
    }
  }
}

/** One candidate with its own way to the server, which can be cut. */
export class Candidate implements KubeTransport, Logger {
  readonly elector: Elector;
  readonly told: string[] = [];
  readonly lines: string[] = [];
  /** Methods of requests that it has sent. */
  readonly asked: string[] = [];
  cut = false;
  readonly #server: LeaseServer;

  constructor(server: LeaseServer, identity: string) {
    this.#server = server;
    const { clock } = server;
    this.elector = new Elector({
      client: new LeaseClient(this, { namespace: 'confessor-system', name: 'confessor' }, () => clock.now()),
      identity,
      clock,
      random: () => 0.123,
      log: this,
      listener: {
        elected: () => this.told.push('elected'),
        lost: (reason) => this.told.push(`lost: ${reason}`),
      },
    });
  }

  async request(method: Method, _path: string, options: RequestOptions = {}): Promise<KubeResponse> {
    const { query, signal, body } = options;
    this.asked.push(query?.['watch'] === true ? 'WATCH' : method);
    if (this.cut) return await hanging(signal);
    if (query?.['watch'] === true) {
      // As a real server does.
      if (!Number.isInteger(query['timeoutSeconds'])) throw failureOfStatus('the lease', 400, undefined);
      if (!this.#server.watches) throw failureOfStatus('the lease', 403, undefined);
      return answer(undefined, this.#server.changes(signal));
    }
    if (method !== 'GET') return answer(this.#server.write(body as LeaseObject, method === 'POST'));
    if (this.#server.lease === undefined) throw failureOfStatus('the lease', 404, undefined);
    return answer(this.#server.lease);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  error(message: string): void {
    this.lines.push(message);
  }
  warn(message: string, fields?: LogFields): void {
    this.lines.push(`${message} (${String(fields?.['problem'])})`);
  }
  info(message: string): void {
    this.lines.push(message);
  }
  debug(): void {
    // Nobody reads it.
  }
}

async function* nothing(): AsyncGenerator<Buffer> {
  yield* [];
}

function answer(object: unknown, body: AsyncIterable<Buffer> = nothing()): KubeResponse {
  return { status: 200, contentType: '', body, json: () => Promise.resolve(object) };
}

function hanging(signal: AbortSignal | undefined): Promise<KubeResponse> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new KubeFailure('aborted', 'given up'));
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}
