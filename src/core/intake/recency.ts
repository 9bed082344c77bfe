import { FACT_KINDS, type Fact, type FactKind, type Observation } from '../model/facts.ts';
import { type Uid, type Version, versionOf } from '../model/refs.ts';

/** Longer than any watch goes back. */
const GONE_KEPT = 20_000;

/** What is known of the objects of one kind since its last list. */
class Known {
  readonly versions = new Map<Uid, Version>();
  readonly gone = new Set<Uid>();
}

/**
 * R44: a watch that is resumed may tell again what it has told before. Objects that have gone do not come back under their
 * UID, and none goes back to an older version; only a new list may say otherwise.
 */
export class Recency {
  readonly #byKind = new Map<FactKind, Known>(FACT_KINDS.map((kind) => [kind, new Known()]));
  readonly #lasting: boolean;

  /** `lasting`: several watch, of whom one may be behind; when one lists anew, that says nothing of what the others tell. */
  constructor({ lasting }: { readonly lasting: boolean } = { lasting: false }) {
    this.#lasting = lasting;
  }

  /** Is it not yet known, or known and not yet overtaken? */
  isNews(observation: Observation): boolean {
    if (observation.type === 'said') return true;
    if (observation.type === 'gap') {
      if (observation.namespace === undefined && !this.#lasting)
        this.#byKind.set(observation.kind, new Known());
      return true;
    }
    const { type, fact } = observation;
    const known = this.#byKind.get(fact.kind);
    if (known === undefined || !(this.#lasting || mayCount(fact))) return true;
    return type === 'seen' ? isNewer(known, fact) : isEnd(known, fact);
  }
}

/** Of most pods nothing is ever counted. */
function mayCount(fact: Fact): boolean {
  return fact.kind !== 'Pod' || fact.init.some(({ spec }) => !spec.sidecar);
}

function isNewer({ versions, gone }: Known, fact: Fact): boolean {
  if (gone.has(fact.uid)) return false;
  const version = versionOf(fact.resourceVersion);
  const before = versions.get(fact.uid);
  if (version !== undefined && before !== undefined && version < before) return false;
  if (version !== undefined) versions.set(fact.uid, version);
  return true;
}

function isEnd({ versions, gone }: Known, { uid }: Fact): boolean {
  versions.delete(uid);
  if (gone.has(uid)) return false;
  gone.add(uid);
  const [oldest] = gone;
  if (gone.size > GONE_KEPT && oldest !== undefined) gone.delete(oldest);
  return true;
}
