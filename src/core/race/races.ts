import type { Clocks } from './clocks.ts';
import { groupRuns, type RaceOptions } from '../detect/race.ts';
import { noteRace } from '../conditions/detectAll.ts';
import { type Entrant, Field, type Meeting, type Party } from './field.ts';
import type { Millis, Uid } from '../model/refs.ts';
import type { Verdict } from '../model/verdict.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Race, RaceState } from '../track/episode.ts';
import { raceOf, tell, toldOf } from './raceOf.ts';
import { type Run, runKey } from '../track/run.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';

/** Late evidence may still join an episode for this long after its end. */
const SETTLE: Millis = 600_000;
const NOBODY: ReadonlySet<Uid> = new Set();

interface Own {
  readonly party: Party;
  readonly entrants: Map<string, Entrant>;
}

/**
 * Which runs met. A field is one work of one init container or, where its spec names the database, the same work on that
 * database by all workloads of the namespace. An episode is counted once in each finding that has a run in it.
 */
export class Races {
  readonly #clocks: Clocks;
  readonly #fields = new Map<string, Field>();
  readonly #own = new Map<ContainerTrack, Own>();
  #cleanedAt: Millis = 0;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
  }

  /** Runs that are kept. */
  get size(): number {
    let runs = 0;
    for (const field of this.#fields.values())
      for (const { entrants } of field.meetings) runs += entrants.size;
    return runs;
  }

  /** Takes a new or changed run; returns the workloads whose races may be others now. */
  take(track: WorkloadTrack, run: Run, at: Millis): ReadonlySet<Uid> {
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
    return entrant.field.take(entrant, at);
  }

  /** The races of an init container as they stand; episodes that no late evidence can join any more are settled. */
  stateOf(container: ContainerTrack, at: Millis): RaceState {
    for (const field of this.#fieldsOf(container)) this.#settleField(field, at);
    const races: Race[] = [];
    for (const meeting of this.#meetingsOf(container)) {
      const race = raceOf(container, meeting);
      if (race === undefined) continue;
      tell(container, meeting, race);
      races.push(race);
    }
    races.sort((a, b) => a.startedAt - b.startedAt || (firstOf(a) < firstOf(b) ? -1 : 1));
    const told = new Set([...this.#entrantsOf(container)].flatMap((one) => one.told ?? []));
    const counts = { ...container.settledRaces };
    for (const { level, settled } of told) if (!settled) counts[level] += 1;
    return { races, counts, countedUntil: this.#countedUntil(container, races) };
  }

  /** Was another run of this work seen, on the same database, that may have held the lock which this one found taken? */
  mayHold(container: ContainerTrack, run: Run): boolean {
    return this.#own.get(container)?.entrants.get(runKey(run))?.field.holders.mayHold(run) === true;
  }

  /** Something other than its runs has changed that tells which of them are believed. */
  doubt(track: WorkloadTrack): ReadonlySet<Uid> {
    const fields = [...track.containers.values()].flatMap((container) => [...this.#fieldsOf(container)]);
    return new Set(fields.flatMap((field) => [...field.doubt()]));
  }

  /** It goes with its workload; what it did with others stays theirs. Returns the workloads of those. */
  leave(container: ContainerTrack): ReadonlySet<Uid> {
    const changed = new Set<Uid>();
    for (const entrant of this.#entrantsOf(container)) {
      const { run, field } = entrant;
      entrant.party = undefined;
      // Nobody will see how it ends.
      if (run.outcome === 'Running') entrant.run = { ...run, outcome: 'Unknown' };
      for (const other of field.take(entrant)) changed.add(other);
    }
    this.#own.delete(container);
    return changed;
  }

  #ownOf(track: WorkloadTrack, container: ContainerTrack): Own {
    const own = this.#own.get(container) ?? { party: { track, container }, entrants: new Map() };
    this.#own.set(container, own);
    return own;
  }

  #enter(party: Party, run: Run): Entrant {
    const { ref } = party.track.ownership;
    const shared = run.databaseWork;
    const key =
      shared === undefined ? `${ref.uid}/${party.container.name}/${run.work}` : `${ref.namespace}/${shared}`;
    const field = this.#fields.get(key) ?? new Field();
    this.#fields.set(key, field);
    return { run, workload: ref, party, told: undefined, field };
  }

  *#entrantsOf(container: ContainerTrack): Iterable<Entrant> {
    yield* this.#own.get(container)?.entrants.values() ?? [];
  }

  #fieldsOf(container: ContainerTrack): ReadonlySet<Field> {
    return new Set([...this.#entrantsOf(container)].map(({ field }) => field));
  }

  #meetingsOf(container: ContainerTrack): ReadonlySet<Meeting> {
    const found = new Set<Meeting>();
    for (const field of this.#fieldsOf(container)) field.renew(this.#clocks.version);
    for (const entrant of this.#entrantsOf(container)) {
      const meeting = entrant.field.meetingOf(entrant);
      if (meeting === undefined || found.has(meeting)) continue;
      this.#look(entrant.field, meeting);
      const exact = entrant.field.meetingOf(entrant);
      if (exact !== undefined) found.add(exact);
    }
    return found;
  }

  #look(field: Field, meeting: Meeting): readonly Meeting[] {
    return field.look(meeting, (entrants) => groupRuns([...entrants.keys()], this.#optionsFor(entrants)));
  }

  #optionsFor(entrants: ReadonlyMap<Run, Entrant>): RaceOptions {
    const verdicts = [...entrants.values()].flatMap(({ party }) => party?.container.verdict ?? []);
    return {
      skew: this.#clocks.bound,
      trusted: (node) => this.#clocks.trusted(node),
      fresh: (run) =>
        this.#clocks.fresh(run.node) && entrants.get(run)?.party?.track.pods.has(run.podUid) === true,
      locks: verdicts.length > 0 && verdicts.every(({ lock }) => lock === 'Locks'),
      unknown: verdicts.every(({ sideEffecting }) => !sideEffecting),
    };
  }

  #countedUntil(container: ContainerTrack, races: readonly Race[]): Millis {
    const told = races.filter((race) => isTold(this.#own.get(container), race));
    return Math.max(container.racesCountedUntil, container.racesSettledUntil, ...told.map(lastOf));
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
    for (const meeting of over) for (const part of this.#look(field, meeting)) this.#settle(field, part);
  }

  /** Counts an episode for good in each finding that has a run in it, and lets its runs go. */
  #settle(field: Field, meeting: Meeting): void {
    const containers = new Set([...meeting.entrants].flatMap(({ party }) => party?.container ?? []));
    for (const container of containers) {
      const race = raceOf(container, meeting);
      if (race === undefined) continue;
      noteRace(container, race);
      tell(container, meeting, race);
      for (const told of toldOf(container, meeting)) {
        if (told.settled) continue;
        told.settled = true;
        container.settledRaces[told.level] += 1;
        container.racesSettledUntil = Math.max(container.racesSettledUntil, race.joinableUntil);
      }
    }
    for (const { run, party } of meeting.entrants) {
      if (party === undefined) continue;
      const entry = party.container.history.entryOf(run);
      if (entry !== undefined && meeting.found?.episode !== undefined) entry.settled = true;
      this.#own.get(party.container)?.entrants.delete(runKey(run));
    }
    field.remove(meeting);
  }
}

/** Work of unknown purpose is looked at too: its errors may say that it raced. */
function mayRace({ sideEffecting, category }: Verdict): boolean {
  return sideEffecting || category === 'Unknown';
}

function isTold(own: Own | undefined, race: Race): boolean {
  return race.runs.some((run) => {
    const entrant = own?.entrants.get(runKey(run));
    return entrant?.run === run && entrant.told !== undefined;
  });
}

/** Up to when a run that began belongs to this episode; where one of its runs is active, all that are known do. */
function lastOf({ endedAt, joinableUntil, runs }: Race): Millis {
  if (endedAt !== undefined) return joinableUntil;
  return runs.reduce((latest, run) => Math.max(latest, run.startedAt ?? 0), 0);
}

function firstOf(race: Race): string {
  return race.runs[0]?.podUid ?? '';
}
