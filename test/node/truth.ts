import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A run as the container itself wrote it down. */
export interface TrueRun {
  readonly container: string;
  readonly podUid: string;
  /** Absent while it runs, and when it was killed before it could write. */
  readonly exitCode: number | undefined;
}

/** What the containers of one namespace wrote to their logs on the node: one log for each workload. */
export class Truth {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The runs of a workload's containers, in order of their starts. */
  runs(app: string, container?: string): readonly TrueRun[] {
    const file = join(this.folder, app);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    const all = lines.map((line) => line.split(' '));
    const ends = new Map<string, number[]>();
    for (const [name = '', uid = '', what, code] of all) {
      const key = `${name} ${uid}`;
      if (what === 'end') ends.set(key, [...(ends.get(key) ?? []), Number(code)]);
    }
    return all
      .filter(([name, , what]) => what === 'start' && (container === undefined || name === container))
      .map(([name = '', podUid = '']) => {
        const exitCode = ends.get(`${name} ${podUid}`)?.shift();
        return { container: name, podUid, exitCode };
      });
  }

  /** When the last line was written, in milliseconds. */
  writtenAt(app: string): number {
    return statSync(join(this.folder, app)).mtimeMs;
  }
}
