import { type Fact, FACT_KINDS, type Observation } from '../model/facts.ts';
import { type Millis, versionOf } from '../model/refs.ts';

/** Longer than a count may wait to be written, and then for another leader to come. */
const KEPT: Millis = 900_000;
const MOST_KEPT = 20_000;

/** An object that has come and gone: as it was last seen, and its last state, which came with the deletion (R45). */
export interface Departed {
  readonly before: Fact;
  readonly last: Fact;
}

/** All that is known when an engine begins. */
interface Gathered {
  readonly facts: readonly Fact[];
  readonly departed: readonly Departed[];
  /** Namespaces in which pods may be there that nobody could read. */
  readonly hidden: ReadonlySet<string>;
}

type Gap = Extract<Observation, { readonly type: 'gap' }>;

interface Leaving extends Departed {
  readonly at: Millis;
}

/**
 * What an engine takes in before it begins: the newest version of each object, and those that went lately. A standby gathers
 * for as long as another one leads; what went since that one last wrote is counted then.
 *
 * So counts go on over a take-over, but their exactness begins anew, also where this standby has watched all the while: of a
 * pod only the newest version is kept, between which and the last write a sandbox and its runs may have come and gone (R11),
 * and no ledger says up to which version of the pods its leader had seen everything, only up to which a number follows from
 * them. For the same reason what has no finding is counted anew: nothing was written of it. To keep either, a standby would
 * have to count along, with all the memory of a leader, or each leader to write when nothing has changed.
 */
export class Gathering {
  readonly #present = new Map<string, Fact>();
  readonly #departed = new Map<string, Leaving>();
  /** Namespaces with pods that could not be read. */
  readonly #hidden = new Set<string>();
  /** Since when everything was gathered: the first observation, or the last gap. */
  since: Millis | undefined;

  take(observation: Observation, at: Millis): void {
    this.since = observation.type === 'gap' ? at : (this.since ?? at);
    if (observation.type === 'gap') this.#hide(observation);
    if (observation.type === 'gap' || observation.type === 'said') return;
    const { fact } = observation;
    const key = `${fact.kind}/${fact.uid}`;
    const before = this.#present.get(key);
    if (observation.type === 'seen') this.#present.set(key, fact);
    else this.#present.delete(key);
    if (observation.type === 'gone' && before !== undefined && isDated(before, fact))
      this.#departed.set(key, { before, last: fact, at });
    this.#letGo(at);
  }

  /** Everything that was gathered, in the order in which it is to be taken in; after that it is empty. */
  end(): Gathered {
    const departed = [...this.#departed.values()];
    const hidden = new Set(this.#hidden);
    const facts = [...this.#present.values(), ...departed.map(({ before }) => before)].sort(inOrder);
    this.#present.clear();
    this.#departed.clear();
    this.#hidden.clear();
    return { facts, departed, hidden };
  }

  /** A list that breaks off tells of no namespace; what is refused does. */
  #hide({ kind, namespace }: Gap): void {
    if (kind === 'Pod' && namespace !== undefined) this.#hidden.add(namespace);
  }

  #letGo(now: Millis): void {
    for (const [key, { at }] of this.#departed) {
      if (now - at <= KEPT && this.#departed.size <= MOST_KEPT) return;
      this.#departed.delete(key);
    }
  }
}

/** Only a deletion that was seen tells in which version a pod went, and so whether another one has counted that. */
function isDated(before: Fact, last: Fact): boolean {
  if (last.kind !== 'Pod') return true;
  // R9: the containers of a static pod run on.
  if (last.mirror) return false;
  return before.resourceVersion !== last.resourceVersion && versionOf(last.resourceVersion) !== undefined;
}

/** Workloads before ReplicaSets before pods, pods by age: causes are told from what came before. */
function inOrder(a: Fact, b: Fact): number {
  const byKind = FACT_KINDS.indexOf(a.kind) - FACT_KINDS.indexOf(b.kind);
  if (byKind !== 0) return byKind;
  const byAge = createdAt(a) - createdAt(b);
  return byAge !== 0 ? byAge : a.uid < b.uid ? -1 : 1;
}

function createdAt(fact: Fact): Millis {
  return 'createdAt' in fact ? fact.createdAt : 0;
}
