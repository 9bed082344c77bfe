import { expect } from 'chai';
import fc from 'fast-check';
import type { RaceOptions } from '../../../src/core/detect/race.ts';
import { type Outcome, RACE_LEVELS, type RaceLevel } from '../../../src/core/model/names.ts';
import type { Run } from '../../../src/core/track/run.ts';
import { findEpisodes } from './findEpisodes.ts';
import { runLike } from './runLike.ts';

/*
 * A judge who holds every run against every other, written from semantics.md R32–R34 and product.md's levels, and nothing of
 * the sweep. Times in whole seconds.
 */

const TRUNCATION = 1000;
const SKEW = 2000;
const BAD_CLOCK = 'n3';
const COLLIDED = 'duplicate key value violates unique constraint "pg_type_typname_nsp_index"';
const REFUSED = 'could not connect to server: Connection refused';

const OPTIONS: RaceOptions = {
  skew: (a, b) => (a === b ? 0 : SKEW),
  fresh: () => true,
  trusted: (node) => node !== BAD_CLOCK,
  locks: false,
  unknown: false,
};

const startOf = (run: Run): number => run.startedAt ?? 0;
/** R32: while it runs its end is not in sight; one that nobody saw end is not known to have lasted (C1). */
const endOf = (run: Run): number =>
  run.finishedAt ?? (run.outcome === 'Running' ? Number.POSITIVE_INFINITY : startOf(run));

/** R32: g, and the uncertainty it is held against. */
function overlapOf(a: Run, b: Run): { readonly length: number; readonly error: number } {
  const length = Math.min(endOf(a), endOf(b)) - Math.max(startOf(a), startOf(b));
  return { length, error: TRUNCATION + (a.node === b.node ? 0 : SKEW) };
}

/** R33, R34 */
function levelOf(a: Run, b: Run): RaceLevel | undefined {
  const { length, error } = overlapOf(a, b);
  if (a.podUid === b.podUid || length <= -error) return undefined;
  const pair = [a, b];
  if (pair.some((run) => run.outcome === 'Failed' && run.message === COLLIDED)) return 'failed';
  const comparable = a.node === b.node || pair.every((run) => run.node !== BAD_CLOCK);
  const certain = comparable && length >= error;
  const succeeded = pair.some((run) => run.outcome === 'Succeeded');
  const lost = pair.some((run) => run.outcome === 'Failed' && run.message !== REFUSED);
  if (certain && succeeded && lost) return 'failed';
  if (!succeeded && pair.every((run) => run.outcome !== 'Interrupted')) return undefined;
  return certain ? 'observed' : 'possible';
}

/** One level for each set of runs that hang together. */
function judgeAll(runs: readonly Run[]): readonly (RaceLevel | undefined)[] {
  const left = new Set(runs);
  const levels: (RaceLevel | undefined)[] = [];
  for (const first of runs) {
    if (!left.delete(first)) continue;
    const group = [first];
    for (const one of group) {
      for (const other of left) {
        const { length, error } = overlapOf(one, other);
        if (one.podUid !== other.podUid && length > -error && left.delete(other)) group.push(other);
      }
    }
    if (new Set(group.map(({ podUid }) => podUid)).size > 1) levels.push(highest(group));
  }
  return levels;
}

function highest(group: readonly Run[]): RaceLevel | undefined {
  const pairs = group.flatMap((a, index) => group.slice(index + 1).map((b) => levelOf(a, b)));
  return RACE_LEVELS.findLast((level) => pairs.includes(level));
}

const one = fc.record({
  pod: fc.nat(6),
  from: fc.nat(40),
  length: fc.nat(25),
  outcome: fc.constantFrom<Outcome>(
    'Succeeded',
    'Succeeded',
    'Failed',
    'Failed',
    'Interrupted',
    'Unknown',
    'Running',
  ),
  message: fc.constantFrom('', '', REFUSED, COLLIDED),
});

/** Each pod runs once and has a node of its own choosing. */
const runs = fc.uniqueArray(one, { minLength: 2, maxLength: 7, selector: ({ pod }) => pod }).map((all) =>
  all.map(({ pod, from, length, outcome, message }) =>
    runLike({
      pod: `p${pod}`,
      node: `n${pod % 4}`,
      from,
      outcome,
      message,
      ...(outcome === 'Running' || outcome === 'Unknown' ? {} : { to: from + length }),
    }),
  ),
);

const shuffled = (all: readonly Run[]) => fc.shuffledSubarray([...all], { minLength: all.length });

const levelsOf = (all: readonly Run[]): readonly string[] =>
  findEpisodes(all, OPTIONS)
    .map(({ level }) => level ?? 'none')
    .toSorted();

describe('races of a few runs', () => {
  it('have the levels that a judge finds who holds each run against each other', () => {
    fc.assert(
      fc.property(runs, (all) => {
        const judged = judgeAll(all).map((level) => level ?? 'none');
        expect(levelsOf(all)).to.deep.equal(judged.toSorted());
      }),
      { numRuns: 2000 },
    );
  });

  it('do not depend on the order in which the runs were seen', () => {
    fc.assert(
      fc.property(
        runs.chain((all) => fc.tuple(fc.constant(all), shuffled(all))),
        ([all, others]) => {
          expect(findEpisodes(others, OPTIONS)).to.deep.equal(findEpisodes(all, OPTIONS));
        },
      ),
    );
  });

  it('never fall when a further run is seen', () => {
    fc.assert(
      fc.property(runs, (all) => {
        const rank = (list: readonly Run[]): number =>
          Math.max(
            -1,
            ...findEpisodes(list, OPTIONS).map(({ level }) => (level ? RACE_LEVELS.indexOf(level) : -1)),
          );
        expect(rank(all)).to.be.at.least(rank(all.slice(1)));
      }),
    );
  });
});
