import { expect } from 'chai';
import type { Reconciler } from '../../../src/controller/reconciler.ts';
import type { FindingStatus } from '../../../src/core/model/finding.ts';
import { WRITE_PACE } from '../../../src/controller/track.ts';
import { finding } from '../../build/finding.ts';
import { settle } from '../../build/manualClock.ts';
import { WEB, World } from './world.ts';

const SETTLED = { againAt: undefined, retryAfter: undefined, failed: false };
const runs = finding().status.runs;
const FAILED: Partial<FindingStatus> = { runs: { ...runs, total: 2, failed: 1 } };
const SUCCEEDED: Partial<FindingStatus> = { runs: { ...runs, total: 2, succeeded: 2 } };
const INTERRUPTED: Partial<FindingStatus> = { runs: { ...runs, total: 2, interrupted: 1 } };

describe('reconciler', () => {
  let world: World;
  let reconciler: Reconciler;

  beforeEach(() => {
    world = new World();
    reconciler = world.reconciler();
  });

  it('makes what is wanted and not there', async () => {
    world.wanted = [finding()];
    await reconciler.reconcile(WEB);
    expect(world.standing.map(({ status }) => status)).to.deep.equal([finding().status]);
  });

  it('makes nothing for a workload that may be gone, and still writes what stands', async () => {
    world.known = false;
    world.given(finding({ container: 'wait' }));
    world.wanted = [finding(), finding({ container: 'wait', status: FAILED })];
    await reconciler.reconcile(WEB);
    expect(world.standing.map(({ spec, status }) => [spec.container, status?.runs.failed])).to.deep.equal([
      ['wait', 1],
    ]);
  });

  it('removes what is there and no longer wanted', async () => {
    world.given();
    await reconciler.reconcile(WEB);
    expect(world.standing).to.deep.equal([]);
  });

  it('writes nothing when nothing differs', async () => {
    world.given();
    world.wanted = [finding()];
    expect(await reconciler.reconcile(WEB)).to.deep.equal(SETTLED);
    expect(world.writes).to.equal(0);
  });

  it('comes back when the engine asks for it', async () => {
    world.recheckAt = world.clock.now() + 60_000;
    expect((await reconciler.reconcile(WEB)).againAt).to.equal(world.recheckAt);
  });

  it('writes a failure at once', async () => {
    world.given();
    world.wanted = [finding({ status: FAILED })];
    await reconciler.reconcile(WEB);
    expect(world.standing[0]?.status).to.deep.include(FAILED);
  });

  it('gathers counts for the write interval, and writes them once', async () => {
    world.given();
    world.wanted = [finding({ status: INTERRUPTED })];
    const { againAt } = await reconciler.reconcile(WEB);
    expect(againAt).to.equal(world.clock.now() + 10_000);
    await world.clock.advance(6000);
    world.wanted = [finding({ status: { runs: { ...runs, total: 3, interrupted: 2 } } })];
    expect((await reconciler.reconcile(WEB)).againAt, 'the first difference sets the time').to.equal(againAt);
    await world.clock.advance(4000);
    await reconciler.reconcile(WEB);
    expect(world.writes).to.equal(1);
    expect(world.standing[0]?.status?.runs.interrupted).to.equal(2);
  });

  it('writes a quiet run within five minutes, and not at once', async () => {
    world.given();
    world.wanted = [finding({ status: SUCCEEDED })];
    const { againAt = 0 } = await reconciler.reconcile(WEB);
    expect(againAt - world.clock.now()).to.be.within(60_000, 300_000);
    await world.clock.advance(againAt - world.clock.now());
    await reconciler.reconcile(WEB);
    expect(world.standing[0]?.status?.runs.succeeded).to.equal(2);
  });

  it('takes a waiting quiet run along with what cannot wait', async () => {
    world.given();
    world.wanted = [finding({ status: SUCCEEDED })];
    await reconciler.reconcile(WEB);
    world.wanted = [finding({ status: { ...SUCCEEDED, state: 'Repeating' } })];
    await reconciler.reconcile(WEB);
    world.catchUp();
    await world.clock.advance(600_000);
    await reconciler.reconcile(WEB);
    expect(world.writes).to.equal(1);
  });

  it('waits for a difference no longer when it has gone away', async () => {
    world.given();
    world.wanted = [finding({ status: SUCCEEDED })];
    await reconciler.reconcile(WEB);
    world.wanted = [finding()];
    expect(await reconciler.reconcile(WEB)).to.deep.equal(SETTLED);
  });

  it('does not write again before its own write has come back', async () => {
    world.wanted = [finding()];
    await reconciler.reconcile(WEB);
    world.wanted = [finding({ status: FAILED })];
    const { againAt } = await reconciler.reconcile(WEB);
    expect(world.writes).to.equal(1);
    expect(againAt).to.be.greaterThan(world.clock.now());
    world.catchUp();
    await world.clock.advance(1000);
    await reconciler.reconcile(WEB);
    expect(world.standing[0]?.status?.runs.failed).to.equal(1);
    expect(world.writes).to.equal(2);
  });

  it('writes what cannot wait at most once a second', async () => {
    world.given();
    world.wanted = [finding({ status: FAILED })];
    await reconciler.reconcile(WEB);
    world.catchUp();
    world.wanted = [finding()];
    expect((await reconciler.reconcile(WEB)).againAt).to.equal(world.clock.now() + 1000);
  });

  it('does not remove twice what is gone but still shown', async () => {
    world.given();
    await reconciler.reconcile(WEB);
    await reconciler.reconcile(WEB);
    expect(world.writes).to.equal(1);
  });

  it('makes again what somebody deleted', async () => {
    world.wanted = [finding()];
    await reconciler.reconcile(WEB);
    world.catchUp();
    await reconciler.reconcile(WEB);
    for (const seen of world.standing) await world.remove(seen);
    world.catchUp();
    await world.clock.advance(10_000);
    await reconciler.reconcile(WEB);
    expect(world.standing).to.have.lengthOf(1);
  });

  it('tries again after a conflict', async () => {
    world.wanted = [finding()];
    world.refusal = { kind: 'conflict' };
    expect((await reconciler.reconcile(WEB)).retryAfter).to.equal(0);
    world.refusal = undefined;
    await reconciler.reconcile(WEB);
    expect(world.standing).to.have.lengthOf(1);
  });

  it('waits as long as an overloaded server asks for', async () => {
    world.wanted = [finding()];
    world.refusal = { kind: 'failed', reason: 'too many requests', retryAfter: 9000 };
    expect((await reconciler.reconcile(WEB)).retryAfter).to.equal(9000);
  });

  it('says once of a finding that it cannot be written, however often it tries', async () => {
    world.wanted = [finding()];
    world.refusal = { kind: 'failed', reason: 'down' };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      // Only the server's own wish: a shutdown tries what it holds back for a while at once.
      expect((await reconciler.reconcile(WEB)).retryAfter).to.equal(0);
      await world.clock.advance(WRITE_PACE.failing);
    }
    expect([world.writes, world.warnings]).to.deep.equal([5, 1]);
    world.refusal = undefined;
    await reconciler.reconcile(WEB);
    world.catchUp();
    await world.clock.advance(10_000);
    world.wanted = [finding({ status: FAILED })];
    world.refusal = { kind: 'failed', reason: 'down again' };
    await reconciler.reconcile(WEB);
    expect(world.warnings).to.equal(2);
  });

  it('leaves a namespace that is gone alone', async () => {
    world.wanted = [finding()];
    world.refusal = { kind: 'gone' };
    expect(await reconciler.reconcile(WEB)).to.deep.equal(SETTLED);
    await reconciler.reconcile(WEB);
    expect(world.writes).to.equal(1);
  });

  it('treats each finding of a workload by itself', async () => {
    world.given(finding({ container: 'wait' }));
    world.given(finding({ container: 'seed' }));
    world.wanted = [finding(), finding({ container: 'wait' })];
    await reconciler.reconcile(WEB);
    expect(world.standing.map(({ spec }) => spec.container).toSorted()).to.deep.equal(['migrate', 'wait']);
  });

  it('writes what waited when the process ends', async () => {
    world.given();
    world.wanted = [finding({ status: SUCCEEDED })];
    await reconciler.reconcile(WEB);
    reconciler.drain();
    await reconciler.reconcile(WEB);
    expect(world.standing[0]?.status?.runs.succeeded).to.equal(2);
  });

  it('tries at the end what the server has put off, and tells what it asks for then', async () => {
    world.given(finding({ container: 'wait' }));
    world.wanted = [finding()];
    world.refusal = { kind: 'failed', reason: 'too many requests', retryAfter: 60_000 };
    await reconciler.reconcile(WEB);
    world.refusal = { kind: 'failed', reason: 'down' };
    reconciler.drain();
    expect(await reconciler.reconcile(WEB)).to.include({ againAt: undefined, retryAfter: 0 });
    world.refusal = undefined;
    await reconciler.reconcile(WEB);
    expect(world.standing.map(({ spec }) => spec.container)).to.deep.equal(['migrate']);
  });

  it('keeps to the write budget', async () => {
    world.wanted = Array.from({ length: 40 }, (_, index) => finding({ container: `c${index}` }));
    const done = reconciler.reconcile(WEB);
    await settle();
    expect(world.standing, 'a burst of 20 requests, two for a new object').to.have.lengthOf(10);
    await world.clock.advance(4000);
    expect(world.standing).to.have.lengthOf(20);
    await world.clock.advance(8000);
    await done;
    expect(world.standing).to.have.lengthOf(40);
  });
});
