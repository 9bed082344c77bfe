import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const STOPPING = resolve(import.meta.dirname, '../../src/stopping.ts');

/** Tells when it listens and when it was asked to end, and never ends by itself. */
const ENDLESS = `
import { untilSignal } from ${JSON.stringify(STOPPING)};
const { signal } = untilSignal();
signal.addEventListener('abort', () => console.log('asked'));
setInterval(() => undefined, 60_000);
console.log('listening');`;

describe('the wish to end', () => {
  for (const [first, second] of [
    ['SIGTERM', 'SIGTERM'],
    ['SIGTERM', 'SIGINT'],
    ['SIGINT', 'SIGTERM'],
  ] as const)
    it(`is heard at ${first}, and ${second} after it ends the process at once`, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', ENDLESS], {
        stdio: ['ignore', 'pipe', 'inherit'],
        timeout: 20_000,
        killSignal: 'SIGKILL',
      });
      const ended = once(child, 'exit');
      const words = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
      expect((await words.next()).value).to.equal('listening\n');
      child.kill(first);
      expect((await words.next()).value).to.equal('asked\n');
      child.kill(second);
      expect(await ended).to.deep.equal([null, second]);
    });
});
