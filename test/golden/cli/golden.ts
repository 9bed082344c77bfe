import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

/** Compares with a file of this folder; `UPDATE_GOLDEN=1 hack/test golden` writes it anew, to be read in the diff. */
export function expectGolden(file: string, text: string): void {
  const path = join(import.meta.dirname, file);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  expect(text).to.equal(readFileSync(path, 'utf8'));
}
