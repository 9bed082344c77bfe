/** How a run really ended. `Cut`: killed from outside, with its pod, sandbox or node. */
export type Fate = 'Running' | 'Succeeded' | 'Failed' | 'Cut' | 'NotExecuted';

/** One container instance of a regular init container, as the container itself would tell it. */
export interface TrueRun {
  readonly id: string;
  /** Kind and name of the workload. */
  readonly workload: string;
  readonly container: string;
  /** What it did: equal for equal work (R31). */
  readonly work: string;
  /** Seconds, by a clock that all nodes share. */
  readonly startedAt: number;
  endedAt: number | undefined;
  fate: Fate;
  /** Its pod had been asked to go when it ended: then a failure may be called an interruption, whatever it was (R6). */
  leaving: boolean;
  /** Its id has stood in a status that the API server has told; and its end has. */
  shown: boolean;
  endShown: boolean;
  /** It stood in statuses only that the API server refused, as it did those that told of the sandbox before being lost. */
  withheld: boolean;
}

export interface TrueCount {
  readonly total: number;
  readonly fates: Readonly<Record<Fate, number>>;
  /** Runs that were not interrupted, and of which nobody can tell: their end was never shown, or came when their pod left. */
  readonly unclear: number;
  readonly reruns: number;
  /** Pairs of runs that overlapped, no run in two of them: one whose end nobody saw may part an episode in two. */
  readonly races: number;
  /** Runs that failed beside another that did not. */
  readonly losers: number;
  /** Runs that no sign in the API tells of. */
  readonly withheld: number;
  /** Each run has been told of. */
  readonly whole: boolean;
}

/** All runs there were, written on a path that passes neither kubelet nor API server. */
export class Truth {
  readonly runs: TrueRun[] = [];
  readonly #byId = new Map<string, TrueRun>();

  begin(run: Pick<TrueRun, 'id' | 'workload' | 'container' | 'work' | 'startedAt'>): TrueRun {
    const begun: TrueRun = {
      ...run,
      endedAt: undefined,
      fate: 'Running',
      leaving: false,
      shown: false,
      endShown: false,
      withheld: false,
    };
    this.runs.push(begun);
    this.#byId.set(begun.id, begun);
    return begun;
  }

  /** A status has named these, and said of those that they have ended. */
  show(ids: readonly string[], ended: readonly string[]): void {
    for (const id of ids) {
      const run = this.#byId.get(id);
      if (run !== undefined) run.shown = true;
    }
    for (const id of ended) {
      const run = this.#byId.get(id);
      if (run !== undefined) run.endShown = true;
    }
  }

  withhold(ids: readonly string[]): void {
    for (const id of ids) {
      const run = this.#byId.get(id);
      if (run !== undefined) run.withheld = true;
    }
  }

  of(workload: string, container: string): TrueCount {
    const runs = this.runs.filter((run) => run.workload === workload && run.container === container);
    const fates: Record<Fate, number> = { Running: 0, Succeeded: 0, Failed: 0, Cut: 0, NotExecuted: 0 };
    for (const { fate } of runs) fates[fate] += 1;
    const races = episodesOf(runs.filter(({ fate }) => fate !== 'NotExecuted'));
    return {
      total: runs.length,
      fates,
      unclear: runs.filter(isUnclear).length,
      reruns: runs.filter((run) => isRerun(run, runs)).length,
      races: races.reduce((sum, { length }) => sum + Math.floor(length / 2), 0),
      losers: races.flatMap(losersOf).length,
      withheld: runs.filter(({ shown, withheld }) => withheld && !shown).length,
      whole: runs.every(({ shown }) => shown),
    };
  }
}

/** It began after the same work had succeeded. What never started did no work. */
function isRerun(run: TrueRun, all: readonly TrueRun[]): boolean {
  const { work, startedAt, fate } = run;
  return (
    fate !== 'NotExecuted' &&
    all.some(
      (other) =>
        other.work === work &&
        other.fate === 'Succeeded' &&
        other.endedAt !== undefined &&
        other.endedAt <= startedAt,
    )
  );
}

/** Runs come in the order of their starts. */
function episodesOf(runs: readonly TrueRun[]): readonly (readonly TrueRun[])[] {
  const open = new Map<string, TrueRun[]>();
  const all: TrueRun[][] = [];
  for (const run of runs) {
    const current = open.get(run.work);
    if (current?.some((other) => meet(other, run)) === true) current.push(run);
    else {
      const begun = [run];
      open.set(run.work, begun);
      all.push(begun);
    }
  }
  return all.filter(({ length }) => length > 1);
}

function meet(a: TrueRun, b: TrueRun): boolean {
  return endOf(a) > b.startedAt && endOf(b) > a.startedAt;
}

function endOf({ endedAt }: TrueRun): number {
  return endedAt ?? Number.POSITIVE_INFINITY;
}

function losersOf(episode: readonly TrueRun[]): readonly TrueRun[] {
  return episode.filter(
    (loser) =>
      loser.fate === 'Failed' && episode.some((other) => other.fate !== 'Failed' && meet(loser, other)),
  );
}

function isUnclear({ fate, leaving, endShown }: TrueRun): boolean {
  return (fate === 'Failed' && leaving) || ((fate === 'Failed' || fate === 'Succeeded') && !endShown);
}
