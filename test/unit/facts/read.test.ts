import { expect } from 'chai';
import { Reader, Strange } from '../../../src/facts/read.ts';

interface Row {
  readonly value: unknown;
  readonly read: unknown;
  readonly strange?: string;
}

type Read = (reader: Reader) => unknown;

const HUGE = 'x'.repeat(1000);

const TABLES: Readonly<Record<string, { readonly read: Read; readonly rows: readonly Row[] }>> = {
  str: {
    read: (reader) => reader.str('f', 10),
    rows: [
      { value: 'abc', read: 'abc' },
      { value: undefined, read: '' },
      { value: null, read: '' },
      { value: '', read: '' },
      { value: HUGE, read: 'xxxxxxxxxx' },
      { value: 'a\u001b[31mb', read: 'a[31mb' },
      { value: 'a\nb\tc', read: 'a b c' },
      { value: 'a\u202eb\u200bc', read: 'abc' },
      { value: 5, read: '', strange: 'f: not a string' },
      { value: ['a'], read: '', strange: 'f: not a string' },
      { value: { a: 1 }, read: '', strange: 'f: not a string' },
    ],
  },
  int: {
    read: (reader) => reader.int('f'),
    rows: [
      { value: 0, read: 0 },
      { value: -1, read: -1 },
      { value: null, read: undefined },
      { value: undefined, read: undefined },
      { value: 1.5, read: undefined, strange: 'f: not an integer' },
      { value: '1', read: undefined, strange: 'f: not an integer' },
      { value: 1e300, read: undefined, strange: 'f: not an integer' },
      { value: Number.NaN, read: undefined, strange: 'f: not an integer' },
      { value: true, read: undefined, strange: 'f: not an integer' },
    ],
  },
  count: {
    read: (reader) => reader.count('f'),
    rows: [
      { value: 3, read: 3 },
      { value: undefined, read: 0 },
      { value: -3, read: 0, strange: 'f: below zero' },
      { value: [], read: 0, strange: 'f: not an integer' },
    ],
  },
  flag: {
    read: (reader) => reader.flag('f'),
    rows: [
      { value: true, read: true },
      { value: false, read: false },
      { value: null, read: false },
      { value: 'true', read: false, strange: 'f: not a boolean' },
      { value: 1, read: false, strange: 'f: not a boolean' },
    ],
  },
  time: {
    read: (reader) => reader.time('f'),
    rows: [
      { value: '2026-01-01T00:00:00Z', read: 1767225600000 },
      { value: '2026-01-01T00:00:00.123456Z', read: 1767225600123 },
      { value: '2026-01-01T01:00:00+01:00', read: 1767225600000 },
      { value: '1970-01-01T00:00:00Z', read: 0 },
      { value: '0001-01-01T00:00:00Z', read: undefined },
      { value: null, read: undefined },
      { value: undefined, read: undefined },
      { value: '1', read: undefined, strange: 'f: not a time' },
      { value: '2026-13-01T00:00:00Z', read: undefined, strange: 'f: not a time' },
      { value: 1767225600, read: undefined, strange: 'f: not a time' },
      { value: `2026-01-01T00:00:00.${'0'.repeat(1000)}Z`, read: undefined, strange: 'f: not a time' },
    ],
  },
  oneOf: {
    read: (reader) => reader.oneOf('f', ['Always', 'Never'], 'Always'),
    rows: [
      { value: 'Never', read: 'Never' },
      { value: undefined, read: 'Always' },
      { value: '', read: 'Always' },
      { value: 'Sometimes', read: 'Always', strange: 'f: none of Always, Never' },
      { value: 1, read: 'Always', strange: 'f: none of Always, Never' },
    ],
  },
  list: {
    read: (reader) => reader.list('f').map((item) => [item.path, item.int('n')]),
    rows: [
      {
        value: [{ n: 1 }, { n: 2 }],
        read: [
          ['f[0]', 1],
          ['f[1]', 2],
        ],
      },
      { value: null, read: [] },
      { value: undefined, read: [] },
      { value: [1, { n: 2 }], read: [['f[1]', 2]], strange: 'f[0]: not an object' },
      { value: [null], read: [], strange: 'f[0]: not an object' },
      { value: {}, read: [], strange: 'f: not a list' },
      { value: 'abc', read: [], strange: 'f: not a list' },
    ],
  },
  strings: {
    read: (reader) => reader.strings('f'),
    rows: [
      { value: ['a', 'b'], read: ['a', 'b'] },
      { value: undefined, read: [] },
      { value: ['a', 5], read: ['a'], strange: 'f[1]: not a string' },
      { value: 'a', read: [], strange: 'f: not a list' },
    ],
  },
  at: {
    read: (reader) => reader.in('f', 'g').int('n'),
    rows: [
      { value: { g: { n: 1 } }, read: 1 },
      { value: { g: null }, read: undefined },
      { value: undefined, read: undefined },
      { value: { g: 5 }, read: undefined, strange: 'f.g: not an object' },
      { value: [], read: undefined, strange: 'f: not an object' },
    ],
  },
};

describe('a reader of a JSON object', () => {
  for (const [name, { read, rows }] of Object.entries(TABLES)) {
    describe(name, () => {
      for (const row of rows) {
        it(`reads ${show(row.value)} as ${show(row.read)}`, () => {
          const strange = new Strange();
          expect(read(new Reader({ f: row.value }, '', strange))).to.deep.equal(row.read);
          expect(strange.list()).to.deep.equal(row.strange === undefined ? [] : [row.strange]);
        });
      }
    });
  }

  it('sees nothing that an object has from its prototype', () => {
    const reader = new Reader({}, '', new Strange());
    expect(reader.has('constructor')).to.equal(false);
    expect(reader.verbatim('toString')).to.equal('');
  });

  it('names a field once, however often it is read, and never more than 32 of them', () => {
    const strange = new Strange();
    const reader = new Reader({ f: 5, list: Array.from({ length: 100 }, () => 5) }, '', strange);
    reader.str('f');
    reader.str('f');
    expect(strange.list()).to.deep.equal(['f: not a string']);
    reader.list('list');
    expect(strange.list()).to.have.length(32);
  });
});

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
