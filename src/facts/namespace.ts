import type { NamespaceFact } from '../core/model/facts.ts';
import { acceptOf, metaOf } from './meta.ts';
import type { Reader } from './read.ts';

export function namespaceFact(object: Reader): NamespaceFact {
  const { uid, name, resourceVersion } = metaOf(object);
  return {
    kind: 'Namespace',
    uid,
    name,
    resourceVersion,
    accept: acceptOf(object.at('metadata')),
  };
}
