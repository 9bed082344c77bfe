import { createEngine } from '../../src/core/createEngine.ts';
import type { Engine } from '../../src/core/engine.ts';
import type { Fact, Observation } from '../../src/core/model/facts.ts';
import type { FindingStatus, StoredFinding } from '../../src/core/model/finding.ts';
import type { Uid, Version } from '../../src/core/model/refs.ts';
import { DEFAULT_THRESHOLDS } from '../../src/core/model/thresholds.ts';
import { millis } from '../build/clock.ts';
import { stored } from '../build/finding.ts';
import type { Builder } from '../build/object.ts';
import { factOf } from '../build/observation.ts';

/** Two replicas that are told the same; the first leads and writes, the second gathers and takes over. */
export class Replicas {
  #first: Engine = createEngine({ ...DEFAULT_THRESHOLDS, record: 'all' });
  #second: Engine = createEngine({ ...DEFAULT_THRESHOLDS, record: 'all' });
  readonly #present = new Map<Uid, Fact>();
  readonly #keys = new Set<Uid>();
  #written: readonly StoredFinding[] = [];

  /** `existing` is there before the first one starts. */
  constructor(...existing: readonly Builder[]) {
    this.#first.synced(millis(0));
    this.see(0, ...existing);
  }

  /** The second one starts now: it has seen nothing before. */
  join(seconds: number): this {
    this.#second = createEngine({ ...DEFAULT_THRESHOLDS, record: 'all' });
    for (const fact of this.#present.values()) this.#second.observe({ type: 'seen', fact }, millis(seconds));
    return this;
  }

  see(seconds: number, ...builders: readonly Builder[]): this {
    for (const builder of builders) this.#tell(seconds, { type: 'seen', fact: factOf(builder) });
    return this;
  }

  /** The watch of the second one has not told of it yet. */
  seeByFirst(seconds: number, ...builders: readonly Builder[]): this {
    for (const builder of builders) this.#tellFirst(seconds, { type: 'seen', fact: factOf(builder) });
    return this;
  }

  lose(seconds: number, builder: Builder): this {
    return this.#tell(seconds, { type: 'gone', fact: factOf(builder) });
  }

  /** The first one only finds it missing in a list: it learns neither when nor in which version it went. */
  missByFirst(seconds: number, before: Builder, last: Builder): this {
    this.#tellFirst(seconds, { type: 'gap', kind: 'Pod' });
    this.#tellFirst(seconds, { type: 'gone', fact: factOf(before) });
    const fact = factOf(last);
    this.#present.delete(fact.uid);
    this.#second.observe({ type: 'gone', fact }, millis(seconds));
    return this;
  }

  /** The same, and the watch of the second one has told nothing of it yet. */
  missByFirstAlone(seconds: number, before: Builder): this {
    this.#tellFirst(seconds, { type: 'gap', kind: 'Pod' });
    this.#tellFirst(seconds, { type: 'gone', fact: factOf(before) });
    return this;
  }

  /** The first one begins anew from what it has written; while it was away these pods went. */
  restartFirst(seconds: number, ...gone: readonly Builder[]): this {
    for (const builder of gone) {
      const fact = factOf(builder);
      this.#present.delete(fact.uid);
      this.#second.observe({ type: 'gone', fact }, millis(seconds));
    }
    this.#first = createEngine({ ...DEFAULT_THRESHOLDS, record: 'all' });
    this.#first.restore(this.#written);
    for (const other of this.#present.values())
      this.#first.observe({ type: 'seen', fact: other }, millis(seconds));
    for (const key of this.#first.synced(millis(seconds))) this.#keys.add(key);
    return this;
  }

  /** The first one writes the findings of these init containers, or all. */
  write(seconds: number, ...containers: readonly string[]): this {
    const now = this.#findings(this.#first, seconds).filter(
      ({ spec }) => containers.length === 0 || containers.includes(spec.container),
    );
    const others = this.#written.filter((old) => now.every(({ name }) => name !== old.name));
    this.#written = [...others, ...now];
    return this;
  }

  /** What stands now. */
  get written(): readonly StoredFinding[] {
    return this.#written;
  }

  /** Up to which version the second one must have seen the pods. */
  takeOver(seconds: number): Version {
    this.#second.restore(this.#written);
    for (const key of this.#second.synced(millis(seconds))) this.#keys.add(key);
    return this.#second.countedIn();
  }

  /** As the second one tells it, and as the first one would have, had it lived. */
  both(seconds: number, container = 'migrate'): { second: FindingStatus; first: FindingStatus } {
    const of = (engine: Engine): FindingStatus => {
      const found = this.#findings(engine, seconds).find(({ spec }) => spec.container === container);
      if (found?.status === undefined) throw new Error(`no finding of ${container}`);
      return found.status;
    };
    return { second: of(this.#second), first: of(this.#first) };
  }

  /** All runs that the second one tells of. */
  total(seconds: number): number {
    return this.#findings(this.#second, seconds).reduce(
      (sum, { status }) => sum + (status?.runs.total ?? 0),
      0,
    );
  }

  #findings(engine: Engine, seconds: number): readonly StoredFinding[] {
    return [...this.#keys].flatMap((key) =>
      engine.evaluate(key, millis(seconds)).findings.map((finding) => stored(finding)),
    );
  }

  #tell(seconds: number, observation: Observation): this {
    this.#tellFirst(seconds, observation);
    if (observation.type === 'seen') this.#present.set(observation.fact.uid, observation.fact);
    if (observation.type === 'gone') this.#present.delete(observation.fact.uid);
    for (const key of this.#second.observe(observation, millis(seconds))) this.#keys.add(key);
    return this;
  }

  #tellFirst(seconds: number, observation: Observation): void {
    for (const key of this.#first.observe(observation, millis(seconds))) this.#keys.add(key);
  }
}
