import { createEngine } from '../../../src/core/createEngine.ts';
import type { Engine } from '../../../src/core/engine.ts';
import { FACT_KINDS, type Fact, type FactKind, type Observation } from '../../../src/core/model/facts.ts';
import type { Uid } from '../../../src/core/model/refs.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/core/model/thresholds.ts';
import { millis } from '../../build/clock.ts';
import type { Agenda } from './agenda.ts';
import type { Told } from './apiServer.ts';

/** What one replica of the operator hears, and through which watches. */
interface Surroundings {
  readonly agenda: Agenda;
  readonly told: readonly Told[];
  /** Seconds by which the watch of each kind lags behind, in the order of FACT_KINDS. */
  readonly lags: readonly number[];
  /** Which events come twice, in turn. */
  readonly doubled: readonly boolean[];
  /** These workloads are to be evaluated. */
  readonly changed: (keys: readonly Uid[]) => void;
}

/** One process of the operator from its first list to its end: its reflectors, and the engine that they tell. */
export class Replica {
  readonly engine: Engine = createEngine({ ...DEFAULT_THRESHOLDS, record: 'all' });
  /** Up to which version of the pods it has seen everything. */
  seenUpTo = 0;
  readonly #around: Surroundings;
  readonly #known = new Map<FactKind, Map<Uid, Fact>>();
  /** Up to when a list has told everything of a kind. */
  readonly #listedAt = new Map<FactKind, number>();
  readonly #deaf = new Set<FactKind>();
  #dead = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Watches from now on, after a list of all there is. */
  start(): void {
    const { agenda, told } = this.#around;
    // The first one is there before the cluster.
    if (agenda.now > 0) for (const kind of FACT_KINDS) this.#listFirst(kind);
    told.forEach((one, index) => {
      const due = one.at + this.#lagOf(one.fact.kind);
      if (agenda.now === 0 || one.at > agenda.now) agenda.at(due, () => this.#hear(one, index));
    });
  }

  die(): void {
    this.#dead = true;
  }

  /** Its watch of this kind is lost. */
  deafen(kind: FactKind): void {
    this.#deaf.add(kind);
  }

  /** R43: a list after a watch that was lost. */
  relist(kind: FactKind): void {
    this.#deaf.delete(kind);
    if (this.#dead) return;
    this.#take({ type: 'gap', kind });
    const present = this.#list(kind);
    for (const fact of present.values()) this.#observe({ type: 'seen', fact });
    for (const fact of this.#known.get(kind)?.values() ?? [])
      if (!present.has(fact.uid)) this.#observe({ type: 'gone', fact });
  }

  /** R44: a watch is resumed, and what it told in the last seconds is told again. */
  rewind(kind: FactKind, seconds: number): void {
    if (this.#dead || this.#deaf.has(kind)) return;
    const until = this.#around.agenda.now - this.#lagOf(kind);
    const from = Math.max(until - seconds, this.#listedAt.get(kind) ?? -1);
    for (const one of this.#around.told)
      if (one.fact.kind === kind && one.at > from && one.at <= until) this.#observe(one);
  }

  #listFirst(kind: FactKind): void {
    const present = this.#list(kind);
    this.#known.set(kind, new Map(present));
    for (const fact of present.values()) this.#take({ type: 'seen', fact });
  }

  #lagOf(kind: FactKind): number {
    return this.#around.lags[FACT_KINDS.indexOf(kind)] ?? 0;
  }

  #hear(told: Told, index: number): void {
    const { kind } = told.fact;
    if (this.#dead || this.#deaf.has(kind) || told.at <= (this.#listedAt.get(kind) ?? -1)) return;
    const { doubled } = this.#around;
    this.#observe(told);
    if (doubled[index % doubled.length] === true) this.#observe(told);
  }

  #observe({ type, fact }: Pick<Told, 'type' | 'fact'>): void {
    const known = this.#known.get(fact.kind) ?? new Map<Uid, Fact>();
    this.#known.set(fact.kind, known);
    if (type === 'seen') known.set(fact.uid, fact);
    else known.delete(fact.uid);
    this.#take({ type, fact });
  }

  #take(observation: Observation): void {
    if (observation.type !== 'gap' && observation.type !== 'said' && observation.fact.kind === 'Pod')
      this.seenUpTo = Math.max(this.seenUpTo, Number(observation.fact.resourceVersion));
    this.#around.changed(this.engine.observe(observation, millis(this.#around.agenda.now)));
  }

  /** What a list gives now. */
  #list(kind: FactKind): ReadonlyMap<Uid, Fact> {
    const { agenda, told } = this.#around;
    const present = new Map<Uid, Fact>();
    for (const { at, type, fact } of told) {
      if (at > agenda.now) continue;
      // A list has the version of its moment, whatever it lists.
      if (kind === 'Pod' && fact.kind === 'Pod')
        this.seenUpTo = Math.max(this.seenUpTo, Number(fact.resourceVersion));
      if (fact.kind !== kind) continue;
      if (type === 'seen') present.set(fact.uid, fact);
      else present.delete(fact.uid);
    }
    this.#listedAt.set(kind, agenda.now);
    return present;
  }
}
