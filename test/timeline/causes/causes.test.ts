import { expect } from 'chai';
import { CAUSES } from '../../../src/core/model/names.ts';
import { OF_CHANGES } from './changes.ts';
import { OF_ENDS } from './ends.ts';
import { IN_PLACE } from './inPlace.ts';
import { OF_JOBS } from './jobs.ts';
import { OF_NUMBERS } from './numbers.ts';
import type { CauseRow } from './row.ts';

const OF_PODS = [...OF_ENDS, ...OF_CHANGES, ...OF_NUMBERS, ...OF_JOBS];

/*
 * Every cause with each piece of evidence it is told from; and what looks alike and proves nothing: there the cause is the
 * lesser one that is certain, or Unknown.
 */

function says({ cause, evidence, story }: CauseRow): void {
  it(`${cause}: ${evidence}`, () => {
    expect(story().status().recentRuns[0]?.cause ?? 'none').to.equal(cause);
  });
}

describe('why a container ran again in its pod', () => IN_PLACE.forEach(says));

describe('why a pod came', () => OF_PODS.forEach(says));

describe('causes', () => {
  it('are told from evidence, each of them', () => {
    const told = new Set([...IN_PLACE, ...OF_PODS].map(({ cause }) => cause));
    expect([...CAUSES].filter((cause) => !told.has(cause))).to.deep.equal([]);
  });
});
