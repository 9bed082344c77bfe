import { expect } from 'chai';
import type { ConditionType } from '../../src/core/model/names.ts';
import { until, untilTrue } from '../operator/until.ts';
import { golangMigrate } from './golangMigrate.ts';
import type { Place } from './scenario.ts';
import { scenario } from './stage.ts';
import { databaseOf, raceOf, type Tool, toolPod } from './tool.ts';

const REPLICAS = 3;

/** One second after the other: the tool itself races where several make its table of locks at once. */
const TURN = `n=0
until (set -C; : > "/truth/turn-$n") 2>/dev/null; do n=$((n+1)); done
sleep $n
`;
const inTurn = (tool: Tool): Tool => ({ ...tool, command: `${TURN}${tool.command}` });

describe('three replicas that run golang-migrate at once, two of which find the lock of the third taken, and fail', () => {
  const story = scenario('lock-taken', (place) => raceOf(place, inTurn(golangMigrate('table', 8)), REPLICAS));

  it('really overlapped, and those without the lock failed', () => {
    expect(story.outcome.tables).to.equal('1');
    expect(story.truth.atOnce('orders', 'migrate')).to.equal(REPLICAS);
    const exits = story.truth.runs('orders', 'migrate').map(({ exitCode }) => exitCode);
    expect(exits.filter((code) => code === 0)).to.have.length(REPLICAS);
    expect(exits.filter((code) => code === 1)).to.have.length.of.at.least(REPLICAS - 1);
  });

  it('are no race and no stuck lock: a living pod held it', () => {
    const { races, conditions, message } = story.status('orders', 'migrate');
    expect(races, message).to.include({ total: 0, failed: 0, observed: 0, possible: 0 });
    expect(conditions.map(({ type }) => type))
      .to.not.include('Racing')
      .and.not.include('StuckLock');
  });

  it('are counted as they ran', () => {
    const { length } = story.truth.runs('orders', 'migrate');
    const { runs } = story.status('orders', 'migrate');
    expect(runs).to.include({ total: length, succeeded: REPLICAS, failed: length - REPLICAS, exact: true });
  });
});

const opened = (place: Place, wanted: ConditionType) =>
  until(
    `${wanted} in the finding`,
    async () => {
      const { conditions = [] } = (await place.finding('orders', 'migrate'))?.status ?? {};
      return conditions.find(({ type, status }) => type === wanted && status === 'True');
    },
    120,
  );

describe('a golang-migrate that is killed in the middle of its migration', () => {
  const story = scenario('orphan-lock', async (place) => {
    const tool = golangMigrate('table', 15);
    const postgres = await databaseOf(place, tool);
    await place.deploy('orders', 1, toolPod(tool, postgres));
    const asked = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE TABLE orders%'";
    await untilTrue('the migration is under way', async () => (await postgres.sql(asked, 'orders')) === '1');
    await place.kubectl('delete', 'pods', '--all', '--wait=false');
    const stuck = await opened(place, 'StuckLock');
    await postgres.sql('DELETE FROM schema_lock', 'orders');
    const half = await opened(place, 'HalfApplied');
    // As `migrate force` does it.
    await postgres.sql('UPDATE schema_migrations SET dirty = false', 'orders');
    await place.deployed('orders');
    return { stuck, half };
  });

  it('leaves a lock that nobody alive holds, in the words of the tool', () => {
    expect(story.outcome.stuck.reason).to.equal('HolderUnseen');
    expect(story.outcome.stuck.message).to.include("can't acquire lock");
  });

  it('leaves a database half migrated, in the words of the tool', () => {
    expect(story.outcome.half.reason).to.equal('SaidByRun');
    expect(story.outcome.half.message).to.include('Dirty database version 1. Fix and force version.');
  });

  it('is over when a person has repaired it and a run has succeeded', () => {
    const { conditions } = story.status('orders', 'migrate');
    for (const over of ['StuckLock', 'HalfApplied'])
      expect(conditions.find(({ type }) => type === over)).to.include({
        status: 'False',
        reason: 'Succeeded',
      });
  });

  it('was interrupted, and those after it failed, as they wrote themselves', () => {
    const exits = story.truth.runs('orders', 'migrate').map(({ exitCode }) => exitCode);
    expect(exits.slice(0, 1)).to.deep.equal([undefined]);
    expect(exits.slice(-1)).to.deep.equal([0]);
    expect(story.status('orders', 'migrate').runs).to.include({
      total: exits.length,
      interrupted: 1,
      failed: exits.filter((code) => code === 1).length,
      succeeded: 1,
      exact: true,
    });
  });
});
