import { expect } from 'chai';
import { pod, type Pod } from '../build/pod.ts';
import { succeeded } from '../build/state.ts';
import { statefulSet } from '../build/workload.ts';
import { Story } from './story.ts';

/** The times of a container have whole seconds; which of two runs came first is told by the versions of their pods. */
describe('two pods whose migrations ran in one second', () => {
  const workload = statefulSet('db').init('migrate').replicas(2);
  const made = (name: string, version: number): Pod =>
    pod(name).ownedBy(workload).revision('r1').at(4).node('').version(version).init('migrate');
  const ran = (one: Pod, id: string, version: number): Pod =>
    one
      .node('n1')
      .version(version)
      .init('migrate', succeeded(id, { from: 5, to: 5 }));
  const first = made('db-0', 10);

  it('are one after the other where the second had no node when the first had succeeded', () => {
    const second = made('db-1', 13);
    const story = new Story()
      .see(0, workload)
      .see(5, first, ran(first, 'a1', 12), second, ran(second, 'b1', 15));
    expect(story.causes()).to.deep.equal({ Replica: 1 });
  });

  it('may have run side by side where both had been made before: no rerun is claimed', () => {
    const second = made('db-1', 11);
    const story = new Story()
      .see(0, workload)
      .see(5, first, second, ran(first, 'a1', 12), ran(second, 'b1', 15));
    expect(story.causes()).to.deep.equal({});
  });

  it('may have run side by side where the second was first seen on its node', () => {
    const second = made('db-1', 13);
    const story = new Story().see(0, workload).see(5, first, ran(first, 'a1', 12), ran(second, 'b1', 15));
    expect(story.causes()).to.deep.equal({});
  });
});
