import { expect } from 'chai';
import { Clocks } from '../../../../src/core/race/clocks.ts';
import type { Builder } from '../../../build/object.ts';
import { millis } from '../../../build/clock.ts';
import { factOf } from '../../../build/observation.ts';
import { node } from '../../../build/node.ts';
import { type Pod, pod } from '../../../build/pod.ts';
import { running } from '../../../build/state.ts';

const HOUR = 3600;

/** A status written then in which the newest time of the node is so many seconds later. */
function ahead(place: string, seconds: number, written = 100, name = 'p'): Pod {
  return pod(`${name}-${place}`)
    .at(written)
    .node(place)
    .written(written)
    .init('migrate', running('a1', { at: written + seconds }));
}

function tell(clocks: Clocks, builder: Builder, received = millis(24 * HOUR)): void {
  const fact = factOf(builder);
  if (fact.kind === 'Pod') clocks.sample(fact, received);
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
    expect(clocks().bound('n2', 'n1')).to.equal(2000);
  });

  it('differ by the default beyond the lead of one, while nothing is known of the other', () => {
    const known = clocks(ahead('n1', 7));
    expect([known.bound('n1', 'n2'), known.bound('n2', 'n1')]).to.deep.equal([10_000, 10_000]);
    expect(clocks(ahead('n1', 0)).bound('n1', 'n2')).to.equal(2000);
  });

  it('of one node do not differ', () => expect(clocks(ahead('n1', 7)).bound('n1', 'n1')).to.equal(0));

  it('differ by the difference of their leads, and the second that times are cut to', () => {
    expect(clocks(ahead('n1', 5), ahead('n2', -1)).bound('n1', 'n2')).to.equal(7000);
  });

  it('are known by the greatest lead of all writes: a write that came late tells nothing', () => {
    const late = ahead('n1', -9, 200);
    expect(clocks(ahead('n1', 0), late, ahead('n2', 0)).bound('n1', 'n2')).to.equal(2000);
  });

  it('are not known by writes of a pod that bring no newer time of its node, however late', () => {
    const flaps = [1, 2, 3].map((hours) => ahead('n1', -hours * HOUR, 100 + hours * HOUR));
    const known = clocks(node('n1'), ahead('n1', 0), ahead('n2', 0), ...flaps);
    expect(known.bound('n1', 'n2')).to.equal(2000);
    expect(known.skewed()).to.equal(0);
  });

  it('are not known by what a pod shows when it is seen first, long after it has started', () => {
    const known = clocks(node('n1'), ahead('n1', -HOUR, 100 + HOUR).at(90), ahead('n2', 0));
    expect(known.bound('n1', 'n2')).to.equal(2000);
    expect(known.skewed()).to.equal(0);
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

  describe('are known by the writes of an hour', () => {
    it('so that a lead is forgotten that was corrected', () => {
      const known = clocks(ahead('n1', 7, 0), ahead('n2', 0, 0), ahead('n1', 0, HOUR / 2));
      expect(known.bound('n1', 'n2'), 'half an hour later').to.equal(8000);
      tell(known, ahead('n1', 0, 1.1 * HOUR));
      expect(known.bound('n1', 'n2'), 'an hour later').to.equal(2000);
    });

    it('so that a node is trusted again whose clock was set right', () => {
      const known = clocks(ahead('n1', 60, 0), ahead('n1', 0, 2 * HOUR));
      expect(known.trusted('n1')).to.equal(true);
    });

    it('the last there were: a node at rest keeps what is known of it', () => {
      const known = clocks(node('n1'), ahead('n1', 7, 0), ahead('n2', 0, 5 * HOUR));
      expect(known.bound('n1', 'n2')).to.equal(8000);
    });

    it('in whatever order they are told', () => {
      const told = [ahead('n1', 7, 0, 'p'), ahead('n1', -1, 2 * HOUR, 'q'), ahead('n1', 0, 1.8 * HOUR, 'r')];
      for (const [a, b, c] of [
        [0, 1, 2],
        [2, 1, 0],
        [1, 0, 2],
      ] as const) {
        const known = clocks(ahead('n2', 0), ...[a, b, c].flatMap((index) => told[index] ?? []));
        expect(known.bound('n1', 'n2')).to.equal(2000);
      }
    });

    it('a write from the future, which a tenant can forge, among those of its receipt', () => {
      const known = clocks(ahead('n2', 0, 0));
      tell(known, ahead('n1', -60, 1000 * HOUR), millis(0));
      tell(known, ahead('n1', 0, 1, 'q'), millis(1));
      expect(known.bound('n1', 'n2')).to.equal(2000);
    });
  });

  describe('of a node that is gone are forgotten', () => {
    it('when it goes', () => {
      const known = clocks(ahead('n1', 30), node('n1'));
      expect(known.skewed()).to.equal(1);
      const gone = factOf(node('n1'));
      if (gone.kind === 'Node') known.forget(gone, millis(0));
      expect(known.trusted('n1')).to.equal(true);
    });

    it('when it goes, and no other one of its name is there', () => {
      const known = clocks(node('n1').anew());
      const before = factOf(node('n1'));
      if (before.kind === 'Node') known.forget(before, millis(0));
      expect(known.fresh('n1')).to.equal(true);
    });

    it('when a pod of it was told of afterwards, once an hour has passed elsewhere', () => {
      const known = clocks(ahead('n1', 30, 0), ahead('n2', 0, HOUR / 2));
      expect(known.trusted('n1')).to.equal(false);
      tell(known, ahead('n2', 0, 2 * HOUR));
      expect(known.trusted('n1')).to.equal(true);
    });
  });

  it('have another version when they are known better, and only then', () => {
    const known = clocks(ahead('n1', 0), node('n1'));
    const before = known.version;
    tell(known, ahead('n1', -3, 200));
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
