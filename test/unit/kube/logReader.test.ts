import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { LastWords } from '../../../src/core/model/lastWords.ts';
import { unheardRuns } from '../../../src/core/unheardRuns.ts';
import { LogReader } from '../../../src/kube/logs/logReader.ts';
import { type KubeTransport, openTransport } from '../../../src/kube/transport/transport.ts';
import { millis } from '../../build/clock.ts';
import { ManualClock } from '../../build/manualClock.ts';
import { podFactOf } from '../../build/observation.ts';
import { pod, type Pod } from '../../build/pod.ts';
import { failed, running, type State } from '../../build/state.ts';

/** A line as a kubelet gives it where times are asked for. */
function line(seconds: number, text: string): string {
  return `${new Date(millis(seconds)).toISOString().replace('Z', '123456Z')} ${text}\n`;
}

describe('the reader of logs', () => {
  let folder: string;
  let server: Server;
  let transport: KubeTransport;
  let clock: ManualClock;
  let ending: AbortController;
  let reading: Promise<void>;
  let reader: LogReader;
  let make: () => LogReader;
  let asked: string[];
  let heard: LastWords[];
  let warnings: string[];
  /** The pods as the server has them, by name. */
  let standing: Map<string, Pod>;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  beforeEach(async () => {
    [asked, heard, warnings] = [[], [], []];
    standing = new Map();
    answer = (_request, response) =>
      response.end(line(1.5, 'first') + line(2.5, 'Dirty database version 12'));
    server = createServer((request, response) => {
      const [, name, isLog] = /\/pods\/([^/?]+)(\/log\?)?/.exec(request.url ?? '') ?? [];
      if (isLog === undefined) return void response.end(JSON.stringify(standing.get(name ?? '')?.build()));
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
    make = () =>
      new LogReader({
        transport,
        clock,
        log: { error: none, warn: (message) => void warnings.push(message), info: none, debug: none },
        unheard: unheardRuns,
        heard: (words) => heard.push(words),
      });
    reader = make();
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

  function of(state: State, name = 'p1'): Pod {
    return pod(name).init('migrate', state);
  }

  /** Our watch shows it. */
  function see(shown: Pod): void {
    reader.observe({ type: 'seen', fact: podFactOf(shown) });
  }

  /** The server has it, and our watch shows it. */
  function stands(now: Pod): void {
    changes(now);
    see(now);
  }

  /** The server has it, and our watch lags behind. */
  function changes(now: Pod): void {
    standing.set(podFactOf(now).name, now);
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
  const A2 = failed('a2', { rc: 1, from: 3, to: 4, last: A1 });
  const RETRY = running('a2', { rc: 1, at: 3, last: A1 });

  /** A log has been asked for, and nothing of it is heard. */
  async function expectUnheard(): Promise<void> {
    await until({ asked: 1, heard: 0 });
    await pass(1);
    expect(texts()).to.deep.equal([]);
  }

  function texts(): readonly (readonly [id: string, text: string])[] {
    return heard.map(({ id, text }) => [id, text]);
  }

  it('reads the last lines of a failed run, once', async () => {
    stands(of(A1));
    await until({ asked: 1, heard: 1 });
    see(of(A1));
    await pass(2);
    expect(asked).to.deep.equal([
      '/api/v1/namespaces/default/pods/p1/log?container=migrate&previous=false&timestamps=true&tailLines=40&limitBytes=32768',
    ]);
    expect(texts()).to.deep.equal([['containerd://a1', 'first\nDirty database version 12\n']]);
  });

  it('reads the previous log where the retry runs by then', async () => {
    stands(of(A1));
    stands(of(RETRY));
    await until({ asked: 1, heard: 1 });
    expect(asked.map((url) => url.includes('previous=true'))).to.deep.equal([true]);
    expect(heard.map(({ id }) => id)).to.deep.equal(['containerd://a1']);
  });

  it('does not read again as the previous log what it has read', async () => {
    stands(of(A1));
    await until({ asked: 1, heard: 1 });
    stands(of(RETRY));
    await pass(2);
    expect(asked).to.have.length(1);
  });

  describe('takes nothing that may be the log of another run', () => {
    it('where the retry is seen to begin while it is read', async () => {
      answer = (_request, response) => {
        if (asked.length === 1) stands(of(RETRY));
        response.end(line(2.5, asked.length === 1 ? 'of the second run' : 'of the first run'));
      };
      stands(of(A1));
      await until({ asked: 2, heard: 1 });
      expect(texts()).to.deep.equal([['containerd://a1', 'of the first run\n']]);
    });

    it('where the retry has begun and our watch does not show it yet', async () => {
      answer = (_request, response) => response.end(line(2.5, asked.length === 1 ? 'second' : 'first'));
      see(of(A1));
      changes(of(RETRY));
      await expectUnheard();
      see(of(RETRY));
      await until({ asked: 2, heard: 1 });
      expect(texts()).to.deep.equal([['containerd://a1', 'first\n']]);
    });

    it('where the previous log is by now that of a later run', async () => {
      see(of(RETRY));
      changes(of(running('a3', { rc: 2, at: 5, last: A2 })));
      await expectUnheard();
    });

    it('where the kubelet knows of a later run and the server does not: its lines are younger', async () => {
      answer = (_request, response) => response.end(line(3.5, 'of a later run'));
      stands(of(RETRY));
      await expectUnheard();
    });

    it('where another pod has taken the name', async () => {
      see(of(A1));
      changes(of(A1).uid('another'));
      await expectUnheard();
    });

    it('where the first line does not tell its time', async () => {
      answer = (_request, response) => response.end(`unable to retrieve container logs\n${line(2, 'x')}`);
      stands(of(A1));
      await expectUnheard();
    });
  });

  it('hides secrets and what a terminal would obey', async () => {
    answer = (_request, response) => response.end(line(2, '\u001b[31mpassword=hunter2 failed'));
    stands(of(A1));
    await until({ asked: 1, heard: 1 });
    expect(heard[0]?.text).to.equal('[31mpassword=*** failed\n');
  });

  it('keeps the end of what is long', async () => {
    answer = (_request, response) => response.end(line(2, 'x'.repeat(30_000)) + line(2, 'the end'));
    stands(of(A1));
    await until({ asked: 1, heard: 1 });
    expect(heard[0]?.text.length).to.equal(4096);
    expect(heard[0]?.text.endsWith('\nthe end\n')).to.equal(true);
  });

  it('goes on after a log that cannot be had, and tries it no second time', async () => {
    answer = (_request, response) => {
      response.statusCode = asked.length === 1 ? 500 : 200;
      response.end(line(2, 'said'));
    };
    stands(of(A1));
    stands(of(failed('b1', { from: 1, to: 2 }), 'p2'));
    await until({ asked: 2, heard: 1 });
    see(of(A1));
    await pass(2);
    expect(asked).to.have.length(2);
    expect(heard.map(({ id }) => id)).to.deep.equal(['containerd://b1']);
  });

  it('says once that it may not', async () => {
    answer = (_request, response) => {
      response.statusCode = 403;
      response.end('{}');
    };
    stands(of(A1));
    stands(of(failed('b1', { from: 1, to: 2 }), 'p2'));
    await until({ asked: 2, heard: 0 });
    await pass(1);
    expect(warnings).to.deep.equal(['logs may not be read']);
  });

  it('says once that more logs wait than it can read', async () => {
    for (let index = 0; index < 502; index += 1)
      see(of(failed(`c${index}`, { from: 1, to: 2 }), `p${index}`));
    expect(warnings).to.deep.equal(['too many logs wait to be read: some failed runs are not heard']);
  });

  it('keeps the newest five hundred while it stands by, and says what it has left out once it reads', async () => {
    reader = make();
    for (let index = 0; index < 520; index += 1)
      see(of(failed(`c${index}`, { from: 1, to: 2 }), `p${index}`));
    expect(warnings).to.deep.equal([]);
    reading = Promise.all([reading, reader.run(ending.signal)]).then(() => undefined);
    expect(warnings).to.deep.equal(['too many logs wait to be read: some failed runs are not heard']);
    await until({ asked: 2, heard: 0 });
    expect(asked[0]).to.include('/pods/p20/log');
  });

  it('says nothing of what it left out while it stood by once that waits no more', () => {
    reader = make();
    const pods = Array.from({ length: 520 }, (_, index) =>
      of(failed(`c${index}`, { from: 1, to: 2 }), `p${index}`),
    );
    for (const one of pods) see(one);
    for (const one of pods) reader.observe({ type: 'gone', fact: podFactOf(one) });
    reading = Promise.all([reading, reader.run(ending.signal)]).then(() => undefined);
    expect(warnings).to.deep.equal([]);
  });

  it('does not ask for the log of a pod that is gone', async () => {
    stands(of(A1));
    reader.observe({ type: 'gone', fact: podFactOf(of(A1)) });
    await pass(2);
    expect(asked).to.deep.equal([]);
  });
});
