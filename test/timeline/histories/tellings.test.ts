import { expect } from 'chai';
import fc from 'fast-check';
import type { Finding } from '../../../src/core/model/finding.ts';
import { live } from './cluster.ts';
import { LONG, PAIRS, SEED } from './howMany.ts';
import { expectExact, expectNotAbove } from './judge.ts';
import { tell } from './operator.ts';
import { allStart, APART, NEAR, ONE_CLOCK, plans } from './plan.ts';
import { shuffled } from './shuffle.ts';
import { broken, complete, handedOver } from './way.ts';

/* What else must hold of random histories (histories.test.ts), most of it for two ways of telling one. */

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

describe('random histories, further', function () {
  if (LONG) this.timeout(3_600_000);

  it('with nothing kept back: exact, and equal', () => {
    fc.assert(
      fc.property(plans(ONE_CLOCK, { gentle: true }), complete, (plan, way) => {
        const history = live(allStart(plan));
        const { findings } = tell(history, way);
        expectExact(history, findings);
      }),
      { numRuns: PAIRS, ...SEED },
    );
  });

  it('with clocks that differ, up to the bound and beyond: never above the truth', () => {
    fc.assert(
      fc.property(plans(APART), fc.oneof(complete, handedOver, broken), (plan, way) => {
        const history = live(plan);
        const { findings, falls } = tell(history, way);
        expectNotAbove(history, findings, false);
        expect(falls).to.deep.equal([]);
      }),
      { numRuns: PAIRS, ...SEED },
    );
  });

  it('evaluated as they go and told again later: the same bytes', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(plans(NEAR, { dated: false }), complete, delays, (plan, way, later) => {
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
      fc.property(plans(ONE_CLOCK, { dated: false }), complete, (plan, way) => {
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
      fc.property(plans(ONE_CLOCK), complete, picks, (plan, way, order) => {
        const history = live(plan);
        const [told, other] = [tell(history, way), tell(shuffled(history, order), way)];
        expect(JSON.stringify(numbers(other.findings))).to.equal(JSON.stringify(numbers(told.findings)));
      }),
      { numRuns: PAIRS, ...SEED },
    );
  });
});
