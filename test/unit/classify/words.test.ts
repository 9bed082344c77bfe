import { expect } from 'chai';
import fc from 'fast-check';
import { matchesAny } from '../../../src/core/classify/words.ts';

describe('a pattern', () => {
  const rows: readonly (readonly [pattern: string, matched: readonly string[], others: readonly string[]])[] =
    [
      ['up', ['up', 'UP'], ['upgrade', 'setup', '']],
      ['up|down', ['up', 'down'], ['up|down', 'updown']],
      ['up*', ['up', 'upgrade'], ['setup']],
      ['*up', ['up', 'setup'], ['upgrade']],
      ['*up*', ['up', 'supper'], ['u-p']],
      ['dd-lib-*-init', ['dd-lib-java-init', 'dd-lib--init'], ['dd-lib-init', 'dd-lib-java-init-2']],
      ['a*b*a', ['aba', 'a-b-a', 'abba'], ['aa', 'ab', 'ba']],
      ['*', ['', 'x'], []],
      ['-C', ['-C'], ['-c']],
      ['-X*', ['-XPOST'], ['-xPOST']],
      ['a.c', ['a.c'], ['abc']],
    ];
  for (const [pattern, matched, others] of rows)
    it(`'${pattern}' is matched by ${matched.map((word) => `'${word}'`).join(', ')}`, () => {
      expect(matched.filter((word) => !matchesAny([pattern], word))).to.deep.equal([]);
      expect(others.filter((word) => matchesAny([pattern], word))).to.deep.equal([]);
    });

  it('means what the same expression means', () => {
    const text = (...letters: readonly string[]): fc.Arbitrary<string> =>
      fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text('a', 'a', 'b', '*'), text('a', 'a', 'b'), (pattern, word) => {
        const same = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
        expect(matchesAny([pattern], word)).to.equal(same.test(word));
      }),
      { numRuns: 500 },
    );
  });
});
