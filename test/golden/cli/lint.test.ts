import { join, relative } from 'node:path';
import { expect } from 'chai';
import { confessor } from '../../unit/cli/cliRun.ts';
import { expectGolden } from './golden.ts';
import { readSarif } from './sarifSchema.ts';
import { readXml } from './xml.ts';

const SHOP = join(import.meta.dirname, 'shop.yaml');
/** The same wherever the checkout lies. */
const portable = (text: string): string =>
  text.replaceAll(SHOP, 'shop.yaml').replaceAll(relative('', SHOP), 'shop.yaml');
/** Beside what can be read. */
const BROKEN = 'apiVersion: v1\nkind: Pod\nspec: none\n---\na: [\n';

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

  it('is this for GitHub code scanning, by the official schema', async () => {
    const { code, out } = await confessor(['lint', '-o', 'sarif', SHOP, '-'], BROKEN);
    expect(code).to.equal(2);
    readSarif(out);
    expectGolden('shop.lint.sarif', portable(out));
  });

  it('is this for CI servers', async () => {
    const { code, out } = await confessor(['lint', '-o', 'junit', SHOP, '-'], BROKEN);
    expect(code).to.equal(2);
    readXml(out);
    expectGolden('shop.lint.junit.xml', portable(out));
  });
});
