import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createEngine } from '../../src/core/createEngine.ts';
import type { Engine } from '../../src/core/engine.ts';
import { FACT_KINDS, type Fact, type FactKind, type Observation } from '../../src/core/model/facts.ts';
import type { Finding } from '../../src/core/model/finding.ts';
import type { Millis, Uid } from '../../src/core/model/refs.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../../src/core/model/thresholds.ts';
import { project } from '../../src/facts/project.ts';
import { stored } from '../build/finding.ts';

/** One line of a recording as it stands there. */
export interface Line {
  readonly receivedAt: string;
  readonly type: string;
  readonly object: { readonly kind: string };
}

/** One line of a recording, as facts has let it through. */
export interface Moment {
  readonly at: Millis;
  readonly observation: Observation & { readonly fact: Fact };
}

const FOLDER = new URL('../recordings/', import.meta.url);

/** Names of all recordings. */
export const RECORDINGS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.jsonl.gz'))
  .map((file) => file.replace('.jsonl.gz', ''));

const read = new Map<string, readonly Line[]>();

/** A recording's lines, oldest first. */
export function recordingLines(name: string): readonly Line[] {
  const known = read.get(name) ?? readLines(name);
  read.set(name, known);
  return known;
}

function readLines(name: string): readonly Line[] {
  const text = gunzipSync(readFileSync(new URL(`${name}.jsonl.gz`, FOLDER))).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

function isFactKind(kind: string): kind is FactKind {
  return FACT_KINDS.some((known) => known === kind);
}

const same = (object: unknown): unknown => object;
const moments = new Map<string, readonly Moment[]>();

/** What the operator is told in a recording, oldest first. */
export function momentsOf(name: string): readonly Moment[] {
  const known = moments.get(name) ?? readMoments(name);
  moments.set(name, known);
  return known;
}

/** The same of a recording whose objects have been changed on the way. */
export function readMoments(name: string, change: (object: unknown) => unknown = same): readonly Moment[] {
  let at = 0;
  return recordingLines(name).flatMap((line) => {
    at = Math.max(at, Date.parse(line.receivedAt));
    if (!isFactKind(line.object.kind) || line.type === 'BOOKMARK') return [];
    const projection = project(line.object.kind, change(line.object));
    if (projection.kind === 'refused') throw new Error(`${name}: ${projection.reason}`);
    const type = line.type === 'DELETED' ? 'gone' : 'seen';
    return [{ at, observation: { type, fact: projection.fact } }];
  });
}

/** The operator stops before the moment `from` and starts again before the moment `to`. */
export interface Absence {
  readonly from: number;
  readonly to: number;
}

export interface ReplayOptions {
  readonly thresholds?: Thresholds;
  /** Called after each moment, with the workloads that changed: a test can evaluate in the midst. */
  readonly onLine?: (engine: Engine, changed: readonly Uid[], at: number) => void;
  readonly absences?: readonly Absence[];
}

/** Feeds a recording through facts and core as the operator would, and returns all findings at its end. */
export function replayRecording(name: string, options: ReplayOptions = {}): readonly Finding[] {
  return replay(momentsOf(name), options);
}

/** Feeds what the operator is told through the core, and returns all findings at its end. */
export function replay(told: readonly Moment[], options: ReplayOptions = {}): readonly Finding[] {
  const thresholds = options.thresholds ?? { ...DEFAULT_THRESHOLDS, record: 'all' };
  const present = new Map<Uid, Fact>();
  let keys = new Set<Uid>();
  let engine = createEngine(thresholds);
  let now = told[0]?.at ?? 0;
  for (const key of engine.synced(now)) keys.add(key);
  told.forEach(({ at, observation }, index) => {
    const { fact, type } = observation;
    if (options.absences?.some((absence) => absence.to === index) === true) {
      const kept = findingsOf(engine, keys, now).map((finding) => stored(finding));
      engine = createEngine(thresholds);
      engine.restore(kept);
      for (const one of present.values()) engine.observe({ type: 'seen', fact: one }, at);
      keys = new Set(engine.synced(at));
    }
    if (type === 'gone') present.delete(fact.uid);
    else present.set(fact.uid, fact);
    if (options.absences?.some((absence) => absence.from <= index && index < absence.to) === true) return;
    now = Math.max(now, at);
    const changed = engine.observe(observation, now);
    for (const key of changed) keys.add(key);
    options.onLine?.(engine, changed, now);
  });
  return findingsOf(engine, keys, now);
}

function findingsOf(engine: Engine, keys: Iterable<Uid>, now: Millis): readonly Finding[] {
  return [...keys].flatMap((key) => engine.evaluate(key, now).findings);
}
