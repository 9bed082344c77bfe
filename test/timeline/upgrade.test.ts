import { expect } from 'chai';
import type { StoredFinding } from '../../src/core/model/finding.ts';
import { createEngine } from '../../src/core/createEngine.ts';
import { at } from '../build/clock.ts';
import { stored } from '../build/finding.ts';
import { failed, running, succeeded, waiting } from '../build/state.ts';
import { web } from './cast.ts';
import { type Keeping, Story } from './story.ts';

const { workload, revision, pod } = web(3);
const one = pod('web-h1-1').sandbox(1);
const two = pod('web-h1-2').sandbox(9);
const three = pod('web-h1-3', 20).sandbox(21);

/** One pod is gone, one runs, one has failed: four runs, two of them reruns. */
function lived(): Story {
  const first = failed('a1', { from: 2, to: 4 });
  return new Story()
    .see(0, workload, revision)
    .see(5, one.init('migrate', first))
    .see(9, one.init('migrate', succeeded('a2', { rc: 1, from: 6, to: 8, last: first })))
    .see(12, two.init('migrate', running('b1', { at: 10 })))
    .see(
      30,
      three.init(
        'migrate',
        failed('c1', { from: 22, to: 24, message: 'ERROR: relation "users" already exists' }),
      ),
    )
    .lose(40, one.deleted(35));
}

function withLedger(ledger: string): Keeping {
  const change = (finding: StoredFinding) =>
    finding.status === undefined ? finding : { ...finding, status: { ...finding.status, ledger } };
  return (all) => all.map(change);
}

/** What each version of the operator has written at this point of that story. Never change a row: add one. */
const LEDGERS = [
  [
    '0.1.0',
    '1:{"c":[0,1,1,0,0,0],"w":[["24e057e47ea88f73",1767225608]],"r":[],"q":0,"m":[["pod.default.web-h1-3",1767225622,"ERROR: relation \\"users\\" already exists"]],"d":[6,3],"h":["h1",1,"64e06e117e3c3897","","",0],"p":[["pod.default.web-h1-2","containerd://b1",1,0,1767225610,null,null,1767225609,0,1,[0,0,0,0,0,0],[],0],["pod.default.web-h1-3","containerd://c1",1,2,1767225622,1767225624,1,1767225621,0,1,[0,0,0,0,0,0],[1767225624],1]]}',
  ],
] as const;

describe('an operator that reads what an older one has written', () => {
  for (const [version, ledger] of LEDGERS) {
    describe(version, () => {
      const before = lived().status();
      const story = lived().restart(60, undefined, withLedger(ledger));

      it('goes on with its numbers', () => {
        const { runs, reruns, races, duration } = story.status();
        expect(runs).to.deep.equal({ ...before.runs, exact: false, exactSince: at(60) });
        expect({ reruns, races, duration }).to.deep.equal({
          reruns: before.reruns,
          races: before.races,
          duration: before.duration,
        });
      });

      it('knows the runs and the work that are in it, and counts what comes', () => {
        story.see(70, two.init('migrate', succeeded('b1', { from: 10, to: 65 })));
        story.see(80, three.init('migrate', succeeded('c3', { rc: 2, from: 72, to: 75 })));
        expect(story.status().runs).to.include({ total: 6, succeeded: 3, failed: 3, running: 0, unknown: 0 });
        expect(story.causes()).to.deep.equal({ Replica: 2, Retry: 1 });
      });
    });
  }
});

describe('an operator that reads what a newer one has written', () => {
  const newer = withLedger('2:{"a":1}');

  it('says so', () => {
    const written = newer(
      lived()
        .findings()
        .map((finding) => stored(finding)),
    );
    expect(createEngine().restore(written)).to.deep.equal([{ finding: written[0], reason: 'unreadable' }]);
  });

  it('goes on from the numbers that a reader saw, and counts what comes on top', () => {
    const story = lived().restart(60, undefined, newer);
    expect(story.status().runs).to.include({ total: 4, exact: false, exactSince: at(60) });
    story.see(70, three.init('migrate', failed('c2', { rc: 1, from: 65, to: 66 })));
    story.see(80, pod('web-h1-4', 75).init('migrate', succeeded('d1', { from: 76, to: 77 })));
    expect(story.total()).to.equal(6);
  });

  it('does not count a run again that a pod tells of only later', () => {
    const waits = two.init('migrate', waiting('PodInitializing', { rc: 1 }));
    const story = lived().restart(60, (away) => away.away({ seen: waits }), newer);
    expect(story.total()).to.equal(4);
    // The run of before the restart is in its restart count: with this one, which is new, there were five.
    story.see(70, two.init('migrate', running('b2', { rc: 1, at: 66 })));
    expect(story.total()).to.be.within(4, 5);
    expect(story.status().runs).to.include({ exact: false, exactSince: at(70) });
  });

  it('does not take the runs of pods for reruns again that are in the numbers', () => {
    const story = lived().restart(60, undefined, newer);
    expect(story.causes()).to.deep.equal({ Replica: 2 });
  });
});
