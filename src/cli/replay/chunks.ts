import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CliError } from '../cliError.ts';

const CHUNK = 256 * 1024;
const GZIP = [0x1f, 0x8b];

/** The text of a recording piece by piece, unpacked where it is gzip; `-` is standard input. */
export async function* readChunks(file: string, stdin: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const bytes = file === '-' ? stdin : createReadStream(file, { highWaterMark: CHUNK });
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const chunk of await unpacked(bytes)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw problem(file, error);
  }
}

/** Told by the first bytes: standard input has no name. */
async function unpacked(bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const iterator = bytes[Symbol.asyncIterator]();
  const first = await iterator.next();
  const all = (async function* () {
    if (first.done === true) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
  const packed = first.done !== true && GZIP.every((byte, at) => first.value[at] === byte);
  // The error comes out of the iteration; pipeline only has to be told that somebody looks.
  return packed ? pipeline(Readable.from(all), createGunzip({ chunkSize: CHUNK }), () => undefined) : all;
}

function problem(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT')
    return new CliError(file, 'no such file', 'name a recording that exists, or - for standard input');
  if (code === 'EISDIR') return new CliError(file, 'is a folder', 'name the recordings in it, one by one');
  if (code.startsWith('Z_'))
    return new CliError(file, 'is cut off or no gzip file', 'copy or record it again');
  return code === '' ? error : new CliError(file, `cannot be read (${code})`, 'name a readable file');
}
