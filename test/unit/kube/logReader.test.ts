import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { PodFact } from '../../../src/core/model/facts.ts';
import type { LastWords } from '../../../src/core/model/lastWords.ts';
import { createUnheard } from '../../../src/core/unheardRuns.ts';
import { LogReader } from '../../../src/kube/logs/logReader.ts';
import { type KubeTransport, openTransport } from '../../../src/kube/transport/transport.ts';
import { ManualClock } from '../../build/manualClock.ts';
import { factOf } from '../../build/observation.ts';
import { pod } from '../../build/pod.ts';
import { failed, running, type State } from '../../build/state.ts';

describe('the reader of logs', () => {
  let folder: string;
  let server: Server;
  let transport: KubeTransport;
  let clock: ManualClock;
  let ending: AbortController;
  let reading: Promise<void>;
  let reader: LogReader;
  let asked: string[];
  let heard: LastWords[];
  let warnings: string[];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  beforeEach(async () => {
    [asked, heard, warnings] = [[], [], []];
    answer = (_request, response) => response.end('first\nDirty database version 12\n');
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    folder = mkdtempSync(join(tmpdir(), 'logs-'));
    const { port } = server.address() as AddressInfo;
    const config = {
      clusters: [
        { name: 'c', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } },
      ],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      users: [{ name: 'u', user: {} }],
      'current-context': 'x',
    };
    writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(config));
    clock = new ManualClock();
    transport = openTransport({ kind: 'file', path: join(folder, 'kubeconfig') }, clock);
    ending = new AbortController();
    const none = (): void => undefined;
    reader = new LogReader({
      transport,
      clock,
      log: { error: none, warn: (message) => void warnings.push(message), info: none, debug: none },
      unheard: createUnheard(),
      heard: (words) => heard.push(words),
    });
    reading = reader.run(ending.signal);
  });

  afterEach(async () => {
    ending.abort();
    await reading;
    await transport.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  function fact(state: State, name = 'p1'): PodFact {
    const made = factOf(pod(name).init('migrate', state));
    if (made.kind !== 'Pod') throw new Error('not a pod');
    return made;
  }

  function see(seen: PodFact): void {
    reader.observe({ type: 'seen', fact: seen });
  }

  /** Time passes, and what was begun in it goes on. */
  async function pass(seconds: number): Promise<void> {
    for (let turn = 0; turn < seconds * 4; turn += 1) {
      await clock.advance(250);
      await sleep(5);
    }
  }

  /** Time passes until so many logs have been asked for, and heard. */
  async function until(logs: { readonly asked: number; readonly heard: number }): Promise<void> {
    while (asked.length < logs.asked || heard.length < logs.heard) await pass(1);
  }

  const A1 = failed('a1', { from: 1, to: 2 });

  it('reads the last lines of a failed run, once', async () => {
    see(fact(A1));
    await until({ asked: 1, heard: 1 });
    see(fact(A1));
    await pass(2);
    expect(asked).to.deep.equal([
      '/api/v1/namespaces/default/pods/p1/log?container=migrate&previous=false&tailLines=40&limitBytes=32768',
    ]);
    expect(heard.map(({ id, text }) => [id, text])).to.deep.equal([
      ['containerd://a1', 'first\nDirty database version 12\n'],
    ]);
  });

  it('reads the previous log where the retry runs by then', async () => {
    see(fact(A1));
    see(fact(running('a2', { rc: 1, last: A1 })));
    await until({ asked: 1, heard: 1 });
    expect(asked.map((url) => url.includes('previous=true'))).to.deep.equal([true]);
    expect(heard.map(({ id }) => id)).to.deep.equal(['containerd://a1']);
  });

  it('takes nothing that may be the log of another run', async () => {
    answer = (_request, response) => {
      if (asked.length === 1) see(fact(running('a2', { rc: 1, last: A1 })));
      response.end(asked.length === 1 ? 'of the second run' : 'of the first run');
    };
    see(fact(A1));
    await until({ asked: 2, heard: 1 });
    expect(heard.map(({ id, text }) => [id, text])).to.deep.equal([['containerd://a1', 'of the first run']]);
  });

  it('hides secrets and what a terminal would obey', async () => {
    answer = (_request, response) => response.end('\u001b[31mpassword=hunter2 failed');
    see(fact(A1));
    await until({ asked: 1, heard: 1 });
    expect(heard[0]?.text).to.equal('[31mpassword=*** failed');
  });

  it('keeps the end of what is long', async () => {
    answer = (_request, response) => response.end(`${'x'.repeat(30_000)}\nthe end`);
    see(fact(A1));
    await until({ asked: 1, heard: 1 });
    expect(heard[0]?.text.length).to.equal(4096);
    expect(heard[0]?.text.endsWith('\nthe end')).to.equal(true);
  });

  it('goes on after a log that cannot be had, and tries it no second time', async () => {
    answer = (_request, response) => {
      response.statusCode = asked.length === 1 ? 500 : 200;
      response.end('said');
    };
    see(fact(A1));
    see(fact(failed('b1', { from: 1, to: 2 }), 'p2'));
    await until({ asked: 2, heard: 1 });
    see(fact(A1));
    await pass(2);
    expect(asked).to.have.length(2);
    expect(heard.map(({ id }) => id)).to.deep.equal(['containerd://b1']);
  });

  it('says once that it may not', async () => {
    answer = (_request, response) => {
      response.statusCode = 403;
      response.end('{}');
    };
    see(fact(A1));
    see(fact(failed('b1', { from: 1, to: 2 }), 'p2'));
    await until({ asked: 2, heard: 0 });
    await pass(1);
    expect(warnings).to.deep.equal(['logs may not be read']);
  });

  it('does not ask for the log of a pod that is gone', async () => {
    see(fact(A1));
    reader.observe({ type: 'gone', fact: fact(A1) });
    await pass(2);
    expect(asked).to.deep.equal([]);
  });
});
