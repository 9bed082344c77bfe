import { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import type { Clock } from '../../controller/ports.ts';
import { Connections, type Lane } from './connections.ts';
import { type Access, Credentials } from './credentials.ts';
import {
  failureOfCredentials,
  failureOfError,
  failureOfStatus,
  type KubeFailure,
  parseStatus,
} from './failure.ts';
import { type KubeSource, loadKubeConfig } from './source.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
  /** Called when the body goes out, which may be long after the request was made: throws where it must not any more. */
  readonly beforeSending?: () => void;
  /** Which connections it shares, if any: the lease has one of its own, and so has each watch, which may last. */
  readonly lane?: Lane;
}

/** An answer of the 2xx family. Its body must be read or thrown away. */
export interface KubeResponse {
  readonly status: number;
  readonly contentType: string;
  /** The body's raw chunks; ends with a KubeFailure when the connection breaks. */
  readonly body: AsyncIterable<Buffer>;
  json(): Promise<unknown>;
}

/** One API server. Requests end with a KubeFailure for anything but success; nothing else is thrown. */
export interface KubeTransport {
  request(method: Method, path: string, options?: RequestOptions): Promise<KubeResponse>;
  close(): Promise<void>;
}

/** A transport over shared connections, with credentials that are read anew when they may have changed. */
export function openTransport(source: KubeSource, clock: Clock): KubeTransport {
  return new UndiciTransport(new Credentials(() => loadKubeConfig(source), clock));
}

const USER_AGENT = 'confessor';

class UndiciTransport implements KubeTransport {
  readonly #credentials: Credentials;
  readonly #connections = new Connections();

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  async request(method: Method, path: string, options: RequestOptions = {}): Promise<KubeResponse> {
    try {
      return await this.#once(method, path, options);
    } catch (error) {
      const failure = failureOfError(`${method} ${path}`, error);
      if (failure.kind !== 'unauthorized') throw failure;
      this.#credentials.refused();
      return await this.#once(method, path, options);
    }
  }

  async close(): Promise<void> {
    await this.#connections.close();
  }

  async #once(method: Method, path: string, options: RequestOptions): Promise<KubeResponse> {
    const access = await this.#access(`${method} ${path}`);
    const place = `${method} ${access.server}${path}`;
    let answer: Dispatcher.ResponseData;
    try {
      answer = await this.#send(method, path, options, access);
    } catch (error) {
      throw failureOfError(place, error);
    }
    if (answer.statusCode >= 200 && answer.statusCode < 300) return responseOf(place, answer);
    throw await refusal(place, answer);
  }

  async #access(place: string): Promise<Access> {
    try {
      return await this.#credentials.current();
    } catch (error) {
      throw failureOfCredentials(place, error);
    }
  }

  #send(
    method: Method,
    path: string,
    options: RequestOptions,
    access: Access,
  ): Promise<Dispatcher.ResponseData> {
    const { body, contentType, accept, signal, lane, query, beforeSending } = options;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers: Record<string, string> = {
      ...access.headers,
      'user-agent': USER_AGENT,
      accept: accept ?? 'application/json',
    };
    if (text !== undefined) {
      headers['content-type'] = contentType ?? 'application/json';
      headers['content-length'] = String(Buffer.byteLength(text));
    }
    return request(`${access.server}${path}${search(query)}`, {
      method,
      headers,
      dispatcher: this.#connections.lane(lane ?? 'call', access),
      ...(text === undefined
        ? {}
        : { body: beforeSending === undefined ? text : sentOnce(text, beforeSending) }),
      ...(signal === undefined ? {} : { signal }),
    });
  }
}

/** The connection asks for it when it is its turn, and writes it in that moment. */
function sentOnce(text: string, beforeSending: () => void): Readable {
  return Readable.from(
    (function* () {
      beforeSending();
      yield Buffer.from(text);
    })(),
  );
}

function search(query: RequestOptions['query']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}

function responseOf(place: string, answer: Dispatcher.ResponseData): KubeResponse {
  return {
    status: answer.statusCode,
    contentType: header(answer, 'content-type') ?? '',
    body: chunks(place, answer.body),
    json: async () => {
      try {
        return await answer.body.json();
      } catch (error) {
        throw failureOfError(place, error);
      }
    },
  };
}

async function* chunks(place: string, body: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body) if (Buffer.isBuffer(chunk)) yield chunk;
  } catch (error) {
    throw failureOfError(place, error);
  }
}

/** The server's own words about why not; an answer that is no Status (a proxy's page) says only its number. */
async function refusal(place: string, answer: Dispatcher.ResponseData): Promise<KubeFailure> {
  const body = await answer.body.json().catch(() => undefined);
  return failureOfStatus(place, answer.statusCode, parseStatus(body), header(answer, 'retry-after'));
}

function header(answer: Dispatcher.ResponseData, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
