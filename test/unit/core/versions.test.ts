import { expect } from 'chai';
import { reached } from '../../../src/controller/reached.ts';
import { isOlderVersion } from '../../../src/core/model/refs.ts';

describe('R44: versions', () => {
  it('compare as numbers, of any length', () => {
    expect(isOlderVersion('9', '10')).to.equal(true);
    expect(isOlderVersion('10', '9')).to.equal(false);
    expect(isOlderVersion('9007199254740992', '9007199254740993')).to.equal(true);
    expect(reached('10', '9')).to.equal(true);
    expect(reached('9', '10')).to.equal(false);
  });

  it('that are the same are not older, and reached', () => {
    expect(isOlderVersion('7', '7')).to.equal(false);
    expect(reached('7', '7')).to.equal(true);
  });

  it('that are no numbers are only equal or not', () => {
    expect(isOlderVersion('a', 'b')).to.equal(false);
    expect(isOlderVersion('', '1')).to.equal(false);
    expect(reached('b', 'a')).to.equal(false);
    expect(reached('1', '')).to.equal(false);
    expect(reached('b', 'b')).to.equal(true);
  });
});
