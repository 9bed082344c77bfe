import { noteRace } from '../conditions/detectAll.ts';
import type { RaceLevel } from '../model/names.ts';
import type { Millis, Uid } from '../model/refs.ts';
import type { Verdict } from '../model/verdict.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Race, RaceState } from '../track/episode.ts';
import { endedUnseen, type Run, runKey } from '../track/run.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';
import type { Clocks } from './clocks.ts';
import { Counted, higher, toldIn } from './counted.ts';
import { Field, type Sight } from './field.ts';
import { sightBy } from './sight.ts';
import { type Announcement, type Entrant, type Meeting, MOST, type Part, type Party } from './meeting.ts';
import { lastOf, raceOf, type Side, sideOf, sidesOf } from './raceOf.ts';

/** Late evidence may still join an episode for this long after its end. */
const SETTLE: Millis = 600_000;
/** An episode of more workloads is noted in each finding when that is asked for. */
const SIDES_NOTED = 64;
const NOBODY: ReadonlySet<Uid> = new Set();

interface Own {
  readonly party: Party;
  readonly entrants: Map<string, Entrant>;
  readonly counted: Counted;
}

/**
 * Which runs met. A field is one work of one init container or, where its spec names the database, the same work on that
 * database by all workloads of the namespace. An episode is counted once in each finding that has a run in it. What is
 * counted follows from what was observed, and not from when somebody asks.
 */
export class Races {
  readonly #fields = new Map<string, Field>();
  readonly #own = new Map<ContainerTrack, Own>();
  readonly #sight: Sight;
  #cleanedAt: Millis = 0;
  /** What came last came then: all of one moment, a list above all, is taken in before anything is told of it. */
  #lastAt: Millis = 0;
  readonly #untold = new Set<Entrant>();

  constructor(clocks: Clocks) {
    this.#sight = sightBy(clocks);
  }

  /** Runs that are kept. */
  get size(): number {
    let runs = 0;
    for (const field of this.#fields.values())
      for (const { entrants } of field.meetings) runs += entrants.size;
    return runs;
  }

  /** Something is about to be observed: what was before is noted while pods, clocks and runs are as they were. */
  reach(at: Millis): void {
    if (at > this.#lastAt) this.#noteUntold();
    this.#lastAt = Math.max(this.#lastAt, at);
  }

  /** Takes a new or changed run; returns the workloads whose races may be others now. */
  take(track: WorkloadTrack, run: Run, at: Millis): ReadonlySet<Uid> {
    this.reach(at);
    this.#clean(at);
    const container = track.containers.get(run.container);
    if (run.startedAt === undefined || run.outcome === 'NotExecuted') return NOBODY;
    if (container === undefined || !mayRace(container.verdict)) return NOBODY;
    if (container.history.entryOf(run)?.settled === true) return NOBODY;
    const { party, entrants } = this.#ownOf(track, container);
    const key = runKey(run);
    const entrant = entrants.get(key) ?? this.#enter(party, run);
    entrants.set(key, entrant);
    entrant.run = run;
    this.#settleField(entrant.field, at);
    return this.#put(entrant, at);
  }

  /** The races of an init container as they stand. */
  stateOf(container: ContainerTrack): RaceState {
    this.#noteUntold();
    const own = this.#own.get(container);
    const races: Race[] = [];
    const open = new Map<Announcement, RaceLevel>();
    let until = Math.max(container.racesCountedUntil, container.racesSettledUntil);
    for (const { side, race } of this.#racesOf(container)) {
      if (race !== undefined) races.push(race);
      const told = toldIn(side.own);
      for (const one of told) open.set(one, higher(open.get(one) ?? race?.level ?? one.level, race?.level));
      if (race !== undefined && told.length > 0) until = Math.max(until, lastOf(race));
    }
    races.sort((a, b) => a.startedAt - b.startedAt || (firstOf(a) < firstOf(b) ? -1 : 1));
    const counts = own?.counted.counts(open) ?? { ...container.settledRaces };
    return { races, counts, countedUntil: until };
  }

  /** Was another run of this work seen, on the same database, that may have held the lock which this one found taken? */
  mayHold(container: ContainerTrack, run: Run): boolean {
    return this.#own.get(container)?.entrants.get(runKey(run))?.field.holders.mayHold(run) === true;
  }

  /** Something other than its runs has changed that tells which of them are believed. */
  doubt(track: WorkloadTrack): ReadonlySet<Uid> {
    const own = [...track.containers.values()].flatMap((container) => [...this.#entrantsOf(container)]);
    const fields = new Map(own.map((entrant) => [entrant.field, entrant]));
    for (const entrant of fields.values()) this.#untold.add(entrant);
    return new Set([...fields.keys()].flatMap((field) => [...field.doubt()]));
  }

  /** It goes with its workload; what it did with others stays theirs. Returns the workloads of those. */
  leave(container: ContainerTrack): ReadonlySet<Uid> {
    const changed = new Set<Uid>();
    for (const entrant of this.#entrantsOf(container)) {
      entrant.party = undefined;
      entrant.run = endedUnseen(entrant.run);
      for (const other of this.#put(entrant)) changed.add(other);
    }
    this.#own.delete(container);
    return changed;
  }

  #ownOf(track: WorkloadTrack, container: ContainerTrack): Own {
    const known = this.#own.get(container);
    if (known !== undefined) return known;
    const own = { party: { track, container }, entrants: new Map(), counted: new Counted(container) };
    this.#own.set(container, own);
    return own;
  }

  #enter(party: Party, run: Run): Entrant {
    const { ref } = party.track.ownership;
    const shared = run.databaseWork;
    const key =
      shared === undefined ? `${ref.uid}/${party.container.name}/${run.work}` : `${ref.namespace}/${shared}`;
    const field = this.#fields.get(key) ?? new Field(this.#sight);
    this.#fields.set(key, field);
    return { run, workload: ref, party, told: undefined, field };
  }

  #put(entrant: Entrant, at?: Millis): ReadonlySet<Uid> {
    const { field } = entrant;
    this.#untold.add(entrant);
    return field.take(entrant, at);
  }

  *#entrantsOf(container: ContainerTrack): Iterable<Entrant> {
    yield* this.#own.get(container)?.entrants.values() ?? [];
  }

  /** What it has to do with each of those that its runs have met. */
  *#racesOf(container: ContainerTrack): Iterable<{ readonly side: Side; readonly race: Race | undefined }> {
    const meetings = new Map<Meeting, Field>();
    for (const entrant of this.#entrantsOf(container)) {
      const meeting = entrant.field.meetingOf(entrant);
      if (meeting !== undefined) meetings.set(meeting, entrant.field);
    }
    for (const [meeting, field] of meetings) {
      meeting.shown = true;
      for (const part of field.partsOf(meeting)) {
        const side = sideOf(container, part);
        // In a large meeting it may not have been noted yet.
        if (meeting.changes > 0) this.#own.get(container)?.counted.tell(side);
        yield { side, race: raceOf(side, part) };
      }
    }
  }

  /** Notes what has changed, but for large meetings of which little has: they are noted when somebody asks. */
  #noteUntold(): void {
    for (const entrant of this.#untold) {
      const meeting = entrant.field.meetingOf(entrant);
      if (meeting?.isDue === true) this.#note(entrant.field, meeting);
    }
    this.#untold.clear();
  }

  /** Takes a meeting apart, and notes its races in the findings of all that took part. */
  #note(field: Field, meeting: Meeting): void {
    for (const own of field.split(meeting)) {
      own.changes = 0;
      for (const part of field.partsOf(own)) this.#tell(part, SIDES_NOTED);
      if (own.entrants.size > MOST) this.#letGo(field.trim(own), true);
    }
  }

  /** @param noted of more findings than this each learns of its race when it is asked for */
  #tell(part: Part, noted: number): readonly Side[] {
    const sides = sidesOf(part);
    for (const side of sides) {
      this.#own.get(side.container)?.counted.tell(side);
      const race = sides.length > noted ? undefined : raceOf(side, part);
      if (race !== undefined) noteRace(side.container, race);
    }
    return sides;
  }

  /** Once in a while all fields, so that runs do not stay for which nobody asks. */
  #clean(at: Millis): void {
    if (at - this.#cleanedAt < SETTLE) return;
    this.#cleanedAt = at;
    for (const [key, field] of this.#fields) {
      this.#settleField(field, at);
      if (field.size === 0) this.#fields.delete(key);
    }
  }

  #settleField(field: Field, at: Millis): void {
    const over = [...field.meetings].filter(
      ({ endedAt, heardAt }) => at - Math.max(endedAt, heardAt) >= SETTLE,
    );
    for (const meeting of over) {
      for (const part of field.partsOf(meeting)) this.#settle(part);
      field.remove(meeting);
    }
  }

  /** Counts an episode for good in each finding that has a run in it, and lets its runs go. */
  #settle(part: Part): void {
    for (const { container, own, episode } of this.#tell(part, Number.POSITIVE_INFINITY))
      if (episode !== undefined) this.#own.get(container)?.counted.settle(toldIn(own), episode.joinableUntil);
    this.#letGo(part.entrants, part.episode !== undefined);
  }

  /** These runs take part in nothing more. */
  #letGo(entrants: readonly Entrant[], met: boolean): void {
    for (const { run, party, told } of entrants) {
      if (party === undefined) continue;
      const own = this.#own.get(party.container);
      if (told !== undefined) own?.counted.settle([told], run.startedAt ?? 0);
      const entry = party.container.history.entryOf(run);
      if (entry !== undefined && met) entry.settled = true;
      own?.entrants.delete(runKey(run));
    }
  }
}

/** Work of unknown purpose is looked at too: its errors may say that it raced. */
function mayRace({ sideEffecting, category }: Verdict): boolean {
  return sideEffecting || category === 'Unknown';
}

function firstOf(race: Race): string {
  return race.runs[0]?.podUid ?? '';
}
