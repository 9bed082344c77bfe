import { expect } from 'chai';
import { causes } from './scenario.ts';
import { scenario } from './stage.ts';
import { podOf } from './workloads.ts';

const EXITS = 5;
const DIES = 'echo "$CONTAINER $POD_UID start" >> "$TRUTH"; exit 137';

const story = scenario('main-exits', async (place) => {
  await place.deploy('orders', 1, podOf({ migrate: {} }, { command: DIES }));
  await place.untilRuns('orders', 'main', EXITS, 240);
  await place.end('orders');
});

describe('a main container that exits 137 five times', () => {
  it('adds no run of the init container', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.runs('orders', 'main')).to.have.length.of.at.least(EXITS);
    expect(story.truth.runs('orders', 'migrate')).to.have.length(1);
    expect(story.status('orders', 'migrate').runs).to.include({ total: 1, succeeded: 1, exact: true });
    expect(causes(story.status('orders', 'migrate'))).to.deep.equal({});
  });
});
