import { KubeFailure } from '../transport/failure.ts';
import type { KubeResponse, KubeTransport, Method, RequestOptions } from '../transport/transport.ts';

/**
 * Lets requests through only while nobody else can lead, and asks that again when their turn on a connection has come: what a
 * frozen process has begun ends here when it is thawed. What was on the wire by then meets a 409, for every write names the
 * version it was computed from.
 */
export class Fence implements KubeTransport {
  readonly #transport: KubeTransport;
  readonly #holds: () => boolean;

  constructor(transport: KubeTransport, holds: () => boolean) {
    this.#transport = transport;
    this.#holds = holds;
  }

  async request(method: Method, path: string, options?: RequestOptions): Promise<KubeResponse> {
    const beforeSending = (): void => {
      if (!this.#holds())
        throw new KubeFailure('aborted', `${method} ${path}: the lease is not held any more`);
    };
    beforeSending();
    return await this.#transport.request(method, path, { ...options, beforeSending });
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}
