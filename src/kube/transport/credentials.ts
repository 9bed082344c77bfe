import { createHash } from 'node:crypto';
import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Clock } from '../../controller/ports.ts';
import type { Millis } from '../../core/model/refs.ts';
import { defined } from './defined.ts';

type DispatcherOptions = ReturnType<KubeConfig['createDispatcherOptions']>;

/** What a request needs: the server, its headers, and how to connect. */
export interface Access {
  readonly server: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connection: DispatcherOptions;
  /** Changes when the CA, the client certificate or the server does: connections made before must not be used again. */
  readonly fingerprint: string;
}

/** Tokens and certificates on disk are rotated; client-go, too, looks once a minute at most. */
const REFRESH: Millis = 30_000;
/** A 401 makes us read everything anew, but a server that refuses each request must not make us read for each. */
const FORCED: Millis = 1_000;

/** Credentials as they stand on disk now; read at most every 30 s, and anew after a 401. */
export class Credentials {
  readonly #load: () => KubeConfig;
  readonly #clock: Clock;
  #config: KubeConfig | undefined;
  #access: Promise<Access> | undefined;
  #readAt = 0;

  constructor(load: () => KubeConfig, clock: Clock) {
    this.#load = load;
    this.#clock = clock;
  }

  async current(): Promise<Access> {
    const now = this.#clock.now();
    // A wall clock that was set back must not keep old credentials alive.
    const fresh = now >= this.#readAt && now - this.#readAt < REFRESH;
    const access = fresh && this.#access !== undefined ? this.#access : this.#read(now);
    try {
      return await access;
    } catch (error) {
      if (this.#access === access) this.#access = undefined;
      throw error;
    }
  }

  /** The server did not know us: the file may hold a new token although the client library still remembers the old one. */
  refused(): void {
    const now = this.#clock.now();
    if (now - this.#readAt < FORCED) return;
    this.#config = undefined;
    this.#access = undefined;
  }

  #read(now: Millis): Promise<Access> {
    this.#readAt = now;
    this.#access = this.#resolve();
    return this.#access;
  }

  async #resolve(): Promise<Access> {
    const config = (this.#config ??= this.#load());
    const cluster = config.getCurrentCluster();
    if (cluster === null) throw new Error('the kubeconfig has no current cluster');
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
    const tls = defined({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername });
    return {
      server: cluster.server.replace(/\/$/, ''),
      headers: headersOf(options),
      connection: config.createDispatcherOptions(cluster, tls),
      fingerprint: fingerprint({ ...tls, server: cluster.server, proxy: cluster.proxyUrl }),
    };
  }
}

function headersOf(options: RequestOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name] = String(value).trim();
  if (typeof options.auth === 'string') {
    headers['Authorization'] = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  }
  return headers;
}

function fingerprint(fields: object): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
