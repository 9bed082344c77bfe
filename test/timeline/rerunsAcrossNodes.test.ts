import { expect } from 'chai';
import { node as nodeOf } from '../build/node.ts';
import type { Pod } from '../build/pod.ts';
import { running, succeeded } from '../build/state.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

/* R32 for reruns: which of two runs came first is certain only where the clocks of their nodes allow no other order. */

const { workload, revision, pod } = web(2);
/** It succeeded on node n1 at second 8. */
const first = pod('web-h1-1')
  .node('n1')
  .init('migrate', succeeded('a1', { from: 5, to: 8 }));
const second = (from: number, node = 'n2'): Pod =>
  pod('web-h1-2')
    .node(node)
    .init('migrate', succeeded('b1', { from, to: from + 2 }));

/** Both pods as their kubelets write them, at this second by the server's clock. */
const told = (one: Pod, other: Pod, times: { readonly first: number; readonly second: number }): Story =>
  new Story()
    .see(0, workload, revision)
    .see(times.first, one.written(times.first))
    .see(times.second, other.written(times.second));

describe('a run that starts after the same work has succeeded', () => {
  const totalOf = (story: Story): number => story.status().reruns.total;

  it('on the same node is a rerun from the next second on', () => {
    expect(totalOf(told(first, second(8, 'n1'), { first: 8, second: 10 }))).to.equal(0);
    expect(totalOf(told(first, second(9, 'n1'), { first: 8, second: 11 }))).to.equal(1);
  });

  it('on another node is one only beyond the bound of two clocks, and a second for what times leave out', () => {
    expect(totalOf(told(first, second(10), { first: 8, second: 12 }))).to.equal(0);
    expect(totalOf(told(first, second(11), { first: 8, second: 13 }))).to.equal(1);
  });

  it('on a node whose clock is ahead is one only beyond that', () => {
    expect(totalOf(told(first, second(14), { first: 8, second: 10 }))).to.equal(0);
    expect(totalOf(told(first, second(20), { first: 8, second: 16 }))).to.equal(1);
  });

  it('on a node whose clock is too far off is none, by times alone', () => {
    expect(totalOf(told(first, second(90), { first: 8, second: 32 }))).to.equal(0);
  });

  it('is one where the pod that succeeded was last written hours after its own times, as its readiness flaps', () => {
    const story = new Story().see(0, workload, revision).see(8, first.written(8));
    for (const flap of [4000, 8000]) story.see(flap, first.written(flap));
    expect(totalOf(story.see(9002, second(9000).written(9002)))).to.equal(1);
    expect(story.snapshot().nodesSkewed).to.equal(0);
  });

  it('is one to who comes after a restart, and sees first the write of a pod that was ready long after its start', () => {
    const story = new Story({}, [nodeOf('n1'), nodeOf('n2'), workload, revision, first.written(38)], 60);
    story.see(9002, second(9000).written(9002));
    expect(totalOf(story)).to.equal(1);
    expect(story.snapshot().nodesSkewed).to.equal(0);
  });

  it('is one whatever the clocks say where its pod had no node yet when the success was on record', () => {
    const story = new Story()
      .see(0, workload, revision)
      .see(8, first.version(10))
      .see(9, pod('web-h1-2').node('').init('migrate').version(11))
      .see(10, second(8).version(12));
    expect(totalOf(story)).to.equal(1);
  });

  it('is told from the success of a pod that is still there, over a restart of the operator', () => {
    const again = first.sandbox(9).init('migrate', running('a2', { rc: 1, at: 10 }));
    const story = new Story().see(0, workload, revision).see(8, first.sandbox(1)).restart(9).see(11, again);
    expect(totalOf(story)).to.equal(1);
  });

  it('counts after a restart only beyond the bound of any clock, where the pod that succeeded is gone', () => {
    const gone = () =>
      new Story()
        .see(0, workload, revision)
        .see(8, first)
        .restart(10, (story) => story.away({ gone: first }));
    expect(totalOf(gone().see(20, second(16)))).to.equal(0);
    expect(totalOf(gone().see(30, second(20)))).to.equal(0);
    expect(totalOf(gone().see(32, second(21)))).to.equal(1);
  });
});
