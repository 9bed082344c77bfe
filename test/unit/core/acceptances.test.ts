import { expect } from 'chai';
import fc from 'fast-check';
import { acceptedBy, readAcceptances } from '../../../src/core/accept/acceptances.ts';
import type { AcceptLevel } from '../../../src/core/model/acceptance.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
const read = (entries: unknown, from: AcceptLevel = 'workload') =>
  readAcceptances(JSON.stringify(entries), from);
const faults = (raw: string, from: AcceptLevel = 'workload'): readonly string[] =>
  readAcceptances(raw, from).faults.map(({ container, what }) => `${container ?? '?'}: ${what}`);

describe('an acceptance', () => {
  const migrate = { container: 'migrate', reason: 'one replica' };

  it('names a container, says why, and may have an end', () => {
    expect(read([{ ...migrate, until: '2027-01-31' }])).to.deep.equal({
      entries: [{ ...migrate, until: Date.UTC(2027, 1, 1), from: 'workload' }],
      faults: [],
    });
    expect(read([migrate]).entries).to.deep.equal([{ ...migrate, until: undefined, from: 'workload' }]);
  });

  it('is none where nothing is written', () => {
    expect(readAcceptances('', 'workload')).to.deep.equal({ entries: [], faults: [] });
    expect(readAcceptances(' \n', 'workload').faults).to.deep.equal([]);
    expect(read([])).to.deep.equal({ entries: [], faults: [] });
  });

  const ends: readonly (readonly [until: string, at: number | undefined])[] = [
    ['2026-11-27', Date.UTC(2026, 10, 28)],
    ['2026-11-27T13:00:00Z', Date.UTC(2026, 10, 27, 13)],
    ['2026-11-27T13:00:00.5+02:00', Date.UTC(2026, 10, 27, 11, 0, 0, 500)],
  ];
  for (const [until, at] of ends)
    it(`until ${until} ends then, a day at its end in UTC`, () =>
      expect(read([{ ...migrate, until }]).entries[0]?.until).to.equal(at));

  const wrong: readonly (readonly [title: string, raw: string, said: string])[] = [
    ['no JSON', '{', '?: it is no list in JSON'],
    ['no list', '{"container":"migrate"}', '?: it is no list in JSON'],
    [
      'more than 4 KiB',
      JSON.stringify([{ ...migrate, reason: 'x'.repeat(4096) }]),
      '?: it is longer than 4 KiB',
    ],
    ['an entry that is no object', '["migrate"]', '?: [0] is no object'],
    ['no container', '[{"reason":"x"}]', '?: [0] names no container'],
    ['a number for a container', '[{"container":7,"reason":"x"}]', '?: [0] names no container'],
    [
      'no name of a container',
      '[{"container":"a/b","reason":"x"}]',
      '?: [0] has a container that is no name of one',
    ],
    [
      'all containers of a workload',
      '[{"container":"*","reason":"x"}]',
      "?: [0] accepts '*', which counts only on a namespace or in the settings",
    ],
    ['no reason', '[{"container":"migrate"}]', 'migrate: [0] has no reason'],
    ['a reason of blanks', '[{"container":"migrate","reason":" "}]', 'migrate: [0] has no reason'],
    [
      'a reason that no finding can hold',
      JSON.stringify([{ ...migrate, reason: 'x'.repeat(513) }]),
      'migrate: [0] has a reason longer than 512 characters',
    ],
    [
      'no date',
      '[{"container":"migrate","reason":"x","until":"May"}]',
      'migrate: [0] has an until that is no date',
    ],
    [
      'a day that no month has',
      '[{"container":"migrate","reason":"x","until":"2027-02-31"}]',
      'migrate: [0] has an until that is no date',
    ],
    [
      'a number for a date',
      '[{"container":"migrate","reason":"x","until":2027}]',
      'migrate: [0] has an until that is no date',
    ],
    [
      'a slip of the pen, which would make it endless',
      '[{"container":"migrate","reason":"x","untill":"2027-01-31"}]',
      "migrate: [0] has a field 'untill' that is not known",
    ],
    [
      'the same container twice',
      JSON.stringify([migrate, migrate]),
      "migrate: [1] accepts 'migrate' a second time",
    ],
  ];
  for (const [title, raw, said] of wrong)
    it(`with ${title} does not count`, () => expect(faults(raw)).to.deep.equal([said]));

  it('that is bad spoils no other', () => {
    const { entries, faults: bad } = read([{ container: 'seed' }, migrate]);
    expect([entries.length, bad.length]).to.deep.equal([1, 1]);
  });

  it('of all containers counts on a namespace and in the settings', () => {
    for (const from of ['namespace', 'settings'] as const)
      expect(read([{ container: '*', reason: 'x' }], from).faults).to.deep.equal([]);
  });

  it('holds by the strongest level that has one which has not ended', () => {
    const over = read([{ ...migrate, until: '2026-11-26' }], 'namespace');
    const all = read([{ container: '*', reason: 'all' }], 'namespace');
    const own = read([migrate], 'workload');
    expect(acceptedBy('migrate', [all, own], NOW).by?.from).to.equal('namespace');
    expect(acceptedBy('migrate', [over, own], NOW)).to.deep.include({
      by: own.entries[0],
      expired: undefined,
    });
    expect(acceptedBy('migrate', [over], NOW)).to.deep.include({ by: undefined, expired: over.entries[0] });
    expect(acceptedBy('seed', [over, own], NOW)).to.deep.equal({ by: undefined, expired: undefined });
  });

  it('is read from whatever stands there without an error', () => {
    const json = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc.string({ unit: 'binary' }),
      fc.json().map((text) => `[${text}]`),
    );
    fc.assert(
      fc.property(json, fc.constantFrom<AcceptLevel>('namespace', 'workload'), (raw, from) => {
        for (const { reason } of readAcceptances(raw, from).entries) expect(reason).not.to.equal('');
      }),
      { numRuns: 300 },
    );
  });
});
