import { Readable } from 'node:stream';
import { type Classifier, classify } from '../../core/classify/classifier.ts';
import { createEngine } from '../../core/createEngine.ts';
import type { FactKind } from '../../core/model/facts.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import { DEFAULT_THRESHOLDS, type RecordMode, type Thresholds } from '../../core/model/thresholds.ts';
import type { Streams } from '../streams.ts';
import { readChunks } from './chunks.ts';
import { inOrder } from './inOrder.ts';
import { merge } from './merge.ts';
import { moments } from './moments.ts';
import { onlyNewer } from './onlyNewer.ts';
import { Orphans } from './orphans.ts';
import { type Played, play } from './play.ts';

const DEPARTED =
  'some findings are of workloads that have gone since: they are told as they were last; a cluster has them no more';
const FALLS_BACK = 'its times fall back: what follows is taken for another recording, and merged by time';

export interface Replay extends Played {
  readonly snapshot: Snapshot;
  /** What the user should know about the recording, a line each. */
  readonly notes: readonly string[];
}

const GUESSED =
  'without receivedAt the order between the files, and so between kinds, is a guess from the times in the objects';

/** What the engine goes by. */
export interface EngineRules {
  readonly thresholds: Thresholds;
  readonly classifier: Classifier;
}

const DEFAULT_RULES: EngineRules = { thresholds: DEFAULT_THRESHOLDS, classifier: classify };

/** Feeds recordings through a new engine, exactly as the operator feeds what it watches. */
export async function replay(
  files: readonly string[],
  streams: Streams,
  record: RecordMode,
  rules: EngineRules = DEFAULT_RULES,
): Promise<Replay> {
  // Read twice where owners are not in it or times fall back, and standard input comes but once.
  const stdin = files.includes('-') ? await collected(streams.stdin) : [];
  const first = await once(files, stdin, { record, rules, missing: new Set(), sorted: false });
  const missing = first.orphans.missing();
  const again = missing.size > 0 || first.fallsBack;
  const last = again ? await once(files, stdin, { record, rules, missing, sorted: first.fallsBack }) : first;
  return { ...last.played, snapshot: last.snapshot, notes: [...last.notes, ...first.orphans.notes()] };
}

interface Mode {
  readonly record: RecordMode;
  readonly rules: EngineRules;
  /** Kinds of which the recording has no object at all. */
  readonly missing: ReadonlySet<FactKind>;
  /** Held as a whole and sorted by time. */
  readonly sorted: boolean;
}

interface Once {
  readonly played: Played;
  readonly snapshot: Snapshot;
  readonly notes: ReadonlySet<string>;
  readonly orphans: Orphans;
  readonly fallsBack: boolean;
}

async function once(files: readonly string[], stdin: readonly Uint8Array[], mode: Mode): Promise<Once> {
  const { record, rules, missing } = mode;
  const notes = new Set<string>();
  const orphans = new Orphans();
  let fallsBack = false;
  const sources = files.map((file) => {
    const read = moments({
      file,
      chunks: readChunks(file, Readable.from(stdin)),
      note: (text) => notes.add(text),
      timeless: () => files.length > 1 && notes.add(GUESSED),
      fallsBack: () => {
        fallsBack = true;
        notes.add(`${file}: ${FALLS_BACK}`);
      },
    });
    return mode.sorted ? inOrder(read) : read;
  });
  const engine = createEngine({ ...rules.thresholds, record }, rules.classifier);
  const played = await play(orphans.watch(onlyNewer(merge(sources))), engine, {
    missing,
    all: record === 'all',
  });
  if (played.departed > 0) notes.add(DEPARTED);
  return { played, snapshot: engine.snapshot(played.now), notes, orphans, fallsBack };
}

async function collected(stdin: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return chunks;
}
