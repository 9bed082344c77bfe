import { expect } from 'chai';
import fc from 'fast-check';
import type { Finding, FindingStatus } from '../../src/core/model/finding.ts';
import { type Moment, momentsOf, RECORDINGS, replay, replayRecording } from './replayRecording.ts';

/*
 * What must hold of any history, tried on real ones: recordings with the operator away, with events doubled, lost, or
 * told in another order.
 */

const complete = new Map(RECORDINGS.map((name) => [name, byIdentity(replayRecording(name))] as const));

function byIdentity(findings: readonly Finding[]): ReadonlyMap<string, FindingStatus> {
  return new Map(findings.map((finding) => [`${finding.namespace}/${finding.name}`, finding.status]));
}

function truthOf(recording: string, finding: string): FindingStatus | undefined {
  return complete.get(recording)?.get(finding);
}

function levels({ races }: FindingStatus): readonly number[] {
  return [races.possible, races.observed, races.failed];
}

/** All numbers are at most those of the whole history. */
function expectAtMost(name: string, findings: readonly Finding[]): void {
  for (const [identity, status] of byIdentity(findings)) {
    const truth = truthOf(name, identity);
    expect(status.runs.total, `${name} ${identity} runs`).to.be.at.most(truth?.runs.total ?? 0);
    expect(status.reruns.total, `${name} ${identity} reruns`).to.be.at.most(truth?.reruns.total ?? 0);
    expect(status.races.total, `${name} ${identity} races`).to.be.at.most(truth?.races.total ?? 0);
  }
}

const runs = { numRuns: 12 };

describe('a recording, with restarts of the operator in it', () => {
  for (const name of RECORDINGS) {
    const last = momentsOf(name).length - 1;
    it(`${name}: is counted in full where the operator is back at once`, () => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0, max: last }), { minLength: 1, maxLength: 3 }), (points) => {
          const findings = replayRecording(name, { absences: points.map((at) => ({ from: at, to: at })) });
          expectAtMost(name, findings);
          for (const [identity, status] of byIdentity(findings)) {
            const truth = truthOf(name, identity);
            const where = `${name} ${identity} restarts at ${String(points)}`;
            expect(status.runs.total, where).to.equal(truth?.runs.total);
            expect(status.reruns.total, where).to.equal(truth?.reruns.total);
            expect(levels(status), where).to.deep.equal(truth === undefined ? [] : levels(truth));
          }
          expect(byIdentity(findings).size).to.equal(complete.get(name)?.size);
        }),
        runs,
      );
    });

    it(`${name}: is never counted too high where the operator was away`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: last }), fc.integer({ min: 1, max: last }), (from, length) => {
          const absences = [{ from, to: Math.min(last, from + length) }];
          expectAtMost(name, replayRecording(name, { absences }));
        }),
        runs,
      );
    });
  }
});

describe('a recording, told otherwise', () => {
  for (const name of RECORDINGS) {
    const moments = momentsOf(name);
    it(`${name}: doubled events change nothing`, () => {
      fc.assert(
        fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (doubled) => {
          const told = moments.flatMap((moment, index) =>
            doubled[index % doubled.length] === true && moment.observation.type === 'seen'
              ? [moment, moment]
              : [moment],
          );
          expect(replay(told)).to.deep.equal(replayRecording(name));
        }),
        runs,
      );
    });

    it(`${name}: lost events never make a number higher`, () => {
      fc.assert(
        fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (lost) => {
          const told = moments.filter(
            ({ observation }, index) =>
              observation.fact.kind !== 'Pod' ||
              observation.type === 'gone' ||
              lost[index % lost.length] !== true,
          );
          expectAtMost(name, replay(told));
        }),
        runs,
      );
    });

    it(`${name}: the order of pods among each other is irrelevant`, () => {
      fc.assert(
        fc.property(fc.array(fc.nat(10), { minLength: 5, maxLength: 50 }), (picks) => {
          const findings = byIdentity(replay(interleaved(moments, picks)));
          const truth = complete.get(name);
          expect(JSON.stringify(numbers(findings), null, 1)).to.equal(
            JSON.stringify(numbers(truth ?? new Map()), null, 1),
          );
        }),
        runs,
      );
    });
  }
});

/** Everything that does not rest on the moment of an observation. */
function numbers(findings: ReadonlyMap<string, FindingStatus>): unknown {
  return [...findings]
    .map(([identity, status]) => ({
      identity,
      runs: { ...status.runs, exactSince: '' },
      reruns: status.reruns,
      races: status.races,
      recentRuns: status.recentRuns,
    }))
    .sort((a, b) => (a.identity < b.identity ? -1 : 1));
}

const WINDOW = 3000;

/** Swaps events of different pods that came within some seconds; each pod's own stay in order. */
function interleaved(moments: readonly Moment[], picks: readonly number[]): readonly Moment[] {
  const left = [...moments];
  const told: Moment[] = [];
  for (let turn = 0; left.length > 0; turn += 1) {
    const candidates = movable(left);
    const pick = candidates[(picks[turn % picks.length] ?? 0) % candidates.length] ?? 0;
    const [moment] = left.splice(pick, 1);
    if (moment !== undefined) told.push({ ...moment, at: Math.max(moment.at, told.at(-1)?.at ?? 0) });
  }
  return told;
}

/** Places of the events that may come next: of any pod the first, as long as no other kind of object stands before. */
function movable(left: readonly Moment[]): readonly number[] {
  const [next] = left;
  const places: number[] = [];
  const pods = new Set<string>();
  for (const [place, { at, observation }] of left.entries()) {
    const { fact } = observation;
    if (next === undefined || at - next.at > WINDOW || (place > 0 && fact.kind !== 'Pod')) break;
    if (!pods.has(fact.uid)) places.push(place);
    pods.add(fact.uid);
    if (fact.kind !== 'Pod') break;
  }
  return places;
}
