import { readFileSync } from 'node:fs';
import type { SettingsFile } from '../../settings/read.ts';
import { CliError } from '../cliError.ts';
import { readDocuments } from '../documents.ts';

/** Reads the file of `--config`. An empty one sets nothing. */
export function readSettingsFile(path: string): SettingsFile {
  const [first, second] = readDocuments(readText(path));
  if (first?.kind === 'broken')
    throw new CliError(`${path}:${first.line}`, first.what, 'repair the YAML at this line');
  if (second !== undefined)
    throw new CliError(path, 'holds several documents', 'keep all settings in one document');
  return { path, values: first?.value ?? {}, lineOf: (key) => first?.lineOf(key) };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const what = code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`;
    throw new CliError(path, what, 'give --config a file that exists, or leave it out');
  }
}
