import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

/** A source below src. */
export interface Text {
  readonly path: string;
  readonly text: string;
}

const SRC = resolve(import.meta.dirname, '../../../src');

/** All of them; paths with `/`, wherever the tests run. */
export const SOURCES: readonly Text[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ path: file.replaceAll(sep, '/'), text: readFileSync(join(SRC, file), 'utf8') }));
