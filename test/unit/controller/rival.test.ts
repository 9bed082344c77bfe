import { expect } from 'chai';
import type { FindingStatus } from '../../../src/core/model/finding.ts';
import type { Reconciler } from '../../../src/controller/reconciler.ts';
import { finding } from '../../build/finding.ts';
import { WEB, World } from './world.ts';

const MINUTE = 60_000;
const OURS: Partial<FindingStatus> = { state: 'Racing' };
const THEIRS: Partial<FindingStatus> = { state: 'Quiet' };

describe('a reconciler beside another operator of the same name', () => {
  let world: World;
  let reconciler: Reconciler;

  beforeEach(() => {
    world = new World();
    reconciler = world.reconciler();
    world.given();
    world.wanted = [finding({ status: OURS })];
  });

  /** The other one puts its own words there whenever it sees ours; how often we wrote. */
  async function fight(ms: number): Promise<number> {
    const before = world.writes;
    for (const end = world.clock.now() + ms; world.clock.now() < end; ) {
      await reconciler.reconcile(WEB);
      world.catchUp();
      await reconciler.reconcile(WEB);
      if (world.standing[0]?.status?.state === OURS.state) world.given(finding({ status: THEIRS }));
      await world.clock.advance(500);
    }
    return world.writes - before;
  }

  it('writes what a reader acts on at once the first time, and then less and less often', async () => {
    expect(await fight(MINUTE)).to.be.within(2, 4);
    await fight(10 * MINUTE);
    expect(await fight(10 * MINUTE)).to.be.at.most(3);
  });

  it('has forgotten the fight when the other one has been quiet for long', async () => {
    await fight(5 * MINUTE);
    await world.clock.advance(20 * MINUTE);
    world.wanted = [finding({ status: { ...OURS, state: 'Blocked' } })];
    const before = world.writes;
    await reconciler.reconcile(WEB);
    expect(world.writes).to.equal(before + 1);
  });

  it('is not slowed down by a hand that edits: that is healed at once', async () => {
    await reconciler.reconcile(WEB);
    for (let round = 0; round < 5; round += 1) {
      world.catchUp();
      await reconciler.reconcile(WEB);
      world.edited({ status: finding({ status: THEIRS }).status, statusManager: 'kubectl' });
      await world.clock.advance(2000);
      const before = world.writes;
      await reconciler.reconcile(WEB);
      expect(world.writes).to.equal(before + 1);
    }
  });

  it('tells the engine what the other one has written, and not what it wrote itself', async () => {
    await reconciler.reconcile(WEB);
    world.catchUp();
    await reconciler.reconcile(WEB);
    expect(world.foreign).to.deep.equal([]);
    world.given(finding({ status: THEIRS }));
    await reconciler.reconcile(WEB);
    expect(world.foreign.map(({ status }) => status?.state)).to.deep.equal([THEIRS.state]);
  });

  describe('takes for its own what it wrote and got no answer for', () => {
    const LATE: Partial<FindingStatus> = { state: 'Blocked' };

    async function write(status: Partial<FindingStatus>): Promise<void> {
      await world.clock.advance(2000);
      world.wanted = [finding({ status })];
      await reconciler.reconcile(WEB);
    }

    /** One write is known to have been made, and one that nobody answered stands on the server. */
    beforeEach(async () => {
      await write(OURS);
      world.catchUp();
      await reconciler.reconcile(WEB);
      world.mute = true;
      await write(LATE);
      world.mute = false;
    });

    it('when our reflector shows it', async () => {
      world.catchUp();
      await write(THEIRS);
      expect(world.foreign).to.deep.equal([]);
      expect(world.standing[0]?.status?.state).to.equal(THEIRS.state);
    });

    it('when the next write has met it', async () => {
      await write(THEIRS);
      expect(world.standing[0]?.status?.state, 'a conflict').to.equal(LATE.state);
      world.catchUp();
      await write(THEIRS);
      expect(world.foreign).to.deep.equal([]);
      expect(world.standing[0]?.status?.state).to.equal(THEIRS.state);
    });

    it('and still sees another one change that', async () => {
      world.catchUp();
      await reconciler.reconcile(WEB);
      world.given(finding({ status: THEIRS }));
      await reconciler.reconcile(WEB);
      expect(world.foreign.map(({ status }) => status?.state)).to.deep.equal([THEIRS.state]);
    });
  });

  it('takes nothing for foreign that our reflector has only not shown the end of', async () => {
    await reconciler.reconcile(WEB);
    await reconciler.reconcile(WEB);
    expect(world.foreign).to.deep.equal([]);
  });
});
