import { expect } from 'chai';
import fc from 'fast-check';
import { JsonSplitter, type JsonText } from '../../../src/cli/jsonSplitter.ts';
import { cpuMillis } from '../cpuTime.ts';

/** The compiler and the collector of the first calls. */
const NOISE_MS = 200;

function split(chunks: readonly string[]): JsonText[] {
  const splitter = new JsonSplitter();
  return [...chunks.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.end()];
}

describe('a stream of JSON documents', () => {
  it('is cut alike however it is spaced and wherever its chunks end', () => {
    const document = fc.oneof(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
      fc.array(fc.jsonValue()),
    );
    const written = fc.tuple(
      document,
      fc.constantFrom(0, 2),
      fc.constantFrom('', '\n', ' ', '\r\n', '\u001e'),
    );
    fc.assert(
      fc.property(fc.array(written), fc.integer({ min: 1, max: 20 }), (documents, size) => {
        const text = documents
          .map(([value, indent, gap]) => JSON.stringify(value, undefined, indent) + gap)
          .join('');
        const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        const read: unknown[] = split(chunks).map((part): unknown => JSON.parse(part.text));
        expect(read).to.deep.equal(documents.map(([value]) => JSON.parse(JSON.stringify(value)) as unknown));
      }),
    );
  });

  it('knows on which line each begins', () => {
    expect(split(['{"a":\n1}\n\n', ' {}{\n}']).map(({ line }) => line)).to.deep.equal([1, 4, 4]);
  });

  it('is not misled by brackets and quotes within strings', () => {
    expect(split(['{"a":"}{\\"]["}{"b":"\\\\"}']).map(({ text }) => text)).to.deep.equal([
      '{"a":"}{\\"]["}',
      '{"b":"\\\\"}',
    ]);
  });

  it('says when it ends in the middle of a document', () => {
    expect(split(['{}{"a":[1,'])).to.deep.equal([
      { text: '{}', line: 1, complete: true },
      { text: '{"a":[1,', line: 1, complete: false },
    ]);
  });

  it('hands out what is no JSON as a text of its own', () => {
    expect(split(['{}\nno json here\n{}']).map(({ text }) => text)).to.deep.equal([
      '{}',
      'no json here\n',
      '{}',
    ]);
    expect(split(['}{}']).map(({ text }) => text)).to.deep.equal(['}', '{}']);
  });

  it('takes a time that grows with its length only', () => {
    const took = [250_000, 1_000_000].map((length) => {
      const splitter = new JsonSplitter();
      return cpuMillis(() => {
        for (let at = 0; at < length; at += 1000) [...splitter.push('['.repeat(1000))];
      });
    });
    expect(took[1]).to.be.below(10 * (took[0] ?? 0) + NOISE_MS);
  });
});
