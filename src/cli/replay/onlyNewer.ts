import { type Uid, type Version, versionOf } from '../../core/model/refs.ts';
import type { Moment } from './moments.ts';

interface Known {
  readonly version: Version;
  readonly gone: boolean;
}

/**
 * Leaves out what is older than what has been told of an object: of two recorders that watched one cluster one is behind, and a
 * pod that has gone does not come again.
 */
export async function* onlyNewer(moments: AsyncIterable<Moment>): AsyncGenerator<Moment> {
  const known = new Map<Uid, Known>();
  for await (const moment of moments) if (isNews(moment, known)) yield moment;
}

function isNews({ observation }: Moment, all: Map<Uid, Known>): boolean {
  if (observation === undefined || observation.type === 'gap' || observation.type === 'said') return true;
  const { fact, type } = observation;
  const known = all.get(fact.uid);
  const version = versionOf(fact.resourceVersion) ?? known?.version ?? 0;
  if (known !== undefined && (version < known.version || (known.gone && version === known.version)))
    return false;
  all.set(fact.uid, { version, gone: type === 'gone' });
  return true;
}
