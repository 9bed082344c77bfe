import { join } from 'node:path';
import { expect } from 'chai';
import { confessor } from '../../unit/cli/cliRun.ts';
import { expectGolden } from './golden.ts';

const SHOP = join(import.meta.dirname, 'shop.yaml');
/** The same wherever the checkout lies. */
const portable = (text: string): string => text.replaceAll(SHOP, 'shop.yaml');

describe('what lint prints of a shop', () => {
  it('is this for people', async () => {
    const { code, out, err } = await confessor(['lint', SHOP]);
    expect({ code, err }).to.deep.equal({ code: 1, err: '' });
    expectGolden('shop.lint.txt', portable(out));
  });

  it('is this for programs', async () => {
    const { out } = await confessor(['lint', '-o', 'json', SHOP]);
    expectGolden('shop.lint.json', portable(out));
  });
});
