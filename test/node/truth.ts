import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A run as the container itself wrote it down. */
export interface TrueRun {
  readonly container: string;
  readonly podUid: string;
  /** Absent while it runs, and when it was killed before it could write. */
  readonly exitCode: number | undefined;
  /** A run of this container has succeeded before it began: it is a rerun. */
  readonly again: boolean;
}

/** What the containers of one namespace wrote to their logs on the node: one log for each workload. */
export class Truth {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The workloads whose containers have written something. */
  apps(): readonly string[] {
    return readdirSync(this.folder).filter((app) => this.#lines(app).length > 0);
  }

  /** The runs of a workload's containers, in order of their starts. */
  runs(app: string, container?: string): readonly TrueRun[] {
    const runs: TrueRun[] = [];
    const done = new Set<string>();
    for (const [name = '', podUid = '', what, code] of this.#lines(app)) {
      if (what === 'start')
        runs.push({ container: name, podUid, exitCode: undefined, again: done.has(name) });
      // The runs of a container in one pod follow each other.
      const last = runs.findLastIndex((run) => run.container === name && run.podUid === podUid);
      const run = runs[last];
      if (what !== 'end' || run === undefined) continue;
      runs[last] = { ...run, exitCode: Number(code) };
      if (code === '0') done.add(name);
    }
    return runs.filter((run) => container === undefined || run.container === container);
  }

  /** How many runs of a container were under way at once. */
  atOnce(app: string, container: string): number {
    return Math.max(0, ...this.episodes(app, container));
  }

  /** How many runs of a container were under way at once, at most, in each time in which any was. */
  episodes(app: string, container: string): readonly number[] {
    const all: number[] = [];
    let [now, most] = [0, 0];
    for (const [name, , what] of this.#lines(app)) {
      if (name !== container) continue;
      now += what === 'start' ? 1 : -1;
      most = Math.max(most, now);
      if (now > 0) continue;
      all.push(most);
      most = 0;
    }
    // Who was killed has written no end.
    return most > 0 ? [...all, most] : all;
  }

  #lines(app: string): readonly (readonly string[])[] {
    const file = join(this.folder, app);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    return lines.map((line) => line.split(' '));
  }

  /** When the last line was written, in milliseconds. */
  writtenAt(app: string): number {
    return statSync(join(this.folder, app)).mtimeMs;
  }
}
