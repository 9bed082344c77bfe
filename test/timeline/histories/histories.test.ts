import { expect } from 'chai';
import fc from 'fast-check';
import type { Finding } from '../../../src/core/model/finding.ts';
import { type History, live } from './cluster.ts';
import {
  add,
  expectExact,
  expectExactIsEqual,
  expectNoFalseFailure,
  expectNotAbove,
  NOTHING_JUDGED,
} from './judge.ts';
import { tell } from './operator.ts';
import { plans } from './plan.ts';
import { shuffled } from './shuffle.ts';
import { broken, complete, type Way } from './way.ts';

/*
 * Random lives of small clusters over minutes and hours, simulated from semantics.md apart from the engine: what the containers
 * did is known, and what the operator says of it is held against that.
 */

const LONG = process.env['CONFESSOR_LONG'] === '1';
const HISTORIES = LONG ? 20_000 : 500;
/** Of the properties that compare an operator with another. */
const PAIRS = LONG ? 2000 : 60;
/** The ordinary run is the same each time; the long one looks for what is new. */
const SEED = LONG ? {} : { seed: 20_260_101 };

const numbers = (findings: readonly Finding[]): unknown =>
  findings
    .map(({ name, status: { runs, reruns } }) => ({
      name,
      runs: { ...runs, exactSince: '' },
      reruns: reruns.total,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const bytes = (findings: readonly Finding[]): string =>
  JSON.stringify([...findings].sort((a, b) => (a.name < b.name ? -1 : 1)));

function incidents({ told, truth }: History, { gaps, absences }: Way): readonly number[] {
  return [told.length, truth.runs.length, gaps.length, absences.length];
}

describe('random histories', function () {
  if (LONG) this.timeout(3_600_000);
  const printed: string[] = [];
  after(() => process.stdout.write(printed.map((line) => `\n  ${line}`).join('')));

  for (const { title, ways, least } of [
    { title: 'with all events told', ways: complete, least: 0.6 },
    { title: 'with gaps, and restarts that lose what was not written', ways: broken, least: 0.05 },
  ]) {
    it(`${title}: never above the truth, exact only where equal, and no total falls`, () => {
      let share = NOTHING_JUDGED;
      let sums = [0, 0, 0, 0];
      fc.assert(
        fc.property(plans(0), ways, (plan, way) => {
          const history = live(plan);
          const { findings, falls } = tell(history, way);
          expectNotAbove(history, findings);
          expectExactIsEqual(history, findings);
          expect(falls).to.deep.equal([]);
          share = add(share, findings);
          sums = incidents(history, way).map((count, index) => count + (sums[index] ?? 0));
        }),
        { numRuns: HISTORIES, ...SEED },
      );
      const [events, runs, gaps, restarts] = sums;
      printed.push(
        `${title}: ${HISTORIES} histories, ${events} events, ${runs} runs, ${gaps} gaps, ${restarts} restarts; exact ${share.exact} of ${share.findings} findings`,
      );
      expect(share.exact).to.be.greaterThan(share.findings * least);
    });
  }

  it('with nothing kept back: exact, and equal', () => {
    fc.assert(
      fc.property(plans(0, true), complete, (plan, way) => {
        const history = live(plan);
        const { findings } = tell(history, way);
        expectExact(history, findings);
        expectNoFalseFailure(history, findings);
      }),
      { numRuns: PAIRS, ...SEED },
    );
  });

  it('with clocks that differ: never above the truth', () => {
    fc.assert(
      fc.property(plans(8), broken, (plan, way) => {
        const history = live(plan);
        const { findings } = tell(history, way);
        expectExactIsEqual(history, findings);
        for (const finding of findings) {
          const { kind, name } = finding.spec.workloadRef;
          const { total, fates } = history.truth.of(`${kind}/${name}`, finding.spec.container);
          expect(finding.status.runs.total).to.be.at.most(total);
          expect(finding.status.runs.succeeded).to.be.at.most(fates.Succeeded);
        }
      }),
      { numRuns: PAIRS, ...SEED },
    );
  });

  it('evaluated as they go and told again later: the same bytes', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(plans(4), complete, delays, (plan, way, later) => {
        const history = live(plan);
        const [once, again] = [
          tell(history, { ...way, delays: [0] }),
          tell(history, { ...way, delays: later }),
        ];
        expect(bytes(again.findings)).to.equal(bytes(once.findings));
      }),
      { numRuns: PAIRS, ...SEED },
    );
  });

  it('told to an operator that looks only at the end: the same bytes', () => {
    fc.assert(
      fc.property(plans(0), complete, (plan, way) => {
        const history = live(plan);
        const [once, late] = [
          tell(history, { ...way, delays: [0] }),
          tell(history, { ...way, delays: [1e9] }),
        ];
        expect(bytes(late.findings)).to.equal(bytes(once.findings));
      }),
      { numRuns: PAIRS, ...SEED },
    );
  });

  it('told with unrelated pods in another order: the same numbers', () => {
    const picks = fc.array(fc.nat(5), { minLength: 3, maxLength: 20 });
    fc.assert(
      fc.property(plans(0), complete, picks, (plan, way, order) => {
        const history = live(plan);
        const [told, other] = [tell(history, way), tell(shuffled(history, order), way)];
        expect(JSON.stringify(numbers(other.findings))).to.equal(JSON.stringify(numbers(told.findings)));
      }),
      { numRuns: PAIRS, ...SEED },
    );
  });
});
