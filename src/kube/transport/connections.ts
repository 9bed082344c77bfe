import type { ConnectionOptions } from 'node:tls';
import { Agent, type buildConnector, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from 'undici';
import type { Access } from './credentials.ts';
import { defined } from './defined.ts';

/**
 * Short calls share few connections; the lease has one that no other call can hold up; each watch has one of its own, and dies
 * when it is silent for too long.
 */
export type Lane = 'call' | 'lease' | 'watch';

/** The server sends a bookmark about once a minute: silence for longer than this means a dead connection. */
const STALL = 150_000;
const CALL_TIMEOUT = 30_000;
const KEEP_ALIVE = 60_000;

// HTTP/1.1 for all: no flow control shared between watches, and no GOAWAY that ends all of them at once.
const CALL = {
  allowH2: false,
  headersTimeout: CALL_TIMEOUT,
  bodyTimeout: CALL_TIMEOUT,
  keepAliveTimeout: KEEP_ALIVE,
};
const LANES = {
  call: { ...CALL, connections: 4 },
  lease: { ...CALL, connections: 1 },
  watch: { allowH2: false, headersTimeout: CALL_TIMEOUT, bodyTimeout: STALL },
} as const satisfies Record<Lane, Agent.Options>;

/** The shared connections to one API server, made anew when its certificates change. */
export class Connections {
  #fingerprint = '';
  #lanes: Record<Lane, Dispatcher> | undefined;
  #closed = false;

  lane(name: Lane, access: Access): Dispatcher {
    // Who comes too late must not open what nobody would close.
    if (this.#closed) throw new Error('the connections are closed');
    if (this.#lanes === undefined || this.#fingerprint !== access.fingerprint) {
      const old = this.#lanes;
      this.#lanes = {
        call: dispatcher('call', access),
        lease: dispatcher('lease', access),
        watch: dispatcher('watch', access),
      };
      this.#fingerprint = access.fingerprint;
      if (old !== undefined) retire(old);
    }
    return this.#lanes[name];
  }

  async close(): Promise<void> {
    const lanes = this.#lanes;
    this.#closed = true;
    this.#lanes = undefined;
    if (lanes !== undefined) await Promise.all(Object.values(lanes).map((lane) => lane.destroy()));
  }
}

/** What runs over the old connections may end there. */
function retire(lanes: Record<Lane, Dispatcher>): void {
  for (const lane of Object.values(lanes)) lane.close().catch(() => undefined);
}

function dispatcher(name: Lane, { connection }: Access): Dispatcher {
  const lane = LANES[name];
  switch (connection.type) {
    case 'agent':
      return new Agent({ ...lane, connect: tls(connection.connect) });
    case 'proxy':
      return new ProxyAgent({
        ...lane,
        uri: connection.uri,
        requestTls: tls(connection.requestTls),
      });
    case 'socks':
      return new Socks5ProxyAgent(connection.uri, { ...lane, requestTls: tls(connection.requestTls) });
    case 'none':
      return new Agent(lane);
  }
}

/** Half a minute of TCP keep-alive, as client-go has it: load balancers forget idle connections after a minute. */
const TCP_KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelay: 30_000 } as const;

function tls(options: ConnectionOptions): buildConnector.BuildOptions {
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  return {
    ...defined({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername }),
    ...TCP_KEEP_ALIVE,
  };
}
