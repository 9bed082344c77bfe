import type { NodeFact } from '../core/model/facts.ts';
import { metaOf } from './meta.ts';
import type { Reader } from './read.ts';
import { conditionOf } from './status.ts';

/** R32, C22: the heartbeat time says nothing; a node is stale when its Ready condition is Unknown. */
export function nodeFact(object: Reader): NodeFact {
  const { uid, name, resourceVersion } = metaOf(object);
  const ready = conditionOf(object.at('status'), 'Ready');
  return {
    kind: 'Node',
    uid,
    name,
    resourceVersion,
    bootId: object.in('status', 'nodeInfo').str('bootID', 63),
    fresh: ready?.status !== 'Unknown',
    readyAt: ready?.at,
  };
}
