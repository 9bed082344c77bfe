/** One entry of an archive. */
export interface TarEntry {
  /** Relative path; a folder's ends with a slash. */
  readonly path: string;
  readonly content?: Buffer | string;
  readonly linkTo?: string;
  readonly mode?: number;
}

const block = 512;

function kindOf(entry: TarEntry): string {
  if (entry.linkTo !== undefined) return '2';
  return entry.path.endsWith('/') ? '5' : '0';
}

function header(entry: TarEntry, size: number): Buffer {
  const head = Buffer.alloc(block);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  if (Buffer.byteLength(entry.path) > 100) throw new Error(`path too long for this archive: ${entry.path}`);
  head.write(entry.path, 0);
  head.write(octal(entry.mode ?? (entry.path.endsWith('/') ? 0o755 : 0o644), 8), 100);
  head.write(octal(0, 8), 108);
  head.write(octal(0, 8), 116);
  head.write(octal(size, 12), 124);
  head.write(octal(0, 12), 136);
  head.write(' '.repeat(8), 148);
  head.write(kindOf(entry), 156);
  head.write(entry.linkTo ?? '', 157, 100);
  head.write('ustar\u000000', 257, 'latin1');
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return head;
}

/** Writes an archive (ustar; times and owners are zero, so the same entries give the same bytes). */
export function tar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '');
    return [header(entry, content.length), content, Buffer.alloc((block - (content.length % block)) % block)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}
