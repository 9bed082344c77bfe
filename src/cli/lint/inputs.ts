import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
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
/** What a shell hands over open, e.g. for `<(helm template .)`: a pipe that has its writer. */
const HANDED_OVER = /^\/(?:dev\/fd|proc\/(?:self|\d+)\/fd)\/\d+$/;
const PIPE_CURE = 'name files or folders; what comes through a pipe is read as confessor lint - < PIPE';
/** Folders that hold no manifests of the user's own. */
const SKIPPED = /^(?:\..+|node_modules)$/;

/** Reads what one argument names, folders recursively and in order of names; what cannot be read is an error in its place. */
export async function* readInputs(
  path: string,
  stdin: AsyncIterable<Uint8Array>,
): AsyncGenerator<Input | CliError> {
  if (path === '-' || path === '/dev/stdin') {
    yield inputOf(path, await readAll(stdin), true);
    return;
  }
  const isFolder = attempt(path, () => statSync(path).isDirectory());
  if (isFolder instanceof CliError) yield isFolder;
  else if (isFolder) yield* readFolder(path);
  else yield strangerThanAFile(path) ?? readFile(path, true);
}

function* readFolder(folder: string): Generator<Input | CliError> {
  const files = manifestsIn(folder);
  const cure = 'name a folder with .yaml, .yml or .json files';
  if (files.length === 0) yield new CliError(folder, 'no manifest in this folder', cure);
  for (const file of files) yield file instanceof CliError ? file : readFile(file, false);
}

// Links to folders are not followed: they may lead in a circle.
function manifestsIn(folder: string): readonly (string | CliError)[] {
  const entries = attempt(folder, () => readdirSync(folder, { withFileTypes: true }));
  if (entries instanceof CliError) return [entries];
  const inOrder = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return inOrder.flatMap((entry): readonly (string | CliError)[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : manifestsIn(path);
    if (!MANIFEST.test(entry.name)) return [];
    return [entry.isFile() ? path : (strangerThanAFile(path) ?? path)];
  });
}

async function readAll(stdin: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function readFile(name: string, named: boolean): Input | CliError {
  const bytes = attempt(name, () => readFileSync(name));
  return bytes instanceof CliError ? bytes : inputOf(name, bytes, named);
}

/** Whoever opens a pipe waits for its writer, and a device may have no end. */
function strangerThanAFile(path: string): CliError | undefined {
  if (HANDED_OVER.test(path)) return undefined;
  const kind = attempt(path, () => kindOf(statSync(path)));
  if (kind instanceof CliError) return kind;
  return kind === '' ? undefined : new CliError(path, `is a ${kind}, no file`, PIPE_CURE);
}

/** '' for files, and for folders, which tell themselves that they cannot be read. */
function kindOf(stats: Stats): string {
  if (stats.isFile() || stats.isDirectory()) return '';
  if (stats.isFIFO()) return 'pipe';
  return stats.isSocket() ? 'socket' : 'device';
}

/** UTF-16 of plain letters is valid UTF-8, too, but for its zeros. */
function inputOf(name: string, bytes: Uint8Array, named: boolean): Input | CliError {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return { name, text, named };
  } catch {
    // Said below.
  }
  return new CliError(
    name,
    'is not UTF-8 text',
    'name manifests, and save those in another encoding as UTF-8',
  );
}

function attempt<T>(path: string, read: () => T): T | CliError {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const what = code === 'ENOENT' ? 'no such file or folder' : `cannot be read (${code})`;
    return new CliError(path, what, 'name files or folders that exist, or - for standard input');
  }
}
