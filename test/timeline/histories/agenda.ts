interface Appointment {
  readonly at: number;
  readonly act: () => void;
}

/** The clock of a history, in seconds, and what is to happen; of one moment, in the order in which it was asked for. */
export class Agenda {
  now = 0;
  readonly #next: Appointment[] = [];
  /** When that happens which is due then: never before. */
  readonly #happens: (due: number) => number;

  constructor(happens: (due: number) => number = (due) => due) {
    this.#happens = happens;
  }

  at(seconds: number, act: () => void): void {
    const at = Math.max(this.now, Math.round(seconds * 100) / 100);
    const before = this.#next.findLastIndex((one) => one.at <= at);
    this.#next.splice(before + 1, 0, { at, act });
  }

  after(seconds: number, act: () => void): void {
    this.at(this.now + seconds, act);
  }

  /** Until then, or until there is enough. */
  run(until: number, enough: () => boolean = () => false): void {
    while (!enough()) {
      const [next] = this.#next;
      if (next === undefined || next.at > until) {
        this.now = Math.max(this.now, until);
        return;
      }
      this.#next.shift();
      this.now = Math.max(this.now, this.#happens(next.at));
      next.act();
    }
  }
}
