import { createEngine } from '../../core/createEngine.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import { DEFAULT_THRESHOLDS, type RecordMode } from '../../core/model/thresholds.ts';
import type { Streams } from '../streams.ts';
import { readChunks } from './chunks.ts';
import { merge } from './merge.ts';
import { moments } from './moments.ts';
import { type Played, play } from './play.ts';

export interface Replay extends Played {
  readonly snapshot: Snapshot;
  /** What the user should know about the recording, a line each. */
  readonly notes: readonly string[];
}

const GUESSED =
  'without receivedAt the order between the files, and so between kinds, is a guess from the times in the objects';

/** Feeds recordings through a new engine, exactly as the operator feeds what it watches. */
export async function replay(
  files: readonly string[],
  streams: Streams,
  record: RecordMode,
): Promise<Replay> {
  const notes = new Set<string>();
  const sources = files.map((file) =>
    moments({
      file,
      chunks: readChunks(file, streams.stdin),
      note: (text) => notes.add(text),
      timeless: () => files.length > 1 && notes.add(GUESSED),
    }),
  );
  const engine = createEngine({ ...DEFAULT_THRESHOLDS, record });
  const played = await play(merge(sources), engine);
  return { ...played, snapshot: engine.snapshot(played.now), notes: [...notes] };
}
