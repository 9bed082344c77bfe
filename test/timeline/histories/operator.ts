import type { Finding, FindingStatus } from '../../../src/core/model/finding.ts';
import type { Uid } from '../../../src/core/model/refs.ts';
import { encodeLedger } from '../../../src/core/track/ledger.ts';
import { decodeLedger } from '../../../src/core/track/readLedger.ts';
import { millis } from '../../build/clock.ts';
import { stored } from '../../build/finding.ts';
import { Agenda } from './agenda.ts';
import type { History } from './cluster.ts';
import { Replica } from './replica.ts';
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

/** Between two looks of an elected standby at how far its watches are, in seconds. */
const LOOK = 0.5;

/** The operator over all its lives: who leads evaluates and writes, who stands by gathers. */
class Operator {
  readonly #history: History;
  readonly #way: Way;
  readonly #agenda = new Agenda();
  readonly #falls: Fall[] = [];
  /** As the API server has them. */
  readonly #stored = new Map<string, Finding>();
  #leader: Replica | undefined;
  #standby: Replica | undefined;
  #keys = new Set<Uid>();
  readonly #dirty = new Set<Uid>();
  readonly #births: ReadonlyMap<Uid, number>;
  #turn = 0;
  #leaders = 0;

  constructor(history: History, way: Way) {
    this.#history = history;
    this.#way = way;
    const pods = history.told.flatMap(({ fact }) => (fact.kind === 'Pod' ? [fact] : []));
    this.#births = new Map(pods.map(({ uid, createdAt }) => [uid, createdAt]));
  }

  live(): Outcome {
    const { length, incidents } = this.#history;
    const { absences, gaps, shadows, rewinds, successions } = this.#way;
    this.#leader = this.#replica(this.#way.lags);
    this.#leader.start();
    this.#leader.engine.synced(this.#now);
    for (const { from, to } of absences) this.#plan(from * length, to * length, 'absence');
    for (const { from, to, kind } of gaps) this.#plan(from * length, to * length, kind);
    for (const { incident, what, seconds } of shadows) {
      const at = incidents[incident % Math.max(1, incidents.length)];
      if (at !== undefined) this.#plan(at - 0.5, Math.min(at + seconds, length), what);
    }
    for (const { at, kind, seconds } of rewinds)
      this.#agenda.at(at * length, () => this.#leader?.rewind(kind, seconds));
    for (const { from, to } of successions) {
      this.#agenda.at(from * length, () => this.#join());
      this.#agenda.at(to * length, () => this.#succeed());
    }
    this.#agenda.run(length + 60);
    for (const key of this.#keys) this.#evaluate(key);
    return { findings: [...this.#stored.values()], falls: this.#falls };
  }

  get #now(): number {
    return millis(this.#agenda.now);
  }

  #replica(lags: readonly number[]): Replica {
    const replica: Replica = new Replica({
      agenda: this.#agenda,
      told: this.#history.told,
      lags,
      doubled: this.#way.doubled,
      changed: (keys) => {
        if (replica === this.#leader) for (const key of keys) this.#mark(key);
      },
    });
    return replica;
  }

  /** It is away, or its watch of a kind is lost. */
  #plan(from: number, to: number, what: 'absence' | Parameters<Replica['deafen']>[0]): void {
    if (what === 'absence') {
      this.#agenda.at(from, () => this.#leave());
      this.#agenda.at(to, () => this.#return());
      return;
    }
    this.#agenda.at(from, () => this.#leader?.deafen(what));
    this.#agenda.at(to, () => this.#leader?.relist(what));
  }

  /** What it had not written is lost. */
  #leave(): void {
    this.#leader?.die();
    this.#leader = undefined;
    this.#dirty.clear();
  }

  /** A new process, which stood by for no time at all. */
  #return(): void {
    if (this.#leader !== undefined) return;
    const replica = this.#replica(this.#way.lags);
    replica.start();
    this.#lead(replica);
  }

  #join(): void {
    this.#standby?.die();
    this.#standby = this.#replica(this.#way.lags.toReversed());
    this.#standby.start();
  }

  /** The leader dies, and the standby is elected: it begins when it has seen what the numbers follow from. */
  #succeed(): void {
    const standby = this.#standby;
    this.#standby = undefined;
    if (standby === undefined) return;
    this.#leave();
    this.#lead(standby);
  }

  #lead(replica: Replica): void {
    this.#leader = replica;
    this.#leaders += 1;
    const { engine } = replica;
    engine.restore([...this.#stored.values()].map((finding) => stored(this.#squeezed(finding))));
    this.#begin(replica);
  }

  /** As a finding with so little room for its ledger would have been written. */
  #squeezed(finding: Finding): Finding {
    const ledger = decodeLedger(finding.status.ledger, finding.spec.container);
    const room = this.#way.rooms[(this.#leaders - 1) % this.#way.rooms.length];
    if (room === undefined) return finding;
    if (ledger === undefined || finding.status.ledger.length <= room) return finding;
    const pods = ledger.pods.map((row) => ({ ...row, createdAt: this.#bornAt(row.uid) }));
    return { ...finding, status: { ...finding.status, ledger: encodeLedger({ ...ledger, pods }, room) } };
  }

  #bornAt(pod: Uid): number {
    const bornAt = this.#births.get(pod);
    // The row of a static pod between two mirrors bears its workload's uid, and no age.
    if (bornAt === undefined && !this.#keys.has(pod)) throw new Error(`nobody was told of ${pod}`);
    return bornAt ?? 0;
  }

  #begin(replica: Replica): void {
    if (this.#leader !== replica) return;
    if (replica.seenUpTo < replica.engine.countedIn()) {
      this.#agenda.after(LOOK, () => this.#begin(replica));
      return;
    }
    this.#keys = new Set(replica.engine.synced(this.#now));
    this.#collectGarbage();
    for (const key of this.#keys) this.#mark(key);
  }

  #mark(key: Uid): void {
    this.#keys.add(key);
    if (this.#dirty.has(key)) return;
    this.#dirty.add(key);
    const delay = this.#way.delays[this.#turn % this.#way.delays.length] ?? 0;
    this.#turn += 1;
    const leader = this.#leader;
    this.#agenda.after(delay, () => {
      if (leader !== this.#leader) return;
      this.#dirty.delete(key);
      this.#evaluate(key);
    });
  }

  #evaluate(key: Uid): void {
    if (this.#leader === undefined) return;
    const { findings } = this.#leader.engine.evaluate(key, this.#now);
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

function totalsOf({ runs, reruns, races }: FindingStatus): Readonly<Record<string, number>> {
  return { runs: runs.total, reruns: reruns.total, races: races.total };
}
