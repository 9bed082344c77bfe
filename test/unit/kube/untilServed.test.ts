import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CRD_NAME, PLURAL } from '../../../src/api/group.ts';
import { KubeFailure } from '../../../src/kube/transport/failure.ts';
import type { KubeTransport } from '../../../src/kube/transport/transport.ts';
import { untilServed } from '../../../src/kube/write/untilServed.ts';
import { ManualClock } from '../../build/manualClock.ts';

const broken = (what: string) => new KubeFailure('broken', what);
const resources = { resources: [{ name: PLURAL }, { name: `${PLURAL}/status` }] };

/** A server that answers as it is told, and what is said while it is waited for. */
function waitFor(answer: () => Promise<unknown>) {
  const clock = new ManualClock();
  const said: string[] = [];
  const transport: KubeTransport = {
    request: async () => {
      const body = await answer();
      return { status: 200, contentType: '', body: (async function* () {})(), json: async () => body };
    },
    close: async () => undefined,
  };
  const began = clock.now();
  const ended = untilServed(transport, clock, new AbortController().signal, ({ what }) =>
    said.push(`${(clock.now() - began) / 1000} s: ${what}`),
  );
  return { clock, said, ended };
}

describe('a server that is waited for', () => {
  it('is said to be at once, and once, where it answers nonsense; after a minute it is given up', async () => {
    const { clock, said, ended } = waitFor(async () => {
      throw broken('nonsense');
    });
    await clock.advance(58_000);
    expect(said).to.deep.equal(['0 s: nonsense']);
    await clock.advance(10_000);
    expect((await ended).map(({ what }) => what)).to.deep.equal(['nonsense']);
  });

  it('is said to be after two seconds where it does not answer at all', async () => {
    const { clock, said } = waitFor(() => new Promise(() => undefined));
    await clock.advance(30_000);
    expect(said).to.deep.equal(['2 s: no answer yet']);
  });

  it('is said to be again where another thing is wrong with it', async () => {
    const answers = ['one', 'one', 'two'].map(broken);
    const { clock, said, ended } = waitFor(async () => {
      const next = answers.shift();
      if (next !== undefined) throw next;
      return resources;
    });
    await clock.advance(10_000);
    expect(said).to.deep.equal(['0 s: one', '4 s: two']);
    expect(await ended).to.deep.equal([]);
  });

  it('is given up at once where our kind is missing, with a file of the checkout that makes it', async () => {
    const { ended } = waitFor(async () => ({ resources: [] }));
    const [problem] = await ended;
    const file = /kubectl apply -f (\S+)/.exec(problem?.cure ?? '')?.[1] ?? '';
    expect(readFileSync(resolve(import.meta.dirname, '../../..', file), 'utf8')).to.include(
      `name: ${CRD_NAME}`,
    );
  });

  it('is not spoken of where it is there', async () => {
    const { clock, said, ended } = waitFor(async () => resources);
    await clock.advance(10_000);
    expect(await ended).to.deep.equal([]);
    expect(said).to.deep.equal([]);
  });
});
