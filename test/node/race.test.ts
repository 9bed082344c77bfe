import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { untilTrue } from '../operator/until.ts';
import { ALEMBIC_FILES, alembicPod, GATE } from './alembic.ts';
import { scenario } from './stage.ts';

const REPLICAS = 3;

const story = scenario('race', async (place) => {
  const postgres = await place.cluster.startPostgres('racing');
  await postgres.sql('CREATE DATABASE orders');
  await place.apply({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'project' },
    data: ALEMBIC_FILES,
  });
  await place.deploy('orders', REPLICAS, alembicPod(postgres));
  // All wait for the gate, which then opens for all at once.
  await untilTrue(
    'all replicas wait',
    async () => {
      const path = 'jsonpath={.items[*].status.initContainerStatuses[0].state.running.startedAt}';
      return (await place.kubectl('get', 'pods', '-o', path)).split(' ').filter(Boolean).length === REPLICAS;
    },
    120,
  );
  writeFileSync(join(place.truth.folder, GATE), '');
  await place.deployed('orders');
  const pods = await place.kubectl('get', 'pods', '-o', 'jsonpath={.items[*].metadata.name}');
  const tables = await postgres.sql("SELECT count(*) FROM pg_tables WHERE tablename = 'orders'", 'orders');
  const words = await place.kubectl(
    'get',
    'pods',
    '-o',
    'jsonpath={.items[*].status.initContainerStatuses[1].lastState.terminated}',
  );
  return { pods: pods.split(' '), tables, words };
});

describe('three replicas that run a real migration against a real database at once', () => {
  it('really raced: one won, and others failed before they succeeded', () => {
    const exits = story.truth.runs('orders', 'migrate').map(({ exitCode }) => exitCode);
    expect(exits.filter((code) => code === 0)).to.have.length(REPLICAS);
    expect(exits.filter((code) => code !== 0)).to.have.length.of.at.least(1);
    expect(story.outcome.tables).to.equal('1');
  });

  it('are one failed race, which names pods and overlap', () => {
    const { races, recentRuns } = story.status('orders', 'migrate');
    const known = JSON.stringify({ races, recentRuns, words: story.outcome.words }, null, 1);
    expect(races, known).to.include({ potential: true, total: 1, failed: 1, observed: 0, possible: 0 });
    expect(races.last).to.include({ level: 'failed', podCount: REPLICAS });
    expect(races.last?.pods).to.have.members(story.outcome.pods);
    expect(races.last?.overlapSeconds).to.be.at.least(1);
  });

  it('are Racing, and Red', () => {
    expect(story.status('orders', 'migrate')).to.include({
      state: 'Racing',
      severity: 'Red',
      category: 'Migration',
      tool: 'alembic',
    });
  });

  it('have as many runs as they wrote down', () => {
    const truth = story.truth.runs('orders', 'migrate');
    expect(story.status('orders', 'migrate').runs).to.include({
      total: truth.length,
      succeeded: REPLICAS,
      failed: truth.length - REPLICAS,
      exact: true,
    });
  });
});
