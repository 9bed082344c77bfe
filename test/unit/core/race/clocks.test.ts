import { expect } from 'chai';
import { Clocks } from '../../../../src/core/race/clocks.ts';
import type { Builder } from '../../../build/object.ts';
import { factOf } from '../../../build/observation.ts';
import { node } from '../../../build/node.ts';
import { pod } from '../../../build/pod.ts';
import { running } from '../../../build/state.ts';

/** A status written at second 100 in which the newest time of the node is so many seconds later. */
function ahead(place: string, seconds: number): Builder {
  return pod(`p-${place}`)
    .node(place)
    .written(100)
    .init('migrate', running('a1', { at: 100 + seconds }));
}

function tell(clocks: Clocks, builder: Builder): void {
  const fact = factOf(builder);
  if (fact.kind === 'Pod') clocks.sample(fact);
  if (fact.kind === 'Node') clocks.see(fact);
}

function clocks(...seen: readonly Builder[]): Clocks {
  const made = new Clocks(2000);
  for (const builder of seen) tell(made, builder);
  return made;
}

describe('the clocks of two nodes (V8)', () => {
  it('differ by no more than the default while nothing better is known', () => {
    expect(clocks().bound('n1', 'n2')).to.equal(2000);
    expect(clocks(ahead('n1', 7)).bound('n1', 'n2')).to.equal(2000);
  });

  it('of one node do not differ', () => expect(clocks(ahead('n1', 7)).bound('n1', 'n1')).to.equal(0));

  it('differ by the difference of their leads, and the second that times are cut to', () => {
    expect(clocks(ahead('n1', 5), ahead('n2', -1)).bound('n1', 'n2')).to.equal(7000);
  });

  it('are known by the greatest lead of all writes: a write that came late tells nothing', () => {
    expect(clocks(ahead('n1', 0), ahead('n1', -9), ahead('n2', 0)).bound('n1', 'n2')).to.equal(2000);
  });

  it('give no certain overlap where one is more than ten seconds off', () => {
    const known = clocks(ahead('n1', 10), ahead('n2', 11), ahead('n3', -11));
    expect(['n1', 'n2', 'n3', 'n4'].map((name) => known.trusted(name))).to.deep.equal([
      true,
      false,
      false,
      true,
    ]);
  });

  it('that are good enough each are held against their whole difference', () => {
    expect(clocks(ahead('n1', 9), ahead('n2', -9)).bound('n1', 'n2')).to.equal(19_000);
  });

  it('of a node that is gone are forgotten', () => {
    const known = clocks(ahead('n1', 30), node('n1'));
    expect(known.skewed()).to.equal(1);
    const gone = factOf(node('n1'));
    if (gone.kind === 'Node') known.forget(gone);
    expect(known.trusted('n1')).to.equal(true);
  });

  it('have another version when they are known better, and only then', () => {
    const known = clocks(ahead('n1', 0), node('n1'));
    const before = known.version;
    tell(known, ahead('n1', -3));
    expect(known.version).to.equal(before);
    tell(known, node('n1').ready('Unknown', 60));
    expect(known.version).to.be.greaterThan(before);
  });
});

describe('a node (C22)', () => {
  for (const [ready, fresh] of [
    ['True', true],
    ['False', true],
    ['Unknown', false],
  ] as const) {
    it(`whose Ready is ${ready} is ${fresh ? 'believed' : 'not believed'}`, () => {
      expect(clocks(node('n1').ready(ready, 60)).fresh('n1')).to.equal(fresh);
    });
  }

  it('that is not known is not doubted', () => expect(clocks().fresh('n1')).to.equal(true));
});
