import { expect } from 'chai';
import { layoutOf } from '../../../hack/lab/layout.ts';

describe('layout', () => {
  it('gives every name its own bridge, short enough for the kernel', () => {
    const [one, two] = [layoutOf('one'), layoutOf('two')];
    expect(one.bridge).not.to.equal(two.bridge);
    expect(one.bridge.length).to.be.at.most(15);
  });

  it('gives every bridge a link address of its own that is neither the world’s nor a group’s', () => {
    const [one, two] = [layoutOf('one'), layoutOf('two')];
    expect(one.bridgeAddress).to.match(/^02(:[0-9a-f]{2}){5}$/);
    expect(one.bridgeAddress).not.to.equal(two.bridgeAddress);
  });

  for (const name of ['', '../up', 'With-Capitals', '-x', 'x'.repeat(21)]) {
    it(`refuses the name "${name}"`, () => {
      expect(() => layoutOf(name)).to.throw('no cluster name');
    });
  }
});
