import { expect } from 'chai';
import { FACT_KINDS } from '../../src/core/model/facts.ts';
import { at } from '../build/clock.ts';
import { pod as podOf } from '../build/pod.ts';
import { replicaSet } from '../build/replicaset.ts';
import { failed, running, succeeded } from '../build/state.ts';
import { deployment } from '../build/workload.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

const { workload, revision, pod } = web(2);
const one = pod('web-h1-1').init('migrate', succeeded('a1', { from: 1, to: 3 }));

function watched(): Story {
  const story = new Story().see(0, workload, revision).see(10, one);
  expect(story.status().runs).to.include({ total: 1, exact: true, exactSince: at(0) });
  return story;
}

describe('a gap in what was watched', () => {
  it('ends exactness, since a pod may have lived and died in it', () => {
    const story = watched().gap(100).see(100, one);
    expect(story.status().runs).to.include({ total: 1, exact: false, exactSince: at(100) });
  });

  it('lets counting go on: what is seen after it adds to what was counted', () => {
    const story = watched().gap(100).see(100, one);
    story.see(120, pod('web-h1-2', 110).init('migrate', succeeded('b1', { from: 111, to: 113 })));
    expect(story.status().runs).to.include({ total: 2, succeeded: 2, exactSince: at(100) });
  });

  it('begins exactness anew each time, and never earlier than before', () => {
    const story = watched().gap(100).gap(200);
    expect(story.status().runs.exactSince).to.equal(at(200));
    expect(story.restart(300).status().runs.exactSince).to.equal(at(300));
  });

  it('closes the pods that went in it at what was known of them', () => {
    const two = pod('web-h1-2').init('migrate', running('b1', { at: 20 }));
    const story = watched().see(30, two).gap(100).lose(100, two);
    expect(story.status().runs).to.include({ total: 2, succeeded: 1, unknown: 1, running: 0 });
  });

  it('takes exactness also from a workload that was made in it: its first pods may be gone', () => {
    for (const born of [60, 100]) {
      const late = deployment('late').init('migrate').at(born).revision('1');
      const story = watched().gap(100.5).see(100.5, late, replicaSet(late, 'h1').revision(1).at(born));
      expect(story.status('migrate', 'late').runs).to.include({ exact: false, exactSince: at(100) });
    }
  });

  it('takes it also from a pod of its own that was made in it', () => {
    const bare = podOf('bare')
      .at(60)
      .init('migrate', succeeded('s1', { from: 61, to: 62 }));
    const story = watched().gap(100).see(100, bare);
    expect(story.status('migrate', 'bare').runs).to.include({ exact: false, exactSince: at(100) });
  });

  it('leaves a workload exact that was made after it', () => {
    const late = deployment('late').init('migrate').at(130).revision('1');
    const story = watched().gap(100).see(131, late);
    expect(story.status('migrate', 'late').runs).to.include({ exact: true, exactSince: at(130) });
  });
});

describe('a gap of a kind', () => {
  const counting = ['Pod', 'ReplicaSet', 'Job'];
  for (const kind of FACT_KINDS) {
    const exact = !counting.includes(kind);
    it(`${kind}: ${exact ? 'no pod can have been missed by it' : 'pods may have been missed by it'}`, () => {
      const story = watched().tell(100, { type: 'gap', kind });
      expect(story.status().runs.exact).to.equal(exact);
    });
  }
});

describe('a pod that cannot be read', () => {
  const shop = deployment('shop').namespace('shop').init('migrate').revision('1');
  const refuse = { type: 'gap', kind: 'Pod', namespace: 'shop' } as const;

  it('costs the workloads of its namespace their exactness, and no other', () => {
    const story = watched().see(20, shop).tell(50, refuse);
    expect(story.status('migrate', 'shop').runs).to.include({ exact: false, exactSince: at(50) });
    expect(story.status('migrate', 'web').runs).to.include({ exact: true });
  });

  it('may belong to a workload that is seen only afterwards', () => {
    const story = watched().tell(50, refuse).see(51, shop.at(49));
    expect(story.status('migrate', 'shop').runs).to.include({ exact: false, exactSince: at(50) });
  });

  it('in a whole life of the operator is not counted twice when it can be in the next', () => {
    const { workload, revision, pod } = web(2);
    const a = pod('a')
      .at(1)
      .init('migrate', failed('a1', { from: 1, to: 2 }));
    const b = pod('b')
      .at(1)
      .init('migrate', failed('b1', { from: 1, to: 3 }));
    const story = new Story().see(0, workload, revision).see(5, a, b);
    story.restart(100, (later) => later.hide(a));
    const again = b.init('migrate', failed('b2', { rc: 1, from: 110, to: 111 })).version(500);
    expect(story.see(112, again).total()).to.equal(3);
    story.restart(200, (later) => later.away({ seen: a }));
    expect(story.total()).to.equal(3);
    const next = a.init('migrate', failed('a2', { rc: 1, from: 205, to: 206 })).version(900);
    expect(story.see(210, next).total()).to.equal(4);
  });
});
