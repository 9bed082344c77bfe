import type { Finding } from '../../../src/core/model/finding.ts';
import type { History } from './cluster.ts';
import { isUndated } from './judge.ts';
import type { Way } from './way.ts';

/** What was told in one way, and how much of it could still be counted exactly. */
export class Sum {
  readonly #title: string;
  #histories = 0;
  #events = 0;
  #runs = 0;
  #rewinds = 0;
  #gaps = 0;
  #restarts = 0;
  #successions = 0;
  #findings = 0;
  #exact = 0;
  #undated = 0;

  constructor(title: string) {
    this.#title = title;
  }

  /** Of findings whose count is still called exact, static pods left out. */
  get share(): number {
    return this.#exact / Math.max(1, this.#findings);
  }

  add({ told, truth }: History, way: Way, findings: readonly Finding[]): void {
    const away = way.shadows.filter(({ what }) => what === 'absence').length;
    const dated = findings.filter((finding) => !isUndated(finding));
    this.#histories += 1;
    this.#events += told.length;
    this.#runs += truth.runs.length;
    this.#rewinds += way.rewinds.length;
    this.#gaps += way.gaps.length + way.shadows.length - away;
    this.#restarts += way.absences.length + away;
    this.#successions += way.successions.length;
    this.#findings += dated.length;
    this.#undated += findings.length - dated.length;
    this.#exact += dated.filter(({ status }) => status.runs.exact).length;
  }

  toString(): string {
    const times = `${this.#rewinds} rewinds, ${this.#gaps} gaps, ${this.#restarts} restarts, ${this.#successions} take-overs`;
    const told = `${this.#histories} histories, ${this.#events} events, ${this.#runs} runs, ${times}`;
    const exact = `exact ${this.#exact} of ${this.#findings} findings (${Math.round(100 * this.share)} %)`;
    return `${this.#title}: ${told}; ${exact}, and ${this.#undated} of static pods, which never are`;
  }
}
