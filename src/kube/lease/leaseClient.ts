import type { Millis } from '../../core/model/refs.ts';
import { LineSplitter } from '../reflect/lines.ts';
import { failureOfStatus, KubeFailure } from '../transport/failure.ts';
import type { KubeTransport } from '../transport/transport.ts';
import { parseEvent } from '../reflect/wire.ts';
import { heldBy, heldByNobody, type LeaseRecord, parseLease } from './record.ts';

/** Where the Lease is. */
export interface LeaseName {
  readonly namespace: string;
  readonly name: string;
}

const API_VERSION = 'coordination.k8s.io/v1';
/** No Lease is larger. */
const LINE_MAX = 1024 * 1024;

/** One Lease of one API server; every write names the version that it follows. */
export class LeaseClient {
  readonly #transport: KubeTransport;
  readonly #at: LeaseName;
  readonly #wall: () => Millis;

  /** `wall` is the clock that people read: its times stand in the Lease, and nobody decides by them. */
  constructor(transport: KubeTransport, at: LeaseName, wall: () => Millis) {
    this.#transport = transport;
    this.#at = at;
    this.#wall = wall;
  }

  /** As it is now; undefined where there is none. */
  async read(signal: AbortSignal): Promise<LeaseRecord | undefined> {
    try {
      const answer = await this.#transport.request('GET', this.#path(this.#at.name), {
        lane: 'lease',
        signal,
      });
      return parseLease(await answer.json());
    } catch (error) {
      if (error instanceof KubeFailure && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Writes `holder` over what stands there, or makes the Lease; a 409 where somebody was faster. */
  async hold(holder: string, before: LeaseRecord | undefined, signal: AbortSignal): Promise<LeaseRecord> {
    return await this.#write(before, heldBy(holder, before, this.#wall()), signal);
  }

  async release(before: LeaseRecord, signal: AbortSignal): Promise<LeaseRecord> {
    return await this.#write(before, heldByNobody(before, this.#wall()), signal);
  }

  /** What stands there, now and after each change, until the server ends it. Without a version it begins with the present. */
  async *watch(timeoutSeconds: number, signal: AbortSignal): AsyncGenerator<LeaseRecord | undefined> {
    const { body } = await this.#transport.request('GET', this.#path(), {
      lane: 'watch',
      signal,
      query: { watch: true, fieldSelector: `metadata.name=${this.#at.name}`, timeoutSeconds },
    });
    const lines = new LineSplitter(LINE_MAX);
    for await (const chunk of body) {
      for (const line of lines.push(chunk)) {
        const event = parseEvent(line);
        if (event.type === 'ERROR') throw failureOfStatus('watch of the lease', 0, event.status);
        if (event.type === 'DELETED') yield undefined;
        else if (event.type !== 'BOOKMARK') yield parseLease(event.object);
      }
    }
  }

  async #write(before: LeaseRecord | undefined, spec: object, signal: AbortSignal): Promise<LeaseRecord> {
    const metadata = { ...before?.metadata, ...this.#at, managedFields: undefined };
    const body = { apiVersion: API_VERSION, kind: 'Lease', metadata, spec };
    const answer =
      before === undefined
        ? await this.#transport.request('POST', this.#path(), { lane: 'lease', body, signal })
        : await this.#transport.request('PUT', this.#path(this.#at.name), { lane: 'lease', body, signal });
    return parseLease(await answer.json());
  }

  #path(name?: string): string {
    const all = `/apis/${API_VERSION}/namespaces/${encodeURIComponent(this.#at.namespace)}/leases`;
    return name === undefined ? all : `${all}/${encodeURIComponent(name)}`;
  }
}
