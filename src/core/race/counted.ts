import { raises } from '../detect/judge.ts';
import { RACE_LEVELS, type RaceLevel } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { Entrant, Announcement } from './meeting.ts';
import type { Side } from './raceOf.ts';

/**
 * The episodes that one finding has counted. Each counts once it is over, and goes on to when a late run joins it. Where a
 * late run shows that two were one, a count does not fall: one that comes later is not counted instead.
 */
export class Counted {
  readonly #container: ContainerTrack;

  constructor(container: ContainerTrack) {
    this.#container = container;
  }

  /** Notes what has become of an episode. */
  tell({ own, episode }: Side): void {
    if (episode?.level === undefined) return;
    const { level, endedAt } = episode;
    const [before, ...others] = toldIn(own);
    if (before === undefined && endedAt === undefined) return;
    const told = before ?? this.#begin(level);
    for (const other of others) this.#join(other);
    if (!told.settled) told.level = level;
    for (const entrant of own) entrant.told = told;
  }

  /** What was told is final. */
  settle(all: readonly Announcement[], until: Millis): void {
    const container = this.#container;
    for (const told of all) {
      if (told.settled) continue;
      this.#settle(told);
      container.racesSettledUntil = Math.max(container.racesSettledUntil, until);
    }
  }

  /** All so far. @param open what is told of episodes that are not final, with the level that they have now */
  counts(open: ReadonlyMap<Announcement, RaceLevel>): Readonly<Record<RaceLevel, number>> {
    const counts = { ...this.#container.settledRaces };
    for (const [told, level] of open) if (!told.settled) counts[level] += 1;
    return counts;
  }

  #begin(level: RaceLevel): Announcement {
    const { surplusRaces, settledRaces } = this.#container;
    const spare = [level, ...RACE_LEVELS].find((one) => surplusRaces[one] > 0);
    if (spare !== undefined) {
      surplusRaces[spare] -= 1;
      settledRaces[spare] -= 1;
    }
    return { level, settled: false, joined: false };
  }

  /** It has turned out to be part of another one: it stays in the count, where it is one too many. */
  #join(told: Announcement): void {
    if (!told.settled) this.#settle(told);
    if (!told.joined) this.#container.surplusRaces[told.level] += 1;
    told.joined = true;
  }

  #settle(told: Announcement): void {
    told.settled = true;
    this.#container.settledRaces[told.level] += 1;
  }
}

/** The episodes that readers were told of and that have one of these runs. */
export function toldIn(own: readonly Entrant[]): readonly Announcement[] {
  return [...new Set(own.flatMap(({ told }) => told ?? []))];
}

/** The higher of two levels. */
export function higher(a: RaceLevel, b: RaceLevel | undefined): RaceLevel {
  return b !== undefined && raises(b, a) ? b : a;
}
