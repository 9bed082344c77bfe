import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createEngine } from '../../src/core/createEngine.ts';
import type { Engine } from '../../src/core/engine.ts';
import { FACT_KINDS, type FactKind } from '../../src/core/model/facts.ts';
import type { Finding } from '../../src/core/model/finding.ts';
import type { Uid } from '../../src/core/model/refs.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../../src/core/model/thresholds.ts';
import { project } from '../../src/facts/project.ts';

interface Line {
  readonly receivedAt: string;
  readonly type: string;
  readonly object: { readonly kind: string };
}

const FOLDER = new URL('../recordings/', import.meta.url);

/** A recording's lines, oldest first. */
export function recordingLines(name: string): readonly Line[] {
  const text = gunzipSync(readFileSync(new URL(`${name}.jsonl.gz`, FOLDER))).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Line => JSON.parse(line));
}

function isFactKind(kind: string): kind is FactKind {
  return FACT_KINDS.some((known) => known === kind);
}

export interface ReplayOptions {
  readonly thresholds?: Thresholds;
  /** Called after each line, with the workloads that changed: a test can evaluate in the midst. */
  readonly onLine?: (engine: Engine, changed: readonly Uid[], at: number) => void;
}

/** Feeds a recording through facts and core as the operator would, and returns all findings at its end. */
export function replayRecording(name: string, options: ReplayOptions = {}): readonly Finding[] {
  const engine = createEngine(options.thresholds ?? { ...DEFAULT_THRESHOLDS, record: 'all' });
  const lines = recordingLines(name);
  const keys = new Set<Uid>();
  let now = Date.parse(lines[0]?.receivedAt ?? '');
  for (const key of engine.synced(now)) keys.add(key);
  for (const line of lines) {
    now = Math.max(now, Date.parse(line.receivedAt));
    if (!isFactKind(line.object.kind) || line.type === 'BOOKMARK') continue;
    const projection = project(line.object.kind, line.object);
    if (projection.kind === 'refused') throw new Error(`${name}: ${projection.reason}`);
    const type = line.type === 'DELETED' ? 'gone' : 'seen';
    const changed = engine.observe({ type, fact: projection.fact }, now);
    for (const key of changed) keys.add(key);
    options.onLine?.(engine, changed, now);
  }
  return [...keys].flatMap((key) => engine.evaluate(key, now).findings);
}
