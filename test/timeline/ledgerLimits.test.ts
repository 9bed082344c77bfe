import { expect } from 'chai';
import { at } from '../build/clock.ts';
import { ALEMBIC } from '../build/container.ts';
import { pod } from '../build/pod.ts';
import { succeeded } from '../build/state.ts';
import { daemonSet } from '../build/workload.ts';
import { Story } from './story.ts';

const PODS = 5000;
const FURTHER = 100;
const RESTARTED_AT = 1000;

const set = daemonSet('agent').init('migrate', ALEMBIC);
const NUMBERS = Array.from({ length: PODS }, (_, index) => index);

function agent(index: number) {
  return pod(`agent-${index}`)
    .uid(`c30179d5-1761-43c5-9796-${String(index).padStart(12, '0')}`)
    .ownedBy(set)
    .revision('67b7f8d94')
    .node(`node-${index}`)
    .at(index % 50);
}

/** Its run in the `turn`th sandbox; a LEGACY kubelet counts each sandbox from zero, so that no status tells the runs before. */
function ran(index: number, turn: number) {
  const id = `${String(index).padStart(60, '0')}${turn}`;
  const from = 100 * turn + 10;
  return agent(index)
    .sandbox(100 * turn)
    .init('migrate', succeeded(id, { from, to: from + 5 }));
}

describe('five thousand living pods, each with a run that only the operator knows of', () => {
  const story = new Story().see(0, set);
  for (const turn of [1, 2]) story.see(100 * turn + 50, ...NUMBERS.map((index) => ran(index, turn)));
  const before = story.status();
  const restarted = story.restart(RESTARTED_AT).status();
  const totals: number[] = [];
  for (let further = 1; further <= FURTHER; further += 1) {
    // Of the oldest pods, which find no room in the ledger, and of the newest, which do.
    const index = further % 2 === 0 ? further : PODS - further;
    totals.push(story.see(RESTARTED_AT + 100 + further, ran(index, 12)).total());
  }

  it('are counted before', () => {
    expect(before.runs).to.include({ total: 2 * PODS, succeeded: 2 * PODS });
    expect(before.ledger.length).to.be.within(4000, 8192);
  });

  it('lose no run by a restart of the operator', () => {
    expect(restarted.runs.total).to.equal(2 * PODS);
    expect(restarted.reruns).to.deep.equal(before.reruns);
  });

  it('count each further run, whether its pod found room in the ledger or not', () => {
    expect(totals).to.deep.equal(totals.map((_, index) => 2 * PODS + index + 1));
    expect(story.status().reruns.total).to.equal(before.reruns.total + FURTHER);
  });

  it('say since when no evidence was dropped', () => {
    expect(story.status().runs).to.include({ exact: false, exactSince: at(RESTARTED_AT) });
  });

  it('lose nothing by another restart either', () => {
    const { runs, reruns } = story.status();
    const again = story.restart(5000).status();
    expect(again.runs.total).to.equal(runs.total);
    expect(again.reruns).to.deep.equal(reruns);
  });
});
