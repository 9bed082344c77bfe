import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../../../hack/testrings/child.ts';
import { RINGS } from '../../../hack/testrings/rings.ts';

describe('the test rings', () => {
  const files = globSync('test/**/*.test.ts', { cwd: ROOT });

  it('run every test there is', () => {
    const rings = RINGS.filter(({ kind }) => kind === 'mocha').map(({ name }) => join('test', name, '/'));
    expect(files.filter((file) => !rings.some((ring) => file.startsWith(ring)))).to.deep.equal([]);
  });

  it('have tests, each of them', () => {
    const empty = RINGS.filter(({ kind }) => kind === 'mocha').filter(
      ({ name }) => !files.some((file) => file.startsWith(join('test', name, '/'))),
    );
    expect(empty).to.deep.equal([]);
  });
});
