import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { type Replay, replay } from '../../src/cli/replay/replay.ts';

/** Replays recordings of this content, as files beside each other. */
export async function replayFiles(...contents: readonly (string | Buffer)[]): Promise<Replay> {
  const folder = mkdtempSync(join(tmpdir(), 'confessor-recordings-'));
  try {
    const files = contents.map((content, index) => {
      const file = join(folder, `${index}.jsonl`);
      writeFileSync(file, content);
      return file;
    });
    const streams = { stdin: Readable.from([]), stdout: new PassThrough(), stderr: new PassThrough() };
    return await replay(files, streams, 'all');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
