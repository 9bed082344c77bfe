import type { Moment } from './moments.ts';

interface Head {
  readonly source: AsyncIterator<Moment>;
  moment: Moment;
}

/**
 * Several recordings as one, by time; at equal times in the order of the files. What each was given as a List comes first,
 * since nothing tells when it was made.
 */
export async function* merge(sources: readonly AsyncIterable<Moment>[]): AsyncGenerator<Moment> {
  const heads: Head[] = [];
  for (const iterable of sources) {
    const source = iterable[Symbol.asyncIterator]();
    let next = await source.next();
    while (next.done !== true && next.value.listed === 'undated') {
      yield next.value;
      next = await source.next();
    }
    if (next.done !== true) heads.push({ source, moment: next.value });
  }
  for (let first = earliest(heads); first !== undefined; first = earliest(heads)) {
    yield first.moment;
    const next = await first.source.next();
    if (next.done === true) heads.splice(heads.indexOf(first), 1);
    else first.moment = next.value;
  }
}

function earliest(heads: readonly Head[]): Head | undefined {
  return heads.reduce<Head | undefined>(
    (best, head) => (best === undefined || head.moment.at < best.moment.at ? head : best),
    undefined,
  );
}
