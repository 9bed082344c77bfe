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
  /** Its id has stood in a status that the API server has told. */
  shown: boolean;
}

export interface TrueCount {
  readonly total: number;
  readonly fates: Readonly<Record<Fate, number>>;
  readonly reruns: number;
  /** Each run has been told of. */
  readonly whole: boolean;
}

/** All runs there were, written on a path that passes neither kubelet nor API server. */
export class Truth {
  readonly runs: TrueRun[] = [];
  readonly #byId = new Map<string, TrueRun>();

  begin(run: Omit<TrueRun, 'endedAt' | 'fate' | 'shown'>): TrueRun {
    const begun: TrueRun = { ...run, endedAt: undefined, fate: 'Running', shown: false };
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
    const whole = runs.every(({ shown }) => shown);
    return { total: runs.length, fates, reruns: runs.filter((run) => isRerun(run, runs)).length, whole };
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
