import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../cliError.ts';

/** One file to read. `name` is what the user called it, `-` for standard input. */
export interface Input {
  readonly name: string;
  readonly text: string;
  /** Named by the user, not found in a folder: then it must hold something. */
  readonly named: boolean;
}

const MANIFEST = /\.(?:ya?ml|json)$/i;
/** Folders that hold no manifests of the user's own. */
const SKIPPED = /^(?:\..+|node_modules)$/;

/** Reads what one argument names, folders recursively and in order of names; throws a CliError where it cannot. */
export async function* readInputs(path: string, stdin: AsyncIterable<Uint8Array>): AsyncGenerator<Input> {
  if (path === '-') yield { name: '-', text: await readAll(stdin), named: true };
  else if (isFolder(path)) yield* readFolder(path);
  else yield { name: path, text: readText(path), named: true };
}

function* readFolder(folder: string): Generator<Input> {
  const files = manifestsIn(folder);
  if (files.length === 0) {
    throw new CliError(folder, 'no manifest in this folder', 'name a folder with .yaml, .yml or .json files');
  }
  for (const name of files) yield { name, text: readText(name), named: false };
}

// Links to folders are not followed: they may lead in a circle.
function manifestsIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : manifestsIn(path);
    return MANIFEST.test(entry.name) ? [path] : [];
  });
}

async function readAll(stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): CliError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  const what = code === 'ENOENT' ? 'no such file or folder' : `cannot be read (${code})`;
  return new CliError(path, what, 'name files or folders that exist, or - for standard input');
}
