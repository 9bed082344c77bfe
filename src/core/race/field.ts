import { raises } from '../detect/judge.ts';
import type { Group } from '../detect/race.ts';
import { foundTaken } from '../detect/reading.ts';
import type { Millis, Uid } from '../model/refs.ts';
import { Holders } from '../track/holders.ts';
import type { Run } from '../track/run.ts';
import { type Entrant, Meeting, type Part, type Past } from './meeting.ts';

/** How it is told who met. */
export interface Sight {
  groupsOf(entrants: ReadonlyMap<Run, Entrant>): readonly Group[];
  /** Counts what may change that. */
  version(): number;
}

/**
 * All runs that could be in one race. They are kept in meetings, so that ten thousand runs one after the other cost what the
 * few cost that are near each other. What becomes of a meeting follows from what is observed alone: to look at it changes
 * nothing.
 */
export class Field {
  readonly holders = new Holders();
  readonly #sight: Sight;
  readonly #meetings = new Set<Meeting>();
  readonly #meetingOf = new Map<Entrant, Meeting>();

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  get meetings(): Iterable<Meeting> {
    return this.#meetings;
  }

  get size(): number {
    return this.#meetings.size;
  }

  meetingOf(entrant: Entrant): Meeting | undefined {
    return this.#meetingOf.get(entrant);
  }

  /** Takes a new or changed run; returns the workloads that were shown a meeting which it changes. */
  take(entrant: Entrant, at: Millis = 0): ReadonlySet<Uid> {
    const { run } = entrant;
    // Those of one workload are known where it is.
    if (run.databaseWork !== undefined) this.holders.see(run, foundTaken(run));
    const home = this.#meetingOf.get(entrant);
    const near: Meeting[] = [];
    for (const one of this.#meetings) if (one === home || one.isNear(entrant.run)) near.push(one);
    const changed = workloadsIn(near);
    const meeting = this.#merge(near);
    meeting.heardAt = Math.max(meeting.heardAt, at);
    meeting.changes += 1;
    meeting.shown = false;
    this.#put(meeting, entrant);
    return changed;
  }

  /** Who has really met, by what is known now. */
  partsOf(meeting: Meeting): readonly Part[] {
    const version = this.#sight.version();
    if (meeting.found?.clocks !== version) meeting.found = { parts: this.#look(meeting), clocks: version };
    return meeting.found.parts;
  }

  /** Takes a meeting apart into those that have really met. */
  split(meeting: Meeting): readonly Meeting[] {
    const parts = this.partsOf(meeting);
    if (parts.length === 1) return [meeting];
    this.#meetings.delete(meeting);
    return parts.map((part, place) => {
      const own = this.#open();
      own.heardAt = meeting.heardAt;
      own.shown = meeting.shown;
      if (place === 0) own.past = meeting.past;
      for (const entrant of part.entrants) this.#put(own, entrant);
      own.found = { parts: [part], clocks: this.#sight.version() };
      return own;
    });
  }

  /** Lets go of what is too much in a meeting that goes on; returns it. */
  trim(meeting: Meeting): readonly Entrant[] {
    const [part] = this.partsOf(meeting);
    const dropped = meeting.trim();
    if (dropped.length === 0) return dropped;
    meeting.past = part?.episode;
    meeting.found = undefined;
    for (const entrant of dropped) this.#meetingOf.delete(entrant);
    return dropped;
  }

  /** Who met must be asked anew. */
  doubt(): ReadonlySet<Uid> {
    const all = [...this.#meetings];
    const changed = workloadsIn(all);
    if (all.length === 0) return changed;
    const one = this.#merge(all);
    one.found = undefined;
    one.shown = false;
    one.changes += one.entrants.size;
    return changed;
  }

  remove(meeting: Meeting): void {
    this.#meetings.delete(meeting);
    for (const entrant of meeting.entrants) this.#meetingOf.delete(entrant);
  }

  #look({ entrants, past }: Meeting): readonly Part[] {
    const byRun = new Map([...entrants].map((entrant) => [entrant.run, entrant]));
    return this.#sight.groupsOf(byRun).map(({ runs, episode }, place) => ({
      entrants: runs.flatMap((run) => byRun.get(run) ?? []),
      episode: place === 0 && past !== undefined && episode !== undefined ? goneOn(past, episode) : episode,
    }));
  }

  #open(): Meeting {
    const meeting = new Meeting();
    this.#meetings.add(meeting);
    return meeting;
  }

  /** All go over to the largest. */
  #merge(near: readonly Meeting[]): Meeting {
    const [first, ...others] = near.toSorted((a, b) => b.entrants.size - a.entrants.size);
    const into = first ?? this.#open();
    for (const other of others) {
      this.#meetings.delete(other);
      into.heardAt = Math.max(into.heardAt, other.heardAt);
      into.changes += other.changes;
      into.past ??= other.past;
      for (const entrant of other.entrants) this.#put(into, entrant);
    }
    return into;
  }

  #put(meeting: Meeting, entrant: Entrant): void {
    meeting.add(entrant);
    this.#meetingOf.set(entrant, meeting);
  }
}

/** Of the others it is known already that they are to be shown what has changed. */
function workloadsIn(meetings: readonly Meeting[]): ReadonlySet<Uid> {
  const shown = meetings.filter((meeting) => meeting.shown);
  return new Set(shown.flatMap(({ entrants }) => [...entrants].map(({ workload }) => workload.uid)));
}

/** An episode of which the first runs were let go. */
function goneOn<T extends Past>(past: Past, episode: T): T {
  const level = raises(past.level, episode.level) ? past.level : episode.level;
  return { ...episode, level, startedAt: Math.min(past.startedAt, episode.startedAt) };
}
