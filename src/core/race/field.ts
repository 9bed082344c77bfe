import type { RaceLevel } from '../model/names.ts';
import type { Millis, Uid, WorkloadRef } from '../model/refs.ts';
import type { Group } from '../detect/race.ts';
import { foundTaken } from '../detect/reading.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Episode } from '../track/episode.ts';
import { Holders } from '../track/holders.ts';
import { isEnded, type Run } from '../track/run.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';

/** Neither clocks nor a free retry join runs that are further apart than this. */
const REACH: Millis = 30_000;

/** One init container of one workload. */
export interface Party {
  readonly track: WorkloadTrack;
  readonly container: ContainerTrack;
}

/** An episode that the readers of one finding have been told of as over. */
export interface Told {
  level: RaceLevel;
  settled: boolean;
}

/** A run that may meet others. */
export interface Entrant {
  run: Run;
  readonly workload: WorkloadRef;
  /** Undefined when its workload is gone: the run stays for the others' sake. */
  party: Party | undefined;
  told: Told | undefined;
  readonly field: Field;
}

/** Runs that meet; until they are looked at again, also such as only come near. */
export class Meeting {
  readonly entrants = new Set<Entrant>();
  /** What was found when it was last looked at; undefined when something has changed since. */
  found: { readonly episode: Episode | undefined } | undefined;
  /** When something was last told of it: what is told late must find those that it met. */
  heardAt: Millis = 0;
  readonly #active = new Set<Entrant>();
  #startedAt: Millis = Number.POSITIVE_INFINITY;
  #endedAt: Millis = Number.NEGATIVE_INFINITY;

  add(entrant: Entrant): void {
    const { run } = entrant;
    this.entrants.add(entrant);
    if (isEnded(run)) this.#active.delete(entrant);
    else this.#active.add(entrant);
    this.#startedAt = Math.min(this.#startedAt, startOf(run));
    this.#endedAt = Math.max(this.#endedAt, run.finishedAt ?? startOf(run));
    this.found = undefined;
  }

  isNear(run: Run): boolean {
    const end = isEnded(run) ? (run.finishedAt ?? startOf(run)) : Number.POSITIVE_INFINITY;
    return end + REACH >= this.#startedAt && startOf(run) - REACH <= this.endedAt;
  }

  /** The latest end known so far; none while a run is active. */
  get endedAt(): Millis {
    return this.#active.size > 0 ? Number.POSITIVE_INFINITY : this.#endedAt;
  }
}

/**
 * All runs that could be in one race. They are kept in meetings, so that ten thousand runs one after the other cost what the
 * few cost that are near each other; whether those in a meeting have really met is asked only when somebody wants to know.
 */
export class Field {
  readonly #meetings = new Set<Meeting>();
  readonly #meetingOf = new Map<Entrant, Meeting>();
  readonly holders = new Holders();
  #clocks = 0;

  get meetings(): Iterable<Meeting> {
    return this.#meetings;
  }

  get size(): number {
    return this.#meetings.size;
  }

  meetingOf(entrant: Entrant): Meeting | undefined {
    return this.#meetingOf.get(entrant);
  }

  /** Takes a new or changed run; returns the workloads whose meetings, as last looked at, it changes. */
  take(entrant: Entrant, at: Millis = 0): ReadonlySet<Uid> {
    this.holders.see(entrant.run, foundTaken(entrant.run));
    const home = this.#meetingOf.get(entrant);
    const near: Meeting[] = [];
    for (const one of this.#meetings) if (one === home || one.isNear(entrant.run)) near.push(one);
    const changed = workloadsIn(near);
    const meeting = this.#merge(near);
    meeting.heardAt = Math.max(meeting.heardAt, at);
    this.#put(meeting, entrant);
    return changed;
  }

  /** Looks at a meeting: takes it apart into those that have really met. */
  look(
    meeting: Meeting,
    groupsOf: (runs: ReadonlyMap<Run, Entrant>) => readonly Group[],
  ): readonly Meeting[] {
    if (meeting.found !== undefined) return [meeting];
    const entrants = new Map([...meeting.entrants].map((entrant) => [entrant.run, entrant]));
    this.#meetings.delete(meeting);
    return groupsOf(entrants).map(({ runs, episode }) => {
      const part = this.#open();
      part.heardAt = meeting.heardAt;
      for (const run of runs) {
        const entrant = entrants.get(run);
        if (entrant !== undefined) this.#put(part, entrant);
      }
      part.found = { episode };
      return part;
    });
  }

  /** Who met is asked anew where the clocks are known otherwise than when it was asked last. */
  renew(clocks: number): void {
    if (clocks !== this.#clocks) this.doubt();
    this.#clocks = clocks;
  }

  /** Who met must be asked anew. */
  doubt(): ReadonlySet<Uid> {
    const all = [...this.#meetings];
    const changed = workloadsIn(all);
    if (all.length > 0) this.#merge(all).found = undefined;
    return changed;
  }

  remove(meeting: Meeting): void {
    this.#meetings.delete(meeting);
    for (const entrant of meeting.entrants) this.#meetingOf.delete(entrant);
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
      for (const entrant of other.entrants) this.#put(into, entrant);
    }
    return into;
  }

  #put(meeting: Meeting, entrant: Entrant): void {
    meeting.add(entrant);
    this.#meetingOf.set(entrant, meeting);
  }
}

/** Those whose meetings have been looked at; of the others it is known that they are to be. */
function workloadsIn(meetings: readonly Meeting[]): ReadonlySet<Uid> {
  const looked = meetings.filter(({ found }) => found !== undefined);
  return new Set(looked.flatMap(({ entrants }) => [...entrants].map(({ workload }) => workload.uid)));
}

function startOf(run: Run): Millis {
  return run.startedAt ?? 0;
}
