import { createEngine } from '../../../src/core/createEngine.ts';
import type { Engine } from '../../../src/core/engine.ts';
import { FACT_KINDS, type Fact, type FactKind, type Observation } from '../../../src/core/model/facts.ts';
import type { Finding, FindingStatus } from '../../../src/core/model/finding.ts';
import type { Uid } from '../../../src/core/model/refs.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/core/model/thresholds.ts';
import { millis } from '../../build/clock.ts';
import { stored } from '../../build/finding.ts';
import { Agenda } from './agenda.ts';
import type { Told } from './apiServer.ts';
import type { History } from './cluster.ts';
import type { Way } from './way.ts';

/** A total that became smaller from one write to the next. */
export interface Fall {
  readonly finding: string;
  readonly from: number;
  readonly to: number;
}

export interface Outcome {
  readonly findings: readonly Finding[];
  readonly falls: readonly Fall[];
}

/** Tells a history to an operator that lives through all that the way holds. */
export function tell(history: History, way: Way): Outcome {
  return new Operator(history, way).live();
}

class Operator {
  readonly #history: History;
  readonly #way: Way;
  readonly #agenda = new Agenda();
  readonly #falls: Fall[] = [];
  /** As the API server has them. */
  readonly #stored = new Map<string, Finding>();
  readonly #known = new Map<FactKind, Map<Uid, Fact>>();
  /** Up to when a list has told everything of a kind. */
  readonly #listedAt = new Map<FactKind, number>();
  readonly #deaf = new Set<FactKind>();
  #engine: Engine = newEngine();
  #keys = new Set<Uid>();
  readonly #dirty = new Set<Uid>();
  #life = 0;
  #away = false;
  #turn = 0;

  constructor(history: History, way: Way) {
    this.#history = history;
    this.#way = way;
  }

  live(): Outcome {
    const { told, length } = this.#history;
    this.#engine.synced(this.#now);
    told.forEach((one, index) => {
      const lag = this.#way.lags[FACT_KINDS.indexOf(one.fact.kind)] ?? 0;
      this.#agenda.at(one.at + lag, () => this.#hear(one, index));
    });
    for (const { from, to } of this.#way.absences) {
      this.#agenda.at(from * length, () => this.#leave());
      this.#agenda.at(to * length, () => this.#return());
    }
    for (const { from, to, kind } of this.#way.gaps) {
      this.#agenda.at(from * length, () => this.#deaf.add(kind));
      this.#agenda.at(to * length, () => this.#relist(kind));
    }
    this.#agenda.run(length + 60);
    for (const key of this.#keys) this.#evaluate(key);
    return { findings: [...this.#stored.values()], falls: this.#falls };
  }

  get #now(): number {
    return millis(this.#agenda.now);
  }

  #hear(told: Told, index: number): void {
    const { kind } = told.fact;
    if (this.#away || this.#deaf.has(kind) || told.at <= (this.#listedAt.get(kind) ?? -1)) return;
    this.#observe(told);
    if (this.#way.doubled[index % this.#way.doubled.length] === true && told.type === 'seen')
      this.#observe(told);
  }

  #observe({ type, fact }: Pick<Told, 'type' | 'fact'>): void {
    const known = this.#known.get(fact.kind) ?? new Map<Uid, Fact>();
    this.#known.set(fact.kind, known);
    if (type === 'seen') known.set(fact.uid, fact);
    else known.delete(fact.uid);
    this.#take({ type, fact });
  }

  #take(observation: Observation): void {
    for (const key of this.#engine.observe(observation, this.#now)) this.#mark(key);
  }

  /** What a list would give now. */
  #list(kind: FactKind): ReadonlyMap<Uid, Fact> {
    const present = new Map<Uid, Fact>();
    for (const { at, type, fact } of this.#history.told) {
      if (at > this.#agenda.now || fact.kind !== kind) continue;
      if (type === 'seen') present.set(fact.uid, fact);
      else present.delete(fact.uid);
    }
    this.#listedAt.set(kind, this.#agenda.now);
    return present;
  }

  #relist(kind: FactKind): void {
    this.#deaf.delete(kind);
    if (this.#away) return;
    this.#take({ type: 'gap', kind });
    const present = this.#list(kind);
    for (const fact of present.values()) this.#observe({ type: 'seen', fact });
    for (const fact of this.#known.get(kind)?.values() ?? [])
      if (!present.has(fact.uid)) this.#observe({ type: 'gone', fact });
  }

  #leave(): void {
    this.#away = true;
    this.#life += 1;
    this.#dirty.clear();
  }

  #return(): void {
    if (!this.#away) return;
    this.#away = false;
    this.#deaf.clear();
    this.#engine = newEngine();
    this.#engine.restore([...this.#stored.values()].map((finding) => stored(finding)));
    for (const kind of FACT_KINDS) {
      const present = this.#list(kind);
      this.#known.set(kind, new Map(present));
      for (const fact of present.values()) this.#engine.observe({ type: 'seen', fact }, this.#now);
    }
    this.#keys = new Set(this.#engine.synced(this.#now));
    this.#collectGarbage();
    for (const key of this.#keys) this.#mark(key);
  }

  #mark(key: Uid): void {
    this.#keys.add(key);
    if (this.#dirty.has(key)) return;
    this.#dirty.add(key);
    const delay = this.#way.delays[this.#turn % this.#way.delays.length] ?? 0;
    this.#turn += 1;
    const life = this.#life;
    this.#agenda.after(delay, () => {
      if (life !== this.#life || this.#away) return;
      this.#dirty.delete(key);
      this.#evaluate(key);
    });
  }

  #evaluate(key: Uid): void {
    const { findings } = this.#engine.evaluate(key, this.#now);
    const names = new Set(findings.map(({ name }) => name));
    for (const [name, { spec }] of this.#stored)
      if (spec.workloadRef.uid === key && !names.has(name)) this.#stored.delete(name);
    for (const finding of findings) this.#write(finding);
  }

  #write(finding: Finding): void {
    const before = this.#stored.get(finding.name)?.status;
    if (before !== undefined)
      for (const [what, count] of Object.entries(totalsOf(finding.status))) {
        const from = totalsOf(before)[what] ?? 0;
        if (count < from) this.#falls.push({ finding: `${finding.name} ${what}`, from, to: count });
      }
    this.#stored.set(finding.name, finding);
  }

  /** A finding goes with its workload. */
  #collectGarbage(): void {
    for (const [name, { spec }] of this.#stored)
      if (![...this.#keys].some((key) => key === spec.workloadRef.uid)) this.#stored.delete(name);
  }
}

function newEngine(): Engine {
  return createEngine({ ...DEFAULT_THRESHOLDS, record: 'all' });
}

function totalsOf({ runs, reruns, races }: FindingStatus): Readonly<Record<string, number>> {
  return { runs: runs.total, reruns: reruns.total, races: races.total };
}
