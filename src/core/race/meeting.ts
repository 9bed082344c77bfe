import type { RaceLevel } from '../model/names.ts';
import type { Millis, WorkloadRef } from '../model/refs.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Episode } from '../track/episode.ts';
import { isEnded, type Run } from '../track/run.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';
import type { Field } from './field.ts';

/** Neither clocks nor a free retry join runs that are further apart than this. */
const REACH: Millis = 30_000;
/** Meetings up to this size are looked at whenever something changes in them, larger ones each time half of them has. */
const SMALL = 64;
const PART = 2;
/**
 * Of an episode that goes on and on so many runs are kept, and up to half as many until it is looked at again; those that ended
 * first are let go. Runs that go on are as many as there are living pods.
 */
export const MOST = 10_000;

/** One init container of one workload. */
export interface Party {
  readonly track: WorkloadTrack;
  readonly container: ContainerTrack;
}

/** An episode that the readers of one finding have been told of as over. */
export interface Announcement {
  level: RaceLevel;
  settled: boolean;
  /** It has turned out to be part of another one. */
  joined: boolean;
}

/** A run that may meet others. */
export interface Entrant {
  run: Run;
  readonly workload: WorkloadRef;
  /** Undefined when its workload is gone: the run stays for the others' sake. */
  party: Party | undefined;
  told: Announcement | undefined;
  readonly field: Field;
}

/** Runs that have really met, as far as it is known. */
export interface Part {
  readonly entrants: readonly Entrant[];
  /** Undefined where they are of one pod. */
  readonly episode: Episode | undefined;
}

/** What is left of runs that were let go while their episode goes on. */
export type Past = Pick<Episode, 'level' | 'startedAt'>;

/** Runs that meet or come near; which of them have really met is asked only when it matters. */
export class Meeting {
  readonly entrants = new Set<Entrant>();
  /** Who met, as found with this knowledge of the clocks; undefined when something has changed since. */
  found: { readonly parts: readonly Part[]; readonly clocks: number } | undefined;
  /** Somebody was told what was found. */
  shown = false;
  /** When something was last told of it: what is told late must find those that it met. */
  heardAt: Millis = 0;
  /** Changes since its races were last noted. */
  changes = 0;
  past: Past | undefined;
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

  /** Its races are to be noted: at once, or in large meetings so seldom that the work stays linear in the changes. */
  get isDue(): boolean {
    if (this.changes === 0) return false;
    return this.entrants.size <= SMALL || this.changes >= this.entrants.size / PART;
  }

  /** Lets go of the runs that ended first; those that were under way when the last of them ended still hang together. */
  trim(): readonly Entrant[] {
    const ended = [...this.entrants].filter((entrant) => !this.#active.has(entrant));
    const byEnd = ended.toSorted((a, b) => endOf(a.run) - endOf(b.run));
    const dropped = byEnd.slice(0, Math.max(0, this.entrants.size - MOST));
    for (const entrant of dropped) this.entrants.delete(entrant);
    return dropped;
  }
}

function startOf(run: Run): Millis {
  return run.startedAt ?? 0;
}

function endOf(run: Run): Millis {
  return run.finishedAt ?? startOf(run);
}
