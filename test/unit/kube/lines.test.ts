import { expect } from 'chai';
import fc from 'fast-check';
import { LineSplitter, LineTooLong } from '../../../src/kube/reflect/lines.ts';

const lines = fc.array(fc.string({ minLength: 1 }).map((text) => text.replaceAll('\n', '·')));

describe('lines of a stream', () => {
  it('come out whole, wherever the chunks were cut', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.nat(40)), (wanted, cuts) => {
        const bytes = Buffer.from(wanted.map((line) => `${line}\n`).join(''));
        const splitter = new LineSplitter(1 << 20);
        const got: string[] = [];
        let from = 0;
        for (const size of [...cuts, bytes.length]) {
          for (const line of splitter.push(bytes.subarray(from, from + size))) got.push(line.toString());
          from += size;
        }
        expect(got).to.deep.equal(wanted);
        expect(splitter.held).to.equal(0);
      }),
    );
  });

  it('are told apart from one that has not ended', () => {
    const splitter = new LineSplitter(100);
    expect([...splitter.push(Buffer.from('whole\nhal'))].map(String)).to.deep.equal(['whole']);
    expect(splitter.held).to.equal(3);
  });

  it('are refused when they are longer than any object', () => {
    const splitter = new LineSplitter(10);
    expect([...splitter.push(Buffer.from('12345'))]).to.deep.equal([]);
    expect(() => [...splitter.push(Buffer.from('67890x'))]).to.throw(LineTooLong);
  });
});
