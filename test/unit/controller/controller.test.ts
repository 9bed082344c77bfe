import { expect } from 'chai';
import { Controller } from '../../../src/controller/controller.ts';
import { uid } from '../../../src/core/model/refs.ts';
import { finding } from '../../build/finding.ts';
import { settle } from '../../build/manualClock.ts';
import { WEB, World } from './world.ts';

const runs = finding().status.runs;
const quiet = finding({ status: { runs: { ...runs, total: 2, succeeded: 2 } } });

describe('controller', () => {
  let world: World;
  let controller: Controller;

  beforeEach(() => {
    world = new World();
    controller = new Controller({
      reconciler: world.reconciler(),
      clock: world.clock,
      log: world,
      metrics: world,
    });
    controller.start();
  });

  it('brings a workload to rest, and looks again when its time comes', async () => {
    world.given();
    world.wanted = [quiet];
    controller.enqueue(WEB);
    await settle();
    expect(world.writes).to.equal(0);
    await world.clock.advance(300_000);
    expect(world.writes).to.equal(1);
  });

  it('makes one look of many changes within the delay', async () => {
    world.wanted = [finding()];
    for (let event = 0; event < 500; event += 1) controller.enqueue(WEB, 200);
    expect(controller.depth).to.equal(0);
    await world.clock.advance(200);
    expect(world.writes).to.equal(1);
  });

  it('does not give up on a workload that cannot be written, and does not hammer', async () => {
    world.wanted = [finding()];
    world.refusal = { kind: 'failed', reason: 'down' };
    controller.enqueue(WEB);
    await world.clock.advance(60_000);
    expect(world.writes).to.be.within(4, 8);
    world.refusal = undefined;
    await world.clock.advance(120_000);
    expect(world.standing).to.have.lengthOf(1);
  });

  /** The workload changes each second, for so many of them. */
  async function restless(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      const failed = world.writes + second + 1;
      if (world.wanted.length > 0) world.wanted = [finding({ status: { runs: { ...runs, failed } } })];
      controller.enqueue(WEB, 200);
      await world.clock.advance(1_000);
    }
  }

  for (const { what, wanted } of [
    { what: 'write', wanted: [finding()] },
    { what: 'removal', wanted: [] },
  ]) {
    it(`keeps to the time that the server asks for after a ${what}, also where the workload changes`, async () => {
      world.given(finding({ status: { state: 'Repeating' } }));
      world.wanted = wanted;
      world.refusal = { kind: 'failed', reason: 'too many requests', retryAfter: 60_000 };
      await restless(60);
      expect(world.writes).to.equal(1);
      await restless(3);
      expect(world.writes).to.equal(2);
    });
  }

  it('pauses longer after each failure, also where the workload changes, and is there soon when the server is', async () => {
    world.wanted = [finding()];
    world.refusal = { kind: 'failed', reason: 'down' };
    await restless(60);
    expect(world.writes).to.be.within(4, 8);
    await restless(600);
    expect(world.writes).to.be.within(20, 30);
    world.refusal = undefined;
    await restless(30);
    expect(world.standing).to.have.lengthOf(1);
  });

  for (const { refusal, result } of [
    { refusal: { kind: 'conflict' }, result: 'waiting' },
    { refusal: { kind: 'failed', reason: 'down' }, result: 'failed' },
  ] as const)
    it(`counts an evaluation as ${result} where a write ended as ${refusal.kind}`, async () => {
      world.wanted = [finding()];
      world.refusal = refusal;
      controller.enqueue(WEB);
      await settle();
      world.refusal = undefined;
      await world.clock.advance(2_000);
      expect(world.results).to.deep.equal([result, 'settled']);
    });

  it('goes on with the others when one evaluation throws', async () => {
    const broken = uid('broken');
    const rest = world.reconciler();
    const looked: string[] = [];
    const guarded = new Controller({
      reconciler: {
        drain: () => undefined,
        reconcile: (key) => {
          looked.push(key);
          if (key === broken) throw new Error('a fault');
          return rest.reconcile(key);
        },
      },
      clock: world.clock,
      log: world,
      metrics: world,
    });
    guarded.start();
    world.wanted = [finding()];
    guarded.enqueue(broken);
    guarded.enqueue(WEB);
    await world.clock.advance(3500);
    expect(world.standing).to.have.lengthOf(1);
    expect(looked.filter((key) => key === broken)).to.have.lengthOf(3);
  });

  it('writes at the end what had been waiting for its time', async () => {
    world.given();
    world.wanted = [quiet];
    controller.enqueue(WEB);
    await settle();
    const stopped = controller.stop(10_000);
    await settle();
    expect(await stopped).to.equal(true);
    expect(world.standing[0]?.status?.runs.succeeded).to.equal(2);
    expect(world.clock.timers).to.equal(0);
  });

  it('looks at the end at what changed a moment ago', async () => {
    world.wanted = [finding()];
    controller.enqueue(WEB, 200);
    expect(await controller.stop(10_000)).to.equal(true);
    expect(world.standing).to.have.lengthOf(1);
  });

  it('tries again at the end what could not be written at first', async () => {
    world.given();
    world.wanted = [quiet];
    world.refusal = { kind: 'failed', reason: 'the connection was half open' };
    controller.enqueue(WEB);
    await settle();
    const stopped = controller.stop(10_000);
    await settle();
    world.refusal = undefined;
    await world.clock.advance(9_000);
    expect(await stopped).to.equal(true);
    expect(world.standing[0]?.status?.runs.succeeded).to.equal(2);
    expect(world.clock.timers).to.equal(0);
  });

  it('tries again soon at the end what had failed for long', async () => {
    world.wanted = [finding()];
    world.refusal = { kind: 'failed', reason: 'down' };
    controller.enqueue(WEB);
    await world.clock.advance(70_000);
    const stopped = controller.stop(20_000);
    await world.clock.advance(3_000);
    world.refusal = undefined;
    await world.clock.advance(4_000);
    expect(await stopped).to.equal(true);
    expect(world.standing).to.have.lengthOf(1);
  });

  it('does not wait at the end for what nothing will change', async () => {
    world.wanted = [finding()];
    world.refusal = { kind: 'failed', reason: 'busy', retryAfter: 60_000 };
    controller.enqueue(WEB);
    const stopped = controller.stop(20_000);
    await settle();
    expect(await stopped).to.equal(false);
    expect(world.clock.timers).to.equal(0);
  });

  it('ends at once when there is no hope any more', async () => {
    world.wanted = [finding()];
    world.refusal = { kind: 'conflict' };
    controller.enqueue(WEB);
    const hopeless = new AbortController();
    const stopped = controller.stop(20_000, hopeless.signal);
    await world.clock.advance(500);
    hopeless.abort();
    await settle();
    expect(await stopped).to.equal(false);
  });

  it('says so where it cannot be written to the end', async () => {
    world.wanted = [finding()];
    world.refusal = { kind: 'conflict' };
    controller.enqueue(WEB);
    const stopped = controller.stop(10_000);
    await world.clock.advance(10_000);
    expect(await stopped).to.equal(false);
    await world.clock.advance(60_000);
    expect([controller.depth, world.clock.timers]).to.deep.equal([0, 0]);
  });

  it('begins nothing new once the time to end is over', async () => {
    world.write = () =>
      new Promise((resolve) => world.clock.after(3_000, () => resolve({ kind: 'conflict' })));
    world.wanted = [finding()];
    for (let workload = 0; workload < 100; workload += 1) controller.enqueue(uid(`uid-${workload}`));
    await settle();
    const stopped = controller.stop(10_000);
    await world.clock.advance(10_000);
    expect(await stopped).to.equal(false);
    await world.clock.advance(60_000);
    expect([controller.depth, world.clock.timers]).to.deep.equal([0, 0]);
  });

  it('stands still only when work waits and none of it comes to an end', async () => {
    world.wanted = [finding()];
    world.write = () => new Promise((resolve) => world.clock.after(60_000, () => resolve({ kind: 'gone' })));
    for (let workload = 0; workload < 100; workload += 1) controller.enqueue(uid(`uid-${workload}`));
    await world.clock.advance(900_000);
    expect(controller.age()).to.equal(900_000);
    expect(controller.standstill()).to.be.lessThan(61_000);
    world.write = () => new Promise(() => undefined);
    await world.clock.advance(400_000);
    expect(controller.standstill()).to.be.greaterThan(300_000);
  });

  it('does not wait for a server that answers no more', async () => {
    world.wanted = [finding()];
    world.write = () => new Promise(() => undefined);
    controller.enqueue(WEB);
    await settle();
    const stopped = controller.stop(10_000);
    await world.clock.advance(10_000);
    expect(await stopped).to.equal(false);
  });

  it('rests when nothing happens', async () => {
    world.given();
    world.wanted = [finding()];
    controller.enqueue(WEB);
    await world.clock.advance(3_600_000);
    expect(world.writes).to.equal(0);
    expect(world.clock.timers).to.equal(0);
    expect(controller.depth).to.equal(0);
  });
});
