import { expect } from 'chai';
import fc from 'fast-check';
import type { Finding } from '../../../src/core/model/finding.ts';
import { live } from './cluster.ts';
import { expectExact, expectNoFalseFailure, expectNotAbove } from './judge.ts';
import { tell } from './operator.ts';
import { APART, NEAR, ONE_CLOCK, type Plan, plans } from './plan.ts';
import { shuffled } from './shuffle.ts';
import { Sum } from './sum.ts';
import { broken, complete, handedOver } from './way.ts';

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

/** Meanwhile a sandbox may die with a run in it, and nothing but the run's exit code be told. */
const standsStill = ({ incidents }: Plan): boolean => incidents.some(({ kind }) => kind === 'apiStall');

/** Attempts that fail to start may follow each other so soon that one status tells of several: then nobody is sure. */
const allStart = (plan: Plan): Plan => ({
  ...plan,
  workloads: plan.workloads.map((one) => ({
    ...one,
    init: one.init.map((init) => ({ ...init, startErrors: 0 })),
  })),
});

const bytes = (findings: readonly Finding[]): string =>
  JSON.stringify([...findings].sort((a, b) => (a.name < b.name ? -1 : 1)));

/** The three ways in which each history is told, and the share of findings that must still be exact at the end. */
const TOLD = [
  { title: 'with all events told', least: 0.6 },
  { title: 'with take-overs by a standby that has watched all the while', least: -1 },
  { title: 'with gaps, and restarts that lose what was not written', least: 0.01 },
] as const;

describe('random histories', function () {
  if (LONG) this.timeout(3_600_000);
  const printed: string[] = [];
  after(() => process.stdout.write(printed.map((line) => `\n  ${line}`).join('')));

  it('told whole, handed over and with gaps: never above the truth, exact only where equal, and no total falls', () => {
    const sums = TOLD.map(({ title }) => new Sum(title));
    const ways = fc.tuple(complete, handedOver, broken);
    fc.assert(
      fc.property(plans(ONE_CLOCK), ways, (plan, each) => {
        const history = live(plan);
        each.forEach((way, index) => {
          const { findings, falls } = tell(history, way);
          expectNotAbove(history, findings);
          if (way === each[0] && !standsStill(plan)) expectNoFalseFailure(history, findings);
          expect(falls).to.deep.equal([]);
          sums[index]?.add(history, way, findings);
        });
      }),
      { numRuns: HISTORIES, ...SEED },
    );
    for (const [index, sum] of sums.entries()) {
      printed.push(sum.toString());
      expect(sum.share, sum.toString()).to.be.greaterThan(TOLD[index]?.least ?? 1);
    }
  });

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
