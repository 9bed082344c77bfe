import { createEngine } from '../../src/core/createEngine.ts';
import type { Engine } from '../../src/core/engine.ts';
import type { Fact, FactKind, Observation } from '../../src/core/model/facts.ts';
import type { Finding, FindingStatus, StoredFinding } from '../../src/core/model/finding.ts';
import type { ConditionType } from '../../src/core/model/names.ts';
import { type Millis, type Uid, uid } from '../../src/core/model/refs.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../../src/core/model/thresholds.ts';
import { millis } from '../build/clock.ts';
import { stored } from '../build/finding.ts';
import type { Builder } from '../build/object.ts';
import { factOf } from '../build/observation.ts';

/** Findings as the API server would have them after a restart, changed where a test forges or loses something. */
export type Keeping = (findings: readonly StoredFinding[]) => readonly StoredFinding[];

/** What happens to a cluster, told to an engine in order; times are seconds after the epoch of tests. */
export class Story {
  readonly #thresholds: Thresholds;
  readonly #present = new Map<Uid, Fact>();
  readonly #keys = new Set<Uid>();
  /** Namespaces of what is there and cannot be read. */
  readonly #hidden = new Map<Uid, string>();
  readonly #missing: ReadonlySet<FactKind>;
  #engine: Engine;
  #now: Millis;

  /** `existing` is there before the operator starts. */
  constructor(
    options: Partial<Thresholds> = {},
    existing: readonly Builder[] = [],
    startsAt = 0,
    missing: readonly FactKind[] = [],
  ) {
    this.#missing = new Set(missing);
    this.#thresholds = { ...DEFAULT_THRESHOLDS, record: 'all', ...options };
    this.#now = millis(startsAt);
    for (const builder of existing) this.#keep(factOf(builder));
    this.#engine = this.#start([]);
  }

  /** The objects are seen as they are now. */
  see(seconds: number, ...builders: readonly Builder[]): Story {
    return this.tell(
      seconds,
      ...builders.map((builder) => ({ type: 'seen', fact: factOf(builder) }) as const),
    );
  }

  /** The objects are deleted, in this last state. */
  lose(seconds: number, ...builders: readonly Builder[]): Story {
    return this.tell(
      seconds,
      ...builders.map((builder) => ({ type: 'gone', fact: factOf(builder) }) as const),
    );
  }

  /** The watch of pods was interrupted. */
  gap(seconds: number): Story {
    return this.tell(seconds, { type: 'gap', kind: 'Pod' });
  }

  tell(seconds: number, ...observations: readonly Observation[]): Story {
    this.#now = Math.max(this.#now, millis(seconds));
    for (const observation of observations) this.#observe(observation);
    return this;
  }

  /** The workloads that one object makes be evaluated again. */
  changedBy(seconds: number, builder: Builder, type: 'seen' | 'gone' = 'seen'): readonly Uid[] {
    this.#now = Math.max(this.#now, millis(seconds));
    return this.#observe({ type, fact: factOf(builder) });
  }

  /** While the operator is away: what it would have seen had it run. */
  away(...changes: readonly { readonly seen?: Builder; readonly gone?: Builder }[]): Story {
    for (const { seen, gone } of changes) {
      if (seen !== undefined) this.#keep(factOf(seen));
      if (gone !== undefined) this.#present.delete(factOf(gone).uid);
    }
    return this;
  }

  /** While the operator is away: it is there, and cannot be read until it is seen again. */
  hide(builder: Builder): Story {
    const fact = factOf(builder);
    this.#present.delete(fact.uid);
    if (fact.kind === 'Pod') this.#hidden.set(fact.uid, fact.namespace);
    return this;
  }

  /** The operator has written its findings, stops, and starts again with what is there by then. */
  restart(
    seconds: number,
    away: (story: Story) => unknown = () => undefined,
    keeping: Keeping = (all) => all,
  ): Story {
    const kept = keeping(this.findings().map((finding) => stored(finding)));
    away(this);
    this.#now = Math.max(this.#now, millis(seconds));
    this.#keys.clear();
    this.#engine = this.#start(kept);
    return this;
  }

  findings(seconds?: number): readonly Finding[] {
    if (seconds !== undefined) this.#now = Math.max(this.#now, millis(seconds));
    return [...this.#keys].flatMap((key) => this.#engine.evaluate(key, this.#now).findings);
  }

  /** Another operator, started by mistake, has written this of the runs of all that is found. */
  beside(runs: Partial<FindingStatus['runs']>): Story {
    const foreign = this.findings().map((finding) => {
      const status = { ...finding.status, runs: { ...finding.status.runs, ...runs } };
      return stored({ ...finding, status });
    });
    for (const key of this.#keys) this.#engine.evaluate(key, this.#now, foreign);
    return this;
  }

  /** The finding of one init container; of one workload where several have it. */
  find(container = 'migrate', workload?: string): Finding | undefined {
    return this.findings().find(
      ({ spec }) =>
        spec.container === container && (workload === undefined || spec.workloadRef.name === workload),
    );
  }

  status(container = 'migrate', workload?: string): FindingStatus {
    const found = this.find(container, workload);
    if (found === undefined) throw new Error(`no finding of ${container}`);
    return found.status;
  }

  total(container = 'migrate', workload?: string): number {
    return this.find(container, workload)?.status.runs.total ?? 0;
  }

  /** Reruns by cause. */
  causes(container = 'migrate', workload?: string): Readonly<Record<string, number>> {
    const { byCause } = this.status(container, workload).reruns;
    return Object.fromEntries(byCause.map(({ cause, count }) => [cause, count]));
  }

  /** Causes of the newest runs, oldest first; '' for a first run. */
  attributed(container = 'migrate', workload?: string): readonly string[] {
    return this.status(container, workload)
      .recentRuns.map((run) => run.cause ?? '')
      .toReversed();
  }

  conditions(container = 'migrate'): readonly ConditionType[] {
    const { conditions } = this.status(container);
    return conditions.filter(({ status }) => status === 'True').map(({ type }) => type);
  }

  snapshot(): Snapshot {
    return this.#engine.snapshot(this.#now);
  }

  recheckAt(workload: string): Millis | undefined {
    return this.#engine.evaluate(uid(workload), this.#now).recheckAt;
  }

  #start(kept: readonly StoredFinding[]): Engine {
    const engine = createEngine(this.#thresholds);
    engine.restore(kept);
    for (const fact of this.#present.values()) engine.observe({ type: 'seen', fact }, this.#now);
    for (const namespace of this.#hidden.values())
      engine.observe({ type: 'gap', kind: 'Pod', namespace }, this.#now);
    for (const key of engine.synced(this.#now, this.#missing)) this.#keys.add(key);
    return engine;
  }

  #observe(observation: Observation): readonly Uid[] {
    if (observation.type === 'seen') this.#keep(observation.fact);
    if (observation.type === 'gone') this.#present.delete(observation.fact.uid);
    const changed = this.#engine.observe(observation, this.#now);
    for (const key of changed) this.#keys.add(key);
    return changed;
  }

  #keep(fact: Fact): void {
    this.#present.set(fact.uid, fact);
    this.#hidden.delete(fact.uid);
  }
}
