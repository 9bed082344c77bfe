import { expect } from 'chai';
import { parse } from 'yaml';
import { readYaml } from '../../../src/cli/yamlDocuments.ts';

type Path = readonly (string | number)[];

function lines(text: string, paths: readonly Path[]): readonly (number | undefined)[] {
  const [one] = readYaml(text);
  return paths.map((path) => (one?.kind === 'document' ? one.lineOf(path) : undefined));
}

function fault(text: string): readonly [number, string] | undefined {
  const [one] = readYaml(text);
  return one?.kind === 'broken' ? [one.line, one.what] : undefined;
}

const TEXTS: Readonly<Record<string, string>> = {
  'maps and lists': 'a:\n  b: 1\nc:\n  - d: x\n    e: y\n  - f\n',
  'lists as far indented as their map': 'a:\n- b: 1\n  c:\n  - d\n- - e\n  - f: 1\ng: 2\n',
  'dashes alone and values that lack': 'a:\n-\n-\n  b: 1\nc:\nd: ~\n',
  'comments and blank lines': '# a\n\na: b # c\n\n  # d\ne: # f\n  g: h#i\n',
  'what looks like another type':
    'a: 0644\nb: 1.50\nc: 500m\nd: 10.0.0.1\ne: true\nf: "true"\ng: No\nh: null\ni: -3\nj: 1.2.3\nk: 25%\nl: nullable\n',
  'what other versions of YAML give a type':
    'a: yes\nb: on\nc: y\nd: 2001-12-14\ne: 12:30:45\nf: 1_000\ng: 0b11\nh: =\n',
  'numbers in other notations': 'a: 0x1f\nb: 0o17\nc: 1e3\nd: .5\ne: +7\nf: -.inf\ng: 0x\n',
  quotes: `a: "x: \\"y\\"\\n\\u00e9"\nb: 'it''s # no'\n"c": {}\n'd': []\ne: ["sh", "-c", "a # b"]\n`,
  'literal blocks':
    'a: |\n  x\n   y\n\n  # z\nb: |-\n  x\n\n\nc: |+\n  x\n\nd:\n  - |\n    x\n  - |-\n    - y: z\n',
  'blocks that say their indentation': 'a: |2\n   b\n',
  'an end in the midst of a block': 'a: |\n  b',
  'folded blocks': 'a: >\n  b\n  c\n\n  d\n',
  'a text over several lines': 'a: it goes\n  on and\n    on\nb:\n  - c d\n    e\n',
  'another indentation for each': 'a:\n    b:\n      - c: 1\n        d: 2\n      -   e: 3\n          f: 4\n',
  'anchors and aliases': 'a: &x 1\nb: *x\nc: &y {d: [*x]}\ne: *y\n',
  'merge keys': 'a:\n  c: 3\n  <<: {b: 1, c: 2}\nd:\n  <<: [{e: 1}, {e: 2}]\n  e: 3\n',
  tags: 'a: !!str 1\nb: !!int "2"\nc: !!map {}\n',
  'maps in flow style': 'a: {b: 1, c: [d, {e: f}]}\n',
  'keys that are no text': '2: x\ntrue: y\n',
  'a key as objects have it': '__proto__: 1\nconstructor: 2\n',
  'a text that is no map': 'just words\n',
  'line breaks of Windows': 'a:\r\n  b: |\r\n    x\r\n    y\r\n',
  'a mark of its bytes': '\ufeffa: 1\n',
};

describe('a document that is YAML', () => {
  for (const [what, text] of Object.entries(TEXTS)) {
    it(`means what another parser says: ${what}`, () => {
      const [one, second] = readYaml(text);
      expect(second).to.equal(undefined);
      if (one?.kind !== 'document') expect.fail(`${one?.what}`);
      const other: unknown = parse(text, { merge: true, logLevel: 'silent' });
      expect(JSON.stringify(one.value)).to.equal(JSON.stringify(other));
    });
  }

  it('may have tags that nobody knows, or that are not for JSON', () => {
    const [one] = readYaml(
      'a: !Ref x\nb: !<tag:x.org,2000:y> [1]\nc: !Map {d: 1}\ne: !!timestamp 2001-12-14\n',
    );
    expect(one).to.deep.include({ value: { a: 'x', b: [1], c: { d: 1 }, e: '2001-12-14' } });
  });

  it('tells the lines of what is in it, or of the nearest before it', () => {
    const text =
      'a:\n  b: |\n\n    x\n  c:\n  - "d"\n  -\n  - e: >-\n      f\n    g:\nh: &i\n  j: 1\nk: *i\n';
    const paths = [[], ['a', 'b'], ['a', 'c', 0], ['a', 'c', 1], ['a', 'c', 2], ['a', 'c', 2, 'e']];
    expect(lines(text, paths)).to.deep.equal([1, 2, 6, 6, 8, 8]);
    const others = [['a', 'c', 2, 'g'], ['h'], ['h', 'j'], ['k', 'j'], ['k', 'none'], ['none', 'a']];
    expect(lines(text, others)).to.deep.equal([10, 12, 12, 13, 13, 1]);
  });

  it('tells the lines in flow style and with the line breaks of Windows', () => {
    expect(
      lines('{a: {b: [1,\r\n 2]},\r\n c: [d: 1]}\r\n', [
        ['a', 'b', 1],
        ['c', 0, 'd'],
      ]),
    ).to.deep.equal([2, 3]);
  });

  it('tells the lines of documents that only a carriage return parts', () => {
    const parts = readYaml('a: 1\n\r---\nb:\n- 1\n- 2\n');
    const told = parts.map((part) => (part.kind === 'document' ? part.lineOf(['b', 1]) : undefined));
    expect(told).to.deep.equal([1, 5]);
  });

  it('is broken where it is written wrongly, with the line', () => {
    expect(fault('a: 1\nb: c: d\n')?.[0]).to.equal(2);
    expect(fault('a:\n\tb: 1\n')?.[0]).to.equal(2);
    expect(fault('a:\n    b: 1\n  c: 2\n')?.[0]).to.equal(3);
    expect(fault('a: *b\n')).to.deep.equal([1, 'unidentified alias "b"']);
  });

  it('is broken where a key stands twice, whatever it is, and only there', () => {
    expect(fault('a: 1\n"a": 2\n')).to.deep.equal([2, 'the key a stands twice']);
    expect(fault('a:\n  - b: {c: &x d}\n    1: e\n    1: f\n')).to.deep.equal([4, 'the key 1 stands twice']);
    expect(fault('a: &a {b: 1}\nc:\n  <<: *a\n  b: 2\n')).to.equal(undefined);
  });

  it('is broken where its aliases would make too much of it', () => {
    const level = (n: number): string =>
      `l${n}: &l${n} [${Array.from({ length: 9 }, () => `*l${n - 1}`).join()}]`;
    const levels = [2, 3, 4, 5, 6, 7, 8].map(level).join('\n');
    expect(fault(`l1: &l1 [x]\n${levels}\n`)).to.deep.equal([1, 'its aliases repeat too much']);
    const often = Array.from({ length: 300 }, () => '- *x').join('\n');
    expect(fault(`a: &x {y: z}\nb:\n${often}\n`)).to.equal(undefined);
  });
});
