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
  /** Its id has stood in a status that the API server has told. */
  shown: boolean;
}

export interface TrueCount {
  readonly total: number;
  readonly fates: Readonly<Record<Fate, number>>;
  /** Failures of which nobody can tell whether they were interruptions. */
  readonly failedLeaving: number;
  readonly reruns: number;
  /** Maximal sets of runs of one work that overlapped. */
  readonly races: number;
  /** Those in which one failed beside another that did not. */
  readonly failedRaces: number;
  /** Each run has been told of. */
  readonly whole: boolean;
}

/** All runs there were, written on a path that passes neither kubelet nor API server. */
export class Truth {
  readonly runs: TrueRun[] = [];
  readonly #byId = new Map<string, TrueRun>();

  begin(run: Omit<TrueRun, 'endedAt' | 'fate' | 'leaving' | 'shown'>): TrueRun {
    const begun: TrueRun = { ...run, endedAt: undefined, fate: 'Running', leaving: false, shown: false };
    this.runs.push(begun);
    this.#byId.set(begun.id, begun);
    return begun;
  }

  show(ids: readonly string[]): void {
    for (const id of ids) {
      const run = this.#byId.get(id);
      if (run !== undefined) run.shown = true;
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
      failedLeaving: runs.filter(({ fate, leaving }) => fate === 'Failed' && leaving).length,
      reruns: runs.filter((run) => isRerun(run, runs)).length,
      races: races.length,
      failedRaces: races.filter(hasLoser).length,
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

function hasLoser(episode: readonly TrueRun[]): boolean {
  return episode.some(
    (loser) =>
      loser.fate === 'Failed' &&
      episode.some((other) => other.fate !== 'Failed' && other !== loser && meet(loser, other)),
  );
}
