import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Whether the program is well, and what is to be known about it. */
export interface Health {
  readonly ok: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface HttpOptions {
  readonly listen: { readonly host: string; readonly port: number };
  live(): Health;
  /** Its details name the kinds that are missing. */
  ready(): Health;
  /** The whole exposition text. */
  metrics(): Promise<string>;
}

/** The server of metrics and health, listening. */
export interface HttpServer {
  /** The port it listens on, also where it was asked for any (0). */
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** The address cannot be had; nothing but another one helps. */
export class AddressError extends Error {
  readonly cure = 'choose another address with --http.listen';
}

/** Serves /metrics, /livez and /readyz; rejects with an AddressError when the address cannot be had. */
export function startHttp(options: HttpOptions): Promise<HttpServer> {
  const server = createServer((request, response) => void respond(options, request, response));
  return new Promise((resolve, reject) => {
    const { host, port } = options.listen;
    const refuse = (error: Error): void => {
      reject(new AddressError(`http.listen ${host}:${port} cannot be had (${String(error)})`));
    };
    server.once('error', refuse);
    server.listen(port, host === '' ? undefined : host, () => {
      server.removeListener('error', refuse);
      const address = server.address() as AddressInfo;
      resolve({ port: address.port, close: () => close(server) });
    });
  });
}

function close(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function respond(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, type, body } = await answer(options, request).catch(failed);
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function answer(options: HttpOptions, { method, url = '' }: IncomingMessage): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'only GET is answered' });
  switch (url.split('?')[0]) {
    case '/metrics':
      return { status: 200, type: METRICS_TYPE, body: await options.metrics() };
    case '/livez':
      return health(options.live());
    case '/readyz':
      return health(options.ready());
    default:
      return json(404, { error: 'there are /metrics, /livez and /readyz' });
  }
}

function health({ ok, details }: Health): Answer {
  return json(ok ? 200 : 503, { ok, ...details });
}

function json(status: number, body: object): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(body)}\n` };
}

function failed(error: unknown): Answer {
  return json(500, { error: error instanceof Error ? error.message : String(error) });
}
