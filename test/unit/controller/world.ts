import type { Evaluation } from '../../../src/core/engine.ts';
import type { Finding, StoredFinding } from '../../../src/core/model/finding.ts';
import type { Logger } from '../../../src/core/model/log.ts';
import { uid, type Uid } from '../../../src/core/model/refs.ts';
import type {
  ControllerMetrics,
  FindingSource,
  FindingWriter,
  WriteResult,
} from '../../../src/controller/ports.ts';
import { RateLimiter, WRITE_RATE } from '../../../src/controller/rateLimiter.ts';
import { Reconciler } from '../../../src/controller/reconciler.ts';
import { WRITE_PACE } from '../../../src/controller/track.ts';
import { finding, stored } from '../../build/finding.ts';
import { ManualClock } from '../../build/manualClock.ts';

export const WEB: Uid = uid('uid-web');

/** A server of findings, and our reflector's view of it, which lags until {@link World.catchUp}. */
export class World implements FindingWriter, FindingSource, ControllerMetrics, Logger {
  readonly clock = new ManualClock();
  /** What the engine says. */
  wanted: Finding[] = [];
  recheckAt: number | undefined;
  /** What the engine was told that another operator has written. */
  foreign: readonly StoredFinding[] = [];
  /** The workload is known to exist. */
  known = true;
  /** How the server answers instead of writing. */
  refusal: WriteResult | undefined;
  /** Writes reach the server, and no answer comes back. */
  mute = false;
  writes = 0;
  warnings = 0;
  /** How evaluations ended, as the metrics page counts them. */
  readonly results: string[] = [];
  readonly #server = new Map<string, StoredFinding>();
  #shown = new Map<string, StoredFinding>();
  #version = 100;

  reconciler(): Reconciler {
    return new Reconciler({
      engine: {
        evaluate: (_workload, _now, foreign = []): Evaluation => {
          this.foreign = foreign;
          return { findings: this.wanted, create: this.known, recheckAt: this.recheckAt };
        },
      },
      findings: this,
      writer: this,
      limiter: new RateLimiter(this.clock, WRITE_RATE),
      clock: this.clock,
      pace: WRITE_PACE,
      manager: 'confessor',
      log: this,
      metrics: this,
    });
  }

  /** A finding that our reflector shows already, as an operator has written it. */
  given(wanted: Finding = finding()): void {
    this.#version += 1;
    this.#server.set(wanted.name, stored(wanted, { resourceVersion: `${this.#version}` }));
    this.catchUp();
  }

  /** Somebody changes the one finding that stands, and our reflector shows it. */
  edited(change: Partial<StoredFinding>): void {
    this.#version += 1;
    for (const [name, one] of this.#server)
      this.#server.set(name, { ...one, ...change, resourceVersion: `${this.#version}` });
    this.catchUp();
  }

  catchUp(): void {
    this.#shown = new Map(this.#server);
  }

  /** What stands on the server. */
  get standing(): readonly StoredFinding[] {
    return [...this.#server.values()];
  }

  ofWorkload(workload: Uid): readonly StoredFinding[] {
    return [...this.#shown.values()].filter(({ spec }) => spec.workloadRef.uid === workload);
  }

  async write(wanted: Finding, seen: StoredFinding | undefined): Promise<WriteResult> {
    this.writes += 1;
    if (this.refusal !== undefined) return this.refusal;
    const present = this.#server.get(wanted.name);
    if (present?.resourceVersion !== seen?.resourceVersion) return { kind: 'conflict' };
    this.#version += 1;
    const resourceVersion = `${this.#version}`;
    this.#server.set(wanted.name, stored(wanted, { resourceVersion }));
    if (this.mute) return { kind: 'failed', reason: 'no answer came' };
    return { kind: 'written', resourceVersion };
  }

  async remove(seen: StoredFinding): Promise<WriteResult> {
    this.writes += 1;
    if (this.refusal !== undefined) return this.refusal;
    this.#server.delete(seen.name);
    return { kind: 'written' };
  }

  wrote(): void {}
  reconciled(result: string): void {
    this.results.push(result);
  }
  error(): void {}
  warn(): void {
    this.warnings += 1;
  }
  info(): void {}
  debug(): void {}
}
