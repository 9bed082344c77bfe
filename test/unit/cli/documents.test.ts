import { expect } from 'chai';
import { type BrokenDocument, type ManifestDocument, readDocuments } from '../../../src/cli/documents.ts';

const broken = (text: string): BrokenDocument[] =>
  [...readDocuments(text)].filter((one) => one.kind === 'broken');
const whole = (text: string): ManifestDocument[] =>
  [...readDocuments(text)].filter((one) => one.kind === 'document');

describe('the documents of a manifest', () => {
  it('are all read, with the lines of what stands in them', () => {
    const [first, second] = whole('# a comment\na: 1\n---\nb:\n  - c: 2\n  - c: 3\n');
    expect(first?.value).to.deep.equal({ a: 1 });
    expect(second?.value).to.deep.equal({ b: [{ c: 2 }, { c: 3 }] });
    expect(second?.number).to.equal(2);
    expect(second?.lineOf(['b', 1, 'c'])).to.equal(6);
    expect(second?.lineOf(['b', 7, 'nothing'])).to.equal(5);
  });

  it('may begin on the line of their mark, which ends each before, also a block', () => {
    const text =
      '# of the first\n---\na: |\n  x\n--- {b: 1}\n---\n---word: 1\n---\t# empty\n---\n{"c":\n 1}\n';
    const all = [...readDocuments(text)];
    expect(all.map((one) => (one.kind === 'document' ? one.value : one.what))).to.deep.equal([
      { a: 'x\n' },
      { b: 1 },
      { '---word': 1 },
      null,
      { c: 1 },
    ]);
    const lines = all.map((one) => (one.kind === 'document' ? one.lineOf(['c']) : one.line));
    expect(lines).to.deep.equal([3, 5, 7, 8, 11]);
  });

  it('may end with a mark, or say how they are written', () => {
    expect(
      whole('%YAML 1.2\n---\na: 1\n...\n---\nb: 2\n').map(({ value, lineOf }) => [value, lineOf([])]),
    ).to.deep.equal([
      [{ a: 1 }, 3],
      [{ b: 2 }, 6],
    ]);
  });

  it('that are JSON on many lines tell the lines of what is in them', () => {
    const text = '\n{"a": {"x,]": [1,\n {"y":\n  "}\\"",\n "z": [[],\n [2]]}]},\n "b": null}\n';
    const [only] = whole(text);
    const lines = [['a', 'x,]', 0], ['a', 'x,]', 1, 'y'], ['a', 'x,]', 1, 'z', 1], ['b'], ['none']];
    expect(lines.map((path) => only?.lineOf(path))).to.deep.equal([2, 4, 6, 7, 2]);
  });

  it('may be JSON, one after another', () => {
    const [first, second] = whole('{"a":\n 1}\n{"b": [\n 2,\n 3]}');
    expect(first?.value).to.deep.equal({ a: 1 });
    expect(second?.lineOf(['b', 1])).to.equal(5);
  });

  it('may be YAML in flow style', () => {
    expect(whole('{a: 1, b: [x]}')[0]?.value).to.deep.equal({ a: 1, b: ['x'] });
  });

  it('are read although another one is broken, which is named by its line', () => {
    const text = 'a: 1\n---\nb: [1\n---\nc: 3\n';
    expect(whole(text).map(({ value }) => value)).to.deep.equal([{ a: 1 }, { c: 3 }]);
    expect(broken(text)).to.have.length(1);
    expect(broken(text)[0]?.number).to.equal(2);
    expect(broken(text)[0]?.line).to.be.within(3, 4);
  });

  it('share what YAML lets them share', () => {
    const text = 'base: &b {x: 1}\nuse: *b\nmerged:\n  <<: *b\n  y: 2\n';
    expect(whole(text)[0]?.value).to.deep.equal({ base: { x: 1 }, use: { x: 1 }, merged: { x: 1, y: 2 } });
  });

  it('are broken where a key stands twice in one object, and only there', () => {
    for (const text of ['a: {x: 1,\n x: 2}\n', '{"a": {"x": 1,\n "\\u0078": 2}}']) {
      expect(broken(text).map(({ line, what }) => [line, what])).to.deep.equal([
        [2, 'the key x stands twice'],
      ]);
    }
    const lawful = '{"a": {"x": "}", "y": [{"x": 1}, {"x": 2}]}, "x": "\\"x\\": 1, \\"x\\": 2"}';
    expect(whole(lawful)).to.have.length(1);
    expect(whole('a: {x: 1}\nx: {x: 1}\n')).to.have.length(1);
  });

  it('are broken where a key is no text', () => {
    expect(broken('a: 1\n{b: 1}: 2\n').map(({ line }) => line)).to.deep.equal([2]);
  });

  it('may be merged from several', () => {
    const text = 'b: &b {x: 1}\nc: &c {y: 2}\nmerged:\n  <<: *b\n  <<: *c\n';
    expect(whole(text)[0]?.value).to.deep.include({ merged: { x: 1, y: 2 } });
  });

  it('that hold themselves are refused, each by its own line', () => {
    const text = 'a: 1\n---\nb: 2\n---\nspec: &s\n  initContainers: [*s]\n';
    expect(broken(text).map(({ number, line, what }) => [number, line, what])).to.deep.equal([
      [3, 5, 'an alias stands for what it is in'],
    ]);
    expect(whole(text)).to.have.length(2);
    expect(whole('a: &a {x: 1}\nb: [*a, *a]\n')).to.have.length(1);
  });

  it('that would explode are refused', () => {
    const levels = Array.from({ length: 12 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n},`.repeat(9)}]`);
    expect(broken(`l0: &l0 [x]\n${levels.join('\n')}\n`)[0]?.what).to.match(/alias/i);
  });

  it('that are nested without end are refused', () => {
    expect(broken('['.repeat(100_000))).to.have.length.greaterThan(0);
  });
});
