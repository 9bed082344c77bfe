import { readFileSync } from 'node:fs';
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { SettingsError } from '../settings/error.ts';
import type { SettingsFile } from '../settings/read.ts';

/** Reads the file of `--config`. Throws a {@link SettingsError} when it cannot be read or is no YAML. */
export function readSettingsFile(path: string): SettingsFile {
  const lines = new LineCounter();
  const document = parseDocument(textOf(path), { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map(
    (error) => `${path}:${lines.linePos(error.pos[0]).line}: ${error.message}: correct the YAML`,
  );
  if (problems.length > 0) throw new SettingsError(problems);
  return {
    path,
    values: document.toJS({ maxAliasCount: 10 }),
    lineOf: (keys) => {
      const offset = keyOffset(document, keys);
      return offset === undefined ? undefined : lines.linePos(offset).line;
    },
  };
}

function keyOffset(document: Document, keys: readonly string[]): number | undefined {
  const parent = keys.length > 1 ? document.getIn(keys.slice(0, -1), true) : document.contents;
  if (!isMap(parent)) return undefined;
  const key = parent.items
    .map((pair) => pair.key)
    .find((node) => isScalar(node) && node.value === keys.at(-1));
  return isScalar(key) ? key.range?.[0] : undefined;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError([`${path}: cannot be read (${reason}): check the path given by --config`]);
  }
}
