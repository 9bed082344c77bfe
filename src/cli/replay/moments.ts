import { FACT_KINDS, type FactKind, type Observation } from '../../core/model/facts.ts';
import type { Millis } from '../../core/model/refs.ts';
import { LOG_KIND, readLog } from '../../facts/logTail.ts';
import { project } from '../../facts/project.ts';
import { type Fields, isFields } from '../fields.ts';
import { isAllListed } from '../allListed.ts';
import { Lists } from './lists.ts';
import { newestTime } from './newestTime.ts';
import { type Entry, type EntrySource, readEntries } from './records.ts';

/** What the engine is told, and when it was seen. */
export interface Moment {
  readonly at: Millis;
  /** Undefined where a recorder says no more than that it has listed everything. */
  readonly observation: Observation | undefined;
  /**
   * A list shows it, and no watch would have: it was there, but did not happen then. `undated` at the beginning of a file
   * that does not tell when.
   */
  readonly listed: 'no' | 'dated' | 'undated';
}

/** What a file lacks, for the notes. */
export interface MomentSource extends EntrySource {
  readonly timeless: () => void;
  /** Its times fall back: another recording begins. */
  readonly fallsBack: () => void;
}

/** A clock that is set goes back by less. */
const FALL: Millis = 10_000;

/** Plural names, as a Status names the kind that a watch could not go on with. */
const PLURALS: ReadonlyMap<string, FactKind> = new Map(
  FACT_KINDS.map((kind) => [`${kind.toLowerCase()}s`, kind]),
);

/**
 * Projects one recording to observations with times that never fall, but where another recording begins within it. What the
 * engine does not know is left out.
 */
export async function* moments(source: MomentSource): AsyncGenerator<Moment> {
  const kinds = new Set<FactKind>();
  let lists = new Lists();
  let last: Millis = 0;
  let leading = true;
  for await (const entry of readEntries(source)) {
    const happened = Date.parse(entry.receivedAt);
    if (Number.isNaN(happened)) source.timeless();
    if (last - happened > FALL) {
      source.fallsBack();
      lists = new Lists();
      last = happened;
    }
    last = Math.max(last, Number.isNaN(happened) ? newestTime(entry.object) : happened);
    if (isAllListed(entry.type, entry.object)) {
      lists.end();
      yield { at: last, observation: undefined, listed: 'dated' };
      continue;
    }
    const told = observations(entry, kinds);
    if (told.length === 0) continue;
    const shown = lists.isListed(entry, happened);
    leading &&= shown && Number.isNaN(happened);
    const listed = leading ? 'undated' : shown ? 'dated' : 'no';
    for (const observation of told) yield { at: last, observation, listed };
  }
}

function observations(entry: Entry, kinds: Set<FactKind>): readonly Observation[] {
  if (entry.type === 'ERROR') return gaps(entry.object, kinds);
  if (entry.object['kind'] === LOG_KIND) {
    const words = readLog(entry.object);
    return words === undefined ? [] : [{ type: 'said', words }];
  }
  const kind = FACT_KINDS.find((known) => known === entry.object['kind']);
  if (kind === undefined || entry.type === 'BOOKMARK') return [];
  kinds.add(kind);
  const projection = project(kind, entry.object);
  // As in the operator: what was refused may have hidden anything.
  if (projection.kind === 'refused') return [gapOf(kind, entry.object)];
  return [{ type: entry.type === 'DELETED' ? 'gone' : 'seen', fact: projection.fact }];
}

function gapOf(kind: FactKind, object: Fields): Observation {
  const namespace = isFields(object['metadata']) ? object['metadata']['namespace'] : undefined;
  return typeof namespace === 'string' && namespace !== ''
    ? { type: 'gap', kind, namespace }
    : { type: 'gap', kind };
}

/** 410: the watch lost its place, of the kind that the Status names, else of all the recording has. */
function gaps(status: Fields, kinds: ReadonlySet<FactKind>): readonly Observation[] {
  if (status['code'] !== 410) return [];
  const details = isFields(status['details']) ? status['details'] : {};
  const named = PLURALS.get(String(details['kind']));
  return (named === undefined ? [...kinds] : [named]).map((kind) => ({ type: 'gap', kind }));
}
