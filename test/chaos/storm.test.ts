import { expect } from 'chai';
import { Api } from '../operator/api.ts';
import { installOperator } from '../operator/install.ts';
import { type StatusWrite, statusWrites, turns, twice } from '../operator/writes.ts';
import { Act } from './act.ts';
import { Chance } from './chance.ts';
import { cluster } from './cluster.ts';
import { TEMPERS } from './plans.ts';
import { Replica } from './replica.ts';
import { report } from './report.ts';
import { type Fault, GENTLE, HARSH, Storm } from './storm.ts';
import { sum } from './tally.ts';
import { checkModest, checkTotals, checkWhole, faultsOf } from './verdict.ts';
import { falls, holders, refusals } from './writes.ts';

/*
 * Simulated clusters whose truth is known live on a real API server, in real time, and the operator watches them through a
 * storm. CONFESSOR_LAB_SEED repeats the faults and the plans of a run; what happens between processes it does not.
 */

const LONG = process.env['CONFESSOR_LONG'] === '1';
/** The ordinary storm is the same each time; the long one looks for what is new. */
const SEED = Number(process.env['CONFESSOR_LAB_SEED'] ?? (LONG ? Date.now() % 1_000_000 : 573_641));
const ROUNDS = LONG ? 6 : 1;
const HA = { 'leaderElection.enabled': 'true' };

describe(`a storm (seed ${SEED})`, function () {
  this.timeout((LONG ? 60 : 15) * 60_000);
  const chance = new Chance(SEED);
  const storms: Storm[] = [];
  const acts: Act[] = [];
  let api: Api;

  before(async () => {
    api = new Api(cluster());
    await installOperator(cluster());
  });

  after(async () => {
    await Promise.all(acts.map((act) => act.abandon()));
    await api.close();
  });

  async function perform(
    name: string,
    minutes: number,
    replicas: readonly [Replica, ...(readonly Replica[])],
    faults: readonly Fault[],
  ): Promise<Act> {
    const seed = SEED + acts.length;
    const crowd = ROUNDS;
    const newcomers = replicas.length > 1 ? (['calm', 'gentle', 'gentle'] as const) : [];
    const options = { cluster: cluster(), api, chance, name, seed, minutes, crowd, newcomers, replicas };
    const act = new Act(options);
    acts.push(act);
    const clusters = () => acts.flatMap((one) => one.clusters);
    const storm = new Storm({ cluster: cluster(), api, chance, replicas, clusters });
    storms.push(storm);
    await act.perform(storm, faults).catch(async (error: unknown) => {
      // The next act has the stage for itself.
      await act.abandon();
      throw error;
    });
    return act;
  }

  const rounds = (faults: () => readonly Fault[]): readonly Fault[] =>
    Array.from({ length: ROUNDS }, faults).flat();

  describe('that loses no evidence', () => {
    let act: Act;
    let replica: Replica;

    before(async () => {
      replica = await Replica.start('alone', cluster(), api, {});
      act = await perform(
        'seen',
        0.5 * ROUNDS,
        [replica],
        rounds(() => chance.shuffled(GENTLE)),
      );
    });

    it('is no gap: a broken watch goes on where it was', () => {
      const { relists, gaps, expired } = replica.tally.all;
      // Every five minutes the server forgets old versions by itself: in a longer storm a watch may be cut too often for a bookmark.
      if (LONG) expect({ relists, gaps }).to.deep.equal({ relists: expired, gaps: expired });
      else expect({ relists, gaps, expired }).to.deep.equal({ relists: 0, gaps: 0, expired: 0 });
      expect(replica.starts).to.equal(1);
    });

    it('leaves all counts exact and equal to what there was', async () => {
      const whole = await act.cases('calm', 'gentle');
      expect(faultsOf(whole, checkWhole)).to.deep.equal([]);
      expect(faultsOf(whole, checkTotals)).to.deep.equal([]);
    });

    it('leaves none above what there was, whatever happens on the nodes', async () => {
      expect(faultsOf(await act.cases(...TEMPERS), checkModest)).to.deep.equal([]);
    });
  });

  describe('that may lose evidence, with a replica that stands by', () => {
    let act: Act;

    before(async () => {
      const first = await Replica.start('one', cluster(), api, HA);
      const second = await Replica.start('two', cluster(), api, HA);
      const faults = rounds(() =>
        chance.shuffled(HARSH).flatMap((fault): Fault[] => [fault, chance.pick(GENTLE)]),
      );
      act = await perform('torn', 2 * ROUNDS, [first, second], faults);
    });

    it('leaves no count above what there was, and none called exact that is not', async () => {
      for (const one of acts) expect(faultsOf(await one.cases(...TEMPERS), checkModest)).to.deep.equal([]);
    });

    it('is over for who comes after it: exact and equal again', async () => {
      expect(faultsOf(await act.newcomers(), checkWhole)).to.deep.equal([]);
    });

    it('leaves equal what each pod still tells of, and what was written before', async () => {
      expect(faultsOf(await act.cases('calm'), checkTotals)).to.deep.equal([]);
      for (const one of acts.filter((other) => other !== act))
        expect(faultsOf(await one.cases('calm', 'gentle'), checkTotals)).to.deep.equal([]);
    });
  });

  describe('afterwards', () => {
    let writes: readonly StatusWrite[];
    const replicas = () => acts.flatMap((act) => act.replicas);

    before(() => {
      const users = new Set(replicas().flatMap((replica) => replica.users));
      writes = statusWrites(cluster(), (user) => users.has(user));
    });

    after(() => {
      process.stdout.write(report({ seed: SEED, storms, acts, holders: holders(cluster()).length }));
    });

    it('no finding was written twice from the same version', () => {
      expect(writes.length).to.be.above(50);
      expect(twice(writes)).to.deep.equal([]);
    });

    it('nobody wrote after the first write of a successor', () => {
      const users = turns(writes.map(({ user }) => user));
      expect(users).to.deep.equal([...new Set(users)]);
    });

    it('no write was refused for what it said', () => {
      expect(refusals(cluster(), 422)).to.equal(0);
    });

    it('nobody ended with findings unwritten', () => {
      const left = replicas().filter(({ leftUnwritten }) => leftUnwritten);
      expect(left.map(({ log }) => log)).to.deep.equal([]);
    });

    it('no total ever fell', () => {
      expect(falls(writes)).to.deep.equal([]);
    });

    it('every fault has struck, and has bitten', () => {
      const struck = new Set(storms.flatMap(({ counts }) => [...counts.keys()]));
      expect([...GENTLE, ...HARSH].filter((fault) => !struck.has(fault))).to.deep.equal([]);
      const counted = replicas()
        .map(({ tally }) => tally.all)
        .reduce(sum);
      for (const what of ['relists', 'gaps', 'expired', 'broken', 'throttled'] as const)
        expect(counted[what], what).to.be.above(0);
      for (const code of [401, 409, 429]) expect(refusals(cluster(), code), String(code)).to.be.above(0);
      expect(holders(cluster()), 'who held the Lease').to.have.lengthOf.above(4);
    });
  });
});
