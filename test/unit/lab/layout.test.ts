import { expect } from 'chai';
import { layoutOf } from '../../../hack/lab/layout.ts';

describe('layout', () => {
  it('gives every name its own bridge, short enough for the kernel', () => {
    const [one, two] = [layoutOf('one'), layoutOf('two')];
    expect(one.bridge).not.to.equal(two.bridge);
    expect(one.bridge.length).to.be.at.most(15);
  });

  for (const name of ['', '../up', 'With-Capitals', '-x', 'x'.repeat(21)]) {
    it(`refuses the name "${name}"`, () => {
      expect(() => layoutOf(name)).to.throw('no cluster name');
    });
  }
});
