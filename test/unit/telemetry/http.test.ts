import { expect } from 'chai';
import { type HttpServer, startHttp } from '../../../src/telemetry/http.ts';

describe('the HTTP server', () => {
  let server: HttpServer;
  let missing: readonly string[] = [];
  let broken = false;

  before(async () => {
    server = await startHttp({
      listen: { host: '127.0.0.1', port: 0 },
      live: () => ({ ok: true, details: {} }),
      ready: () => ({ ok: missing.length === 0, details: { missing } }),
      metrics: () =>
        broken ? Promise.reject(new Error('no snapshot')) : Promise.resolve('confessor_pods 3\n'),
    });
  });
  after(() => server.close());

  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: await response.text(),
    };
  };

  it('serves the metrics as Prometheus reads them', async () => {
    expect(await get('/metrics')).to.deep.equal({
      status: 200,
      type: 'text/plain; version=0.0.4; charset=utf-8',
      body: 'confessor_pods 3\n',
    });
  });

  it('says which kinds are missing until it is ready', async () => {
    missing = ['Pod', 'Node'];
    expect(await get('/readyz')).to.include({ status: 503, body: '{"ok":false,"missing":["Pod","Node"]}\n' });
    missing = [];
    expect(await get('/readyz?verbose')).to.include({ status: 200 });
  });

  it('is alive', async () => {
    expect(await get('/livez')).to.include({ status: 200, body: '{"ok":true}\n' });
  });

  it('knows no other page and takes nothing in', async () => {
    expect((await get('/')).status).to.equal(404);
    expect((await get('/metrics', 'POST')).status).to.equal(405);
    expect(await get('/livez', 'HEAD')).to.include({ status: 200, body: '' });
  });

  it('answers when a scrape fails, and lives on', async () => {
    broken = true;
    expect((await get('/metrics')).status).to.equal(500);
    broken = false;
    expect((await get('/metrics')).status).to.equal(200);
  });

  it('says so when the address is taken', async () => {
    const again = startHttp({
      listen: { host: '127.0.0.1', port: server.port },
      live: () => ({ ok: true, details: {} }),
      ready: () => ({ ok: true, details: {} }),
      metrics: () => Promise.resolve(''),
    });
    expect(
      await again.then(
        () => 'started',
        (error: Error) => error.message,
      ),
    ).to.include('EADDRINUSE');
  });
});
