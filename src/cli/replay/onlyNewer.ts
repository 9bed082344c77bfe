import { Recency } from '../../core/intake/recency.ts';
import type { Moment } from './moments.ts';

/** Leaves out what is older than what has been told of an object: of two recorders that watched one cluster one is behind. */
export async function* onlyNewer(moments: AsyncIterable<Moment>): AsyncGenerator<Moment> {
  const recency = new Recency({ lasting: true });
  for await (const moment of moments)
    if (moment.observation === undefined || recency.isNews(moment.observation)) yield moment;
}
