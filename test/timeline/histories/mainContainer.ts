import { type Block, inventedEnd, NOT_CREATED, type Shown } from './shown.ts';

/** The one main container of a pod, as its status shows it. */
export class MainContainer {
  shown: Shown = NOT_CREATED;
  #turn = 0;
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get running(): boolean {
    return this.shown.state === 'running';
  }

  get succeeded(): boolean {
    return this.shown.state === 'ended' && this.shown.end?.exitCode === 0;
  }

  start(at: number): void {
    this.#turn += 1;
    const rc = this.#turn === 1 ? 0 : this.shown.rc + (this.shown.state === 'waiting' ? 0 : 1);
    const last = this.shown.end ?? this.shown.last;
    this.shown = {
      state: 'running',
      reason: '',
      id: `${this.#prefix}-main-${this.#turn}`,
      rc,
      from: at,
      end: undefined,
      last,
    };
  }

  end(to: number, exitCode: number, reason: string): void {
    if (!this.running) return;
    const { id, from } = this.shown;
    const end: Block = { id, exitCode, reason, from, to };
    this.shown = { ...this.shown, state: 'ended', end };
  }

  /** It waits, and how it ended is not known. */
  lose(reason: string): void {
    if (this.shown.id === '') return;
    const waits = reason === 'RestartingAllContainers' ? reason : 'PodInitializing';
    this.shown = { ...NOT_CREATED, reason: waits, rc: this.shown.rc + 1, last: inventedEnd(reason) };
  }
}
