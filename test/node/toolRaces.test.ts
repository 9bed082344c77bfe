import { expect } from 'chai';
import { ALEMBIC } from './alembic.ts';
import { DJANGO } from './django.ts';
import { golangMigrate } from './golangMigrate.ts';
import { scenario } from './stage.ts';
import { raceOf, refusedOf } from './tool.ts';

const REPLICAS = 3;

describe('three replicas that run Django’s migrations at once', () => {
  const story = scenario('django', (place) => raceOf(place, DJANGO, REPLICAS));

  it('really raced: one won, and others failed before they succeeded', () => {
    const exits = story.truth.runs('orders', 'migrate').map(({ exitCode }) => exitCode);
    expect(exits.filter((code) => code === 0)).to.have.length(REPLICAS);
    expect(exits.filter((code) => code !== 0)).to.have.length.of.at.least(1);
    expect(story.outcome.tables).to.equal('1');
  });

  it('are one failed race of a tool without a lock, counted as they ran', () => {
    const status = story.status('orders', 'migrate');
    const truth = story.truth.runs('orders', 'migrate');
    expect(status).to.include({ tool: 'django', lock: 'None', state: 'Racing' });
    // On a busy machine those who lost may meet once more when they try again.
    expect(status.races.failed, story.outcome.words).to.be.at.least(1);
    expect(status.races.last?.pods).to.have.members(story.outcome.pods);
    expect(status.runs).to.include({
      total: truth.length,
      succeeded: REPLICAS,
      failed: truth.length - REPLICAS,
      exact: true,
    });
  });
});

describe('three replicas that run golang-migrate at once', () => {
  const story = scenario('golang-migrate', (place) => raceOf(place, golangMigrate('advisory', 6), REPLICAS));

  it('really overlapped, and none failed: two waited for the lock of the third', () => {
    expect(story.outcome.tables).to.equal('1');
    expect(story.truth.atOnce('orders', 'migrate')).to.equal(REPLICAS);
    expect(story.truth.runs('orders', 'migrate').map(({ exitCode }) => exitCode)).to.deep.equal([0, 0, 0]);
  });

  it('are no race, because the tool is known to lock', () => {
    const status = story.status('orders', 'migrate');
    expect(status).to.include({ tool: 'golang-migrate', lock: 'Locks' });
    expect(status.races).to.include({ total: 0, failed: 0, observed: 0, possible: 0 });
    expect(status.runs).to.include({ total: REPLICAS, succeeded: REPLICAS, failed: 0, exact: true });
    expect(status.conditions.find(({ type }) => type === 'Racing')?.status).to.not.equal('True');
  });
});

describe('three replicas that run Alembic at once while the database is not there', () => {
  const story = scenario('refused', (place) => refusedOf(place, ALEMBIC, REPLICAS));

  it('really overlapped, and all failed', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.atOnce('orders', 'migrate')).to.be.at.least(2);
    const exits = story.truth.runs('orders', 'migrate').map(({ exitCode }) => exitCode);
    expect(exits).to.not.include(0);
  });

  it('are no race: they share a cause', () => {
    const { races, conditions, recentRuns } = story.status('orders', 'migrate');
    const known = JSON.stringify({ races, recentRuns }, null, 1);
    expect(races, known).to.include({ total: 0, failed: 0, observed: 0, possible: 0 });
    expect(conditions.map(({ type }) => type))
      .to.include('CrashLooping')
      .and.not.include('Racing');
  });
});
