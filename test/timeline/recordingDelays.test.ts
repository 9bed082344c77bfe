import { expect } from 'chai';
import fc from 'fast-check';
import { Aliases } from '../../src/cli/record/aliases.ts';
import { Scrubber } from '../../src/cli/record/scrub.ts';
import { createEngine } from '../../src/core/createEngine.ts';
import type { Finding } from '../../src/core/model/finding.ts';
import type { Millis, Uid } from '../../src/core/model/refs.ts';
import { DEFAULT_THRESHOLDS } from '../../src/core/model/thresholds.ts';
import { type Moment, momentsOf, readMoments, RECORDINGS, replay } from './replayRecording.ts';

const LATEST: Millis = 30_000;

/**
 * Plays a recording to an engine whose workloads are evaluated some time after they have changed, as the controller does: what
 * changes meanwhile is merged, and what is due by itself comes as late.
 */
function delayed(told: readonly Moment[], delay: () => Millis): readonly Finding[] {
  const engine = createEngine({ ...DEFAULT_THRESHOLDS, record: 'all' });
  const due = new Map<Uid, Millis>();
  const workloads = new Set<Uid>(engine.synced(told[0]?.at ?? 0));
  const queue = (key: Uid, at: Millis): void => {
    workloads.add(key);
    due.set(key, Math.min(due.get(key) ?? Number.POSITIVE_INFINITY, at + delay()));
  };
  const evaluateUntil = (now: Millis): void => {
    for (const [key, at] of [...due].filter(([, time]) => time <= now)) {
      due.delete(key);
      const { recheckAt } = engine.evaluate(key, at);
      if (recheckAt !== undefined && recheckAt > at) queue(key, recheckAt);
    }
  };
  for (const { at, observation } of told) {
    evaluateUntil(at);
    for (const key of engine.observe(observation, at)) queue(key, at);
  }
  const end = (told.at(-1)?.at ?? 0) + LATEST;
  evaluateUntil(end);
  return [...workloads].flatMap((key) => engine.evaluate(key, end).findings);
}

describe('a recording whose findings are evaluated late', () => {
  for (const name of RECORDINGS) {
    it(`${name}: leaves the same, byte for byte`, () => {
      const atOnce = JSON.stringify(delayed(momentsOf(name), () => 0));
      fc.assert(
        fc.property(fc.array(fc.nat(LATEST), { minLength: 1, maxLength: 50 }), (delays) => {
          let turn = 0;
          const late = delayed(momentsOf(name), () => delays[turn++ % delays.length] ?? 0);
          expect(JSON.stringify(late)).to.equal(atOnce);
        }),
        { numRuns: 20 },
      );
    });
  }
});

describe('a recording with its names scrubbed', () => {
  /** Everything but names; those of pods and nodes are others. */
  const nameless = (findings: readonly Finding[]): unknown =>
    findings.map(({ spec, status: { state, category, runs, reruns, races, duration, recentRuns } }) => ({
      container: spec.container,
      workload: spec.workloadRef.uid,
      state,
      category,
      runs,
      reruns,
      duration,
      races: { ...races, last: races.last?.runs.length },
      recentRuns: recentRuns.map((run) => ({ ...run, pod: '', node: '' })),
    }));

  for (const name of RECORDINGS) {
    it(`${name}: counts the same`, () => {
      const fingerprint = (text: string): string => Buffer.from(text).toString('hex').slice(-20);
      const scrubber = new Scrubber(fingerprint);
      const aliases = new Aliases(fingerprint);
      const scrubbed = replay(readMoments(name, (object) => aliases.apply(scrubber.scrub(object))));
      expect(nameless(scrubbed)).to.deep.equal(nameless(replay(momentsOf(name))));
      const workloads = scrubbed.map(({ spec }) => spec.workloadRef.name);
      expect(workloads.filter((word) => ['web', 'app', 'db'].includes(word))).to.deep.equal([]);
    });
  }
});
