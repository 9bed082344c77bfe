import { expect } from 'chai';
import { ALEMBIC } from './alembic.ts';
import { scenario } from './stage.ts';
import { raceOf } from './tool.ts';

const REPLICAS = 3;

const story = scenario('race', (place) => raceOf(place, ALEMBIC, REPLICAS));

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
