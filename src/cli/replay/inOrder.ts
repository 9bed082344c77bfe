import type { Moment } from './moments.ts';

/**
 * One recording in which the times fall back, as `cat` makes it of several: merged by time, each part in its own order. It has
 * to be held as a whole for that.
 */
export async function* inOrder(moments: AsyncIterable<Moment>): AsyncGenerator<Moment> {
  const all: Moment[] = [];
  for await (const moment of moments) all.push(moment);
  const place = ({ listed, at }: Moment): number => (listed === 'undated' ? Number.NEGATIVE_INFINITY : at);
  yield* all.toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}
