import { expect } from 'chai';
import { ALEMBIC } from './alembic.ts';
import { scenario } from './stage.ts';
import { raceOf } from './tool.ts';

const REPLICAS = { orders: 3, 'orders-worker': 1 } as const;
const WORKLOADS = ['orders', 'orders-worker'] as const;

const story = scenario('race', (place) =>
  raceOf(place, ALEMBIC, REPLICAS.orders, { 'orders-worker': REPLICAS['orders-worker'] }),
);

describe('two workloads that run a real migration against one real database at once', () => {
  it('really raced: one pod won, and others failed before they succeeded', () => {
    const exits = WORKLOADS.flatMap((app) =>
      story.truth.runs(app, 'migrate').map(({ exitCode }) => exitCode),
    );
    expect(exits.filter((code) => code === 0)).to.have.length(4);
    expect(exits.filter((code) => code !== 0)).to.have.length.of.at.least(1);
    expect(story.outcome.tables).to.equal('1');
  });

  for (const app of WORKLOADS) {
    describe(app, () => {
      it('has one failed race, which names the pods of both and the overlap', () => {
        const { races, recentRuns } = story.status(app, 'migrate');
        const known = JSON.stringify({ races, recentRuns, words: story.outcome.words }, null, 1);
        expect(races, known).to.include({ total: 1, failed: 1, observed: 0, possible: 0 });
        expect(races.last).to.include({ level: 'failed', podCount: 4 });
        expect(races.last?.pods).to.have.members(story.outcome.pods);
        expect(races.last?.overlapSeconds).to.be.at.least(1);
      });

      it('is Racing, and Red, and names the other', () => {
        const status = story.status(app, 'migrate');
        expect(status).to.include({
          state: 'Racing',
          severity: 'Red',
          category: 'Migration',
          tool: 'alembic',
        });
        const [other] = WORKLOADS.filter((name) => name !== app);
        expect(status.message).to.include(`also of Deployment ${other},`);
      });

      it('has as many runs as it wrote down', () => {
        const truth = story.truth.runs(app, 'migrate');
        expect(story.status(app, 'migrate').runs).to.include({
          total: truth.length,
          succeeded: REPLICAS[app],
          failed: truth.length - REPLICAS[app],
          exact: true,
        });
      });
    });
  }
});
