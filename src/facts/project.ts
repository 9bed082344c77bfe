import type { Fact, FactKind } from '../core/model/facts.ts';
import { namespaceFact } from './namespace.ts';
import { nodeFact } from './node.ts';
import { podFact } from './pod.ts';
import { Reader, Strange } from './read.ts';
import { replicaSetFact } from './replicaset.ts';
import { workloadFact } from './workload.ts';

/** What became of an object: a fact, with the fields that could not be read; or nothing, and why. */
export type Projection =
  | { readonly kind: 'fact'; readonly fact: Fact; readonly strange: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string; readonly uid: string; readonly name: string };

const PARTIAL = 'PartialObjectMetadata';

/**
 * Keeps of a Kubernetes object what the core needs, and nothing else: no secret, no managed field, no control character
 * goes further. Never throws: a field that cannot be read is dropped and named.
 * @param kind what the object is; a listed object does not say so itself
 * @param object parsed JSON, for ReplicaSet and Namespace also a PartialObjectMetadata
 */
export function project(kind: FactKind, object: unknown): Projection {
  const strange = new Strange();
  const reader = new Reader(object, '', strange);
  const metadata = reader.at('metadata');
  const [uid, name] = [metadata.str('uid'), metadata.str('name')];
  const refused = (reason: string): Projection => ({ kind: 'refused', reason, uid, name });
  if (uid === '') return refused('without uid');
  if (name === '') return refused('without name');
  const own = reader.str('kind', 63);
  if (own !== '' && own !== kind && own !== PARTIAL) return refused(`a ${own}, not a ${kind}`);
  try {
    return { kind: 'fact', fact: factOf(kind, reader, strange), strange: strange.list() };
  } catch {
    // Not JSON after all, or nested deeper than the stack: one object must never end the reflector.
    return refused('unreadable');
  }
}

function factOf(kind: FactKind, object: Reader, strange: Strange): Fact {
  switch (kind) {
    case 'Pod':
      return podFact(object, strange);
    case 'ReplicaSet':
      return replicaSetFact(object);
    case 'Node':
      return nodeFact(object);
    case 'Namespace':
      return namespaceFact(object);
    default:
      return workloadFact(kind, object, strange);
  }
}
