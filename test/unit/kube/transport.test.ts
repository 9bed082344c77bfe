import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { KubeFailure } from '../../../src/kube/transport/failure.ts';
import { type KubeTransport, openTransport } from '../../../src/kube/transport/transport.ts';
import { ManualClock, settle } from '../../build/manualClock.ts';

describe('transport', () => {
  let folder: string;
  let server: Server;
  let clock: ManualClock;
  let transport: KubeTransport;
  let connections: number;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  beforeEach(async () => {
    connections = 0;
    server = createServer((request, response) => answer(request, response));
    server.on('connection', () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    folder = mkdtempSync(join(tmpdir(), 'transport-'));
    writeFileSync(join(folder, 'token'), 'one');
    const { port } = server.address() as AddressInfo;
    const config = {
      clusters: [
        { name: 'c', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } },
      ],
      users: [
        {
          name: 'u',
          user: { 'auth-provider': { name: 'tokenFile', config: { tokenFile: join(folder, 'token') } } },
        },
      ],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    };
    writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(config));
    clock = new ManualClock();
    transport = openTransport({ kind: 'file', path: join(folder, 'kubeconfig') }, clock);
  });

  afterEach(async () => {
    await transport.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  function json(response: ServerResponse, status: number, body: object, headers = {}): void {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  }

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await sleep(5);
  }

  async function failure(attempt: Promise<unknown>): Promise<KubeFailure> {
    const error: unknown = await attempt.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof KubeFailure) return error;
    throw new Error(`no failure: ${String(error)}`);
  }

  it('opens nothing any more once it is closed', async () => {
    answer = (_request, response) => json(response, 200, {});
    await transport.close();
    expect((await failure(transport.request('GET', '/x'))).message).to.include('closed');
    expect(connections).to.equal(0);
  });

  it('sends what it is asked to, as who we are', async () => {
    answer = (request, response) => {
      const { method, url, headers } = request;
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => json(response, 201, { method, url, headers, body }));
    };
    const response = await transport.request('PATCH', '/apis/x', {
      query: { force: true, limit: 5, absent: undefined },
      body: { a: 1 },
      contentType: 'application/apply-patch+yaml',
      accept: 'application/json;as=Table',
    });
    expect(response.status).to.equal(201);
    const seen = (await response.json()) as { headers: object };
    expect(seen).to.include({ method: 'PATCH', url: '/apis/x?force=true&limit=5', body: '{"a":1}' });
    expect(seen.headers).to.include({
      authorization: 'Bearer one',
      'content-type': 'application/apply-patch+yaml',
      accept: 'application/json;as=Table',
    });
  });

  it('shares few connections among many calls', async () => {
    answer = (_request, response) => json(response, 200, {});
    const calls = async () => {
      for (let call = 0; call < 50; call += 1) await (await transport.request('GET', '/x')).json();
    };
    await Promise.all([calls(), calls(), calls(), calls(), calls(), calls()]);
    expect(connections).to.be.at.most(4);
  });

  it('asks again with a new token when the old one is refused, and once only', async () => {
    let asked = 0;
    answer = ({ headers }, response) => {
      asked += 1;
      const known = headers.authorization === 'Bearer two';
      json(response, known ? 200 : 401, { kind: 'Status', reason: 'Unauthorized' });
    };
    expect((await failure(transport.request('GET', '/x'))).kind).to.equal('unauthorized');
    expect(asked).to.equal(2);
    writeFileSync(join(folder, 'token'), 'two');
    await clock.advance(5000);
    await (await transport.request('GET', '/x')).json();
    expect(asked).to.equal(4);
  });

  it('says what the server said', async () => {
    answer = (_request, response) =>
      json(
        response,
        429,
        { kind: 'Status', message: 'slow down', reason: 'TooManyRequests' },
        { 'retry-after': '2' },
      );
    const failed = await failure(transport.request('GET', '/x'));
    expect(failed).to.include({
      kind: 'throttled',
      status: 429,
      reason: 'TooManyRequests',
      retryAfter: 2000,
    });
    expect(failed.message).to.match(/^GET http:\/\/127\.0\.0\.1:\d+\/x: slow down$/);
  });

  it('tells a stream that breaks from one that ends', async () => {
    answer = (_request, response) => {
      response.write('half');
      setImmediate(() => response.destroy());
    };
    const response = await transport.request('GET', '/x', { lane: 'watch' });
    const chunks: string[] = [];
    const reading = (async () => {
      for await (const chunk of response.body) chunks.push(chunk.toString());
    })();
    expect((await failure(reading)).kind).to.equal('broken');
    expect(chunks).to.deep.equal(['half']);
  });

  it('hangs up on a stream that nobody reads on', async () => {
    const hungUp = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        response.write('first\n');
        response.on('close', resolve);
      };
    });
    const response = await transport.request('GET', '/x', { lane: 'watch' });
    for await (const _ of response.body) break;
    await hungUp;
    await settle();
  });

  it('hangs up when it is told to stop', async () => {
    answer = (_request, response) => response.write('first\n');
    const stopping = new AbortController();
    const response = await transport.request('GET', '/x', { lane: 'watch', signal: stopping.signal });
    const reading = (async () => {
      for await (const _ of response.body) stopping.abort();
    })();
    expect((await failure(reading)).kind).to.equal('aborted');
  });

  it('does not send what had to wait for its turn if it may not go any more', async () => {
    let mayGo = true;
    const sent: string[] = [];
    const answers: (() => void)[] = [];
    answer = ({ url, method }, response) => {
      if (method === 'PATCH') sent.push(url ?? '');
      answers.push(() => json(response, 200, {}));
    };
    const patch = (path: string) =>
      transport.request('PATCH', path, {
        body: {},
        beforeSending: () => {
          if (!mayGo) throw new KubeFailure('aborted', 'too late');
        },
      });
    const early = [patch('/1'), patch('/2'), patch('/3'), patch('/4')];
    await until(() => sent.length === 4);
    const late = failure(patch('/late'));
    mayGo = false;
    for (const one of answers) one();
    await Promise.all(early);
    expect((await late).message).to.include('too late');
    expect(sent.toSorted()).to.deep.equal(['/1', '/2', '/3', '/4']);
  });

  it('does not wait for a call to renew the lease', async () => {
    answer = ({ url }, response) => (url === '/lease' ? json(response, 200, {}) : undefined);
    const stuck = Array.from({ length: 8 }, () => failure(transport.request('GET', '/x')));
    await (await transport.request('GET', '/lease', { lane: 'lease' })).json();
    await transport.close();
    await Promise.all(stuck);
  });

  it('does not wait for a watch to make a call', async () => {
    answer = ({ url }, response) => (url === '/watch' ? response.write('first\n') : json(response, 200, {}));
    const watches = await Promise.all(
      Array.from({ length: 10 }, () => transport.request('GET', '/watch', { lane: 'watch' })),
    );
    await (await transport.request('GET', '/x')).json();
    expect(watches).to.have.lengthOf(10);
    expect(connections).to.equal(11);
  });
});
