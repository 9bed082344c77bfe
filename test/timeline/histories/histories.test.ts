import { expect } from 'chai';
import fc from 'fast-check';
import { live } from './cluster.ts';
import { HISTORIES, LONG, SEED } from './howMany.ts';
import { expectNoFalseFailure, expectNotAbove } from './judge.ts';
import { tell } from './operator.ts';
import { ONE_CLOCK, type Plan, plans } from './plan.ts';
import { Sum } from './sum.ts';
import { broken, complete, handedOver } from './way.ts';

/*
 * Random lives of small clusters over minutes and hours, simulated from semantics.md apart from the engine: what the containers
 * did is known, and what the operator says of it is held against that.
 */

/** Meanwhile a sandbox may die with a run in it, and nothing but the run's exit code be told. */
const standsStill = ({ incidents, pauses }: Plan): boolean =>
  pauses.length > 0 || incidents.some(({ kind }) => kind === 'apiStall' || kind === 'nodeSilent');

interface Told {
  readonly title: string;
  /** The share of findings that must still be exact at the end; a take-over leaves none that has to be. */
  readonly least?: number;
}

/** The three ways in which each history is told. */
const TOLD: readonly Told[] = [
  { title: 'with all events told', least: 0.6 },
  { title: 'with take-overs by a standby that has watched all the while' },
  { title: 'with gaps, and restarts that lose what was not written', least: 0.01 },
];

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
      const least = TOLD[index]?.least;
      if (least !== undefined) expect(sum.share, sum.toString()).to.be.greaterThan(least);
    }
  });
});
