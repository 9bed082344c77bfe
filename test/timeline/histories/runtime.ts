import type { TrueRun } from './truth.ts';
import { type Block, START_ERROR } from './shown.ts';

/** What the container runtime has on record of one container. */
interface Instance {
  readonly run: TrueRun;
  readonly rc: number;
  readonly from: number;
  to: number | undefined;
  exitCode: number;
  reason: string;
}

/** The container runtime's records of one pod's init containers, by place in the spec. */
export class Runtime {
  readonly #records = new Map<number, Instance>();
  /** The dead container before the current one: one is kept (R7). */
  readonly #older = new Map<number, Block>();
  /** Highest N of the N.log files. */
  readonly #logs = new Map<number, number>();

  current(place: number): Instance | undefined {
    return this.#records.get(place);
  }

  older(place: number): Block | undefined {
    return this.#older.get(place);
  }

  dropOlder(place: number): void {
    this.#older.delete(place);
  }

  /** R4: from the record, else from the logs, else 0. */
  nextCount(place: number): number {
    return (this.#records.get(place)?.rc ?? this.#logs.get(place) ?? -1) + 1;
  }

  start(place: number, rc: number, run: TrueRun, from: number): Instance {
    const before = this.#records.get(place);
    const end = before === undefined ? undefined : blockOf(before);
    if (end === undefined) this.#older.delete(place);
    else this.#older.set(place, end);
    const instance = { run, rc, from, to: undefined, exitCode: 0, reason: '' };
    this.#records.set(place, instance);
    this.#logs.set(place, rc);
    return instance;
  }

  /** Places of what runs. */
  running(): readonly number[] {
    return this.living().map(([place]) => place);
  }

  living(): readonly (readonly [number, Instance])[] {
    return [...this.#records].filter(([, { to }]) => to === undefined);
  }

  /** The kubelet has removed one record, and the logs with it. */
  remove(place: number): void {
    this.#records.delete(place);
    this.#older.delete(place);
    this.#logs.delete(place);
  }

  /** The kubelet has removed all records: logs go with their record only. */
  purge(): void {
    for (const place of this.#records.keys()) this.remove(place);
  }

  /** All records are gone, and not by the kubelet: the logs are left. */
  wipe(): void {
    this.#records.clear();
    this.#older.clear();
  }
}

export type { Instance };

export function end(instance: Instance, to: number, exitCode: number, reason: string): void {
  instance.to = to;
  instance.exitCode = exitCode;
  instance.reason = reason;
}

export function blockOf({ run, from, to, exitCode, reason }: Instance): Block | undefined {
  if (to === undefined) return undefined;
  return { id: run.id, exitCode, reason, from: reason === START_ERROR ? 0 : from, to };
}

export function succeeded(instance: Instance | undefined): boolean {
  return instance?.to !== undefined && instance.exitCode === 0;
}
