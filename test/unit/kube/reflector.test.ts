import { expect } from 'chai';
import { event, Script, thing } from './script.ts';

const bookmark = (version: string) => event('BOOKMARK', { metadata: { resourceVersion: version } });
const error = (code: number, reason: string) => event('ERROR', { kind: 'Status', code, reason });
const empty = { page: [], version: '10' } as const;

describe('reflector', () => {
  let script: Script;

  afterEach(() => script.reflector.stop());

  it('lists page by page and is in sync only after the last', async () => {
    script = await new Script([
      { page: [thing('a')], version: '10', more: 'next' },
      { page: [thing('b')], version: '10' },
    ]).run();
    expect(script.told).to.deep.equal(['seen a/a', 'seen b/b', 'synced']);
    expect(script.asked).to.deep.equal(['list @0', 'list next @0', 'watch 10 @0']);
  });

  it('asks for the present, for bookmarks, and for an end within ten minutes', async () => {
    script = await new Script([empty]).run();
    expect(script.queries).to.deep.equal([
      { limit: 500, continue: undefined },
      { watch: true, allowWatchBookmarks: true, resourceVersion: '10', timeoutSeconds: 600 },
    ]);
  });

  it('starts the list again when a later page has expired, and takes no part for the whole', async () => {
    script = await new Script([
      { page: [thing('a')], version: '10', more: 'next' },
      { status: 410, reason: 'Expired' },
      { page: [thing('b')], version: '20' },
    ]).run(1000);
    expect(script.told).to.deep.equal(['seen a/a', 'seen b/b', 'gone a/a', 'synced']);
  });

  it('resumes from the last event after a broken wire, and from the last bookmark', async () => {
    script = await new Script([
      empty,
      { events: [event('ADDED', thing('a', 'a', '11'))], end: 'cut' },
      { events: [bookmark('15')], end: 'cut' },
    ]).run(5000);
    expect(script.asked.map((line) => line.split(' @')[0])).to.deep.equal([
      'list',
      'watch 10',
      'watch 11',
      'watch 15',
    ]);
    expect(script.told).not.to.include('gap');
    expect(script.gaps).to.equal(0);
  });

  it('lists anew when its version has expired, says the gap first, and misses nobody', async () => {
    const kept = thing('kept');
    for (const expired of [{ status: 410 }, { events: [error(410, 'Expired')] }]) {
      script = await new Script([
        { page: [kept, thing('lost')], version: '10' },
        expired,
        { page: [kept, thing('come')], version: '20' },
      ]).run(1000);
      expect(script.told.slice(3)).to.deep.equal([
        'gap',
        'seen kept/kept',
        'seen come/come',
        'gone lost/lost',
        'synced',
      ]);
      expect(script.asked.at(-1)).to.match(/^watch 20/);
      expect(script.gaps, 'the metric').to.equal(1);
      expect(script.lines, 'it is no trouble').to.deep.equal([]);
      await script.reflector.stop();
    }
  });

  it('tells the old one gone before the new one of its name', async () => {
    script = await new Script([
      { page: [thing('first', 'web-0')], version: '10' },
      { status: 410 },
      { page: [thing('second', 'web-0')], version: '20' },
    ]).run(1000);
    expect(script.told).to.deep.equal([
      'seen web-0/first',
      'synced',
      'gap',
      'gone web-0/first',
      'seen web-0/second',
      'synced',
    ]);
  });

  it('tells the last state of what was deleted', async () => {
    const last = thing('a', 'renamed-for-the-test', '12');
    script = await new Script([
      { page: [thing('a')], version: '10' },
      { events: [event('DELETED', last)] },
    ]).run();
    expect(script.told.at(-1)).to.equal('gone renamed-for-the-test/a');
  });

  it('backs off when the server fails, longer each time, and never gives up', async () => {
    script = await new Script(Array.from({ length: 9 }, () => ({ status: 500 }))).run(200_000);
    const seconds = script.asked.map((line) => Number(line.split('@')[1]));
    const pauses = seconds.slice(1).map((second, index) => second - (seconds[index] ?? 0));
    expect(pauses.slice(0, 5).toSorted((a, b) => a - b)).to.deep.equal(pauses.slice(0, 5));
    expect(Math.max(...pauses)).to.be.within(25, 31);
    expect(script.told).to.deep.equal([]);
    expect(script.lines, 'said once').to.deep.equal(['watch interrupted: status']);
  });

  it('waits as long as the server asks for', async () => {
    script = await new Script([{ status: 429, retryAfter: '17' }, empty]).run(60_000);
    expect(script.asked.slice(0, 2)).to.deep.equal(['list @0', 'list @17']);
  });

  it('keeps its version when the server is behind, or has failed', async () => {
    script = await new Script([
      empty,
      { status: 504, reason: 'Timeout' },
      { events: [error(500, 'InternalError')] },
      { status: 503 },
    ]).run(60_000);
    expect(new Set(script.asked.slice(1).map((line) => line.split(' @')[0]))).to.deep.equal(
      new Set(['watch 10']),
    );
  });

  it('watches again at once after a clean end, but not when the watch never lived', async () => {
    script = await new Script([
      empty,
      { events: [bookmark('11')], end: 'clean' },
      { events: [], end: 'clean' },
    ]).run(10_000);
    expect(script.asked).to.deep.equal(['list @0', 'watch 10 @0', 'watch 11 @0', 'watch 11 @1']);
  });

  it('believes a refusal only when it is repeated, then leaves the kind out and looks again later', async () => {
    script = await new Script([...Array.from({ length: 4 }, () => ({ status: 403 })), empty]).run(10_000);
    expect(script.told).to.deep.equal(['left out']);
    expect(script.reflector.state()).to.include({ phase: 'forbidden', synced: false });
    await script.clock.advance(1_200_000);
    expect(script.told).to.deep.equal(['left out', 'synced']);
    expect(script.lines).to.deep.equal([
      'kind left out: not allowed to read it: forbidden',
      'watch recovered',
    ]);
  });

  it('costs one object and a gap when one cannot be read, and says so once', async () => {
    const odd = thing('odd', 'odd', '11', { spec: 'unreadable' });
    const worse = thing('worse', 'worse', '12', { spec: 'explodes' });
    script = await new Script([
      empty,
      {
        events: [
          event('ADDED', odd),
          event('MODIFIED', odd),
          event('ADDED', worse),
          event('ADDED', thing('fine', 'fine', '13')),
        ],
        end: 'cut',
      },
    ]).run(2000);
    expect(script.told).to.deep.equal(['synced', 'gap', 'gap', 'gap', 'seen fine/fine']);
    expect(script.refusals).to.equal(3);
    expect(script.gaps).to.equal(3);
    expect(script.lines.slice(0, 2)).to.deep.equal(['object refused: odd', 'object refused: worse']);
    expect(script.asked.at(-1)).to.match(/^watch 13/);
  });

  it('keeps what it knew of an object that has become unreadable, until it is gone', async () => {
    script = await new Script([
      { page: [thing('a')], version: '10' },
      { status: 410 },
      { page: [thing('a', 'a', '2', { spec: 'unreadable' })], version: '20' },
      { status: 410 },
      empty,
    ]).run(5000);
    expect(script.told.slice(2)).to.deep.equal(['gap', 'gap', 'synced', 'gap', 'gone a/a', 'synced']);
  });

  it('lists anew when what comes is no watch stream', async () => {
    script = await new Script([empty, { events: [], raw: '<html>a proxy</html>\n' }, empty]).run(3000);
    expect(script.asked.map((line) => line.split(' @')[0])).to.deep.equal([
      'list',
      'watch 10',
      'list',
      'watch 10',
    ]);
  });

  it('goes on when its hearer throws, and tells it of a gap: what it did not take may have been a run', async () => {
    script = new Script([{ page: [thing('a'), thing('b')], version: '10' }]);
    const observe = script.observe.bind(script);
    script.observe = (change) => {
      if (change.type === 'seen' && change.object.name === 'a') throw new Error('a fault of the hearer');
      observe(change);
    };
    await script.run();
    expect(script.told).to.deep.equal(['gap', 'seen b/b', 'synced']);
    expect(script.gaps).to.equal(1);
    expect(script.lines[0]).to.match(/^an observation was not taken/);
  });

  it('can be stopped while it waits', async () => {
    script = await new Script([{ status: 500 }]).run();
    await script.reflector.stop();
    await script.clock.advance(60_000);
    expect(script.asked).to.deep.equal(['list @0']);
    expect(script.clock.timers).to.equal(0);
  });
});
