import { expect } from 'chai';
import { HOMES } from './nodes.ts';
import { causes } from './scenario.ts';
import { scenario, settled } from './stage.ts';
import { podOf } from './workloads.ts';

const KILLS = 2;

for (const { node, suffix } of HOMES) {
  describe(`a sandbox that is killed twice on ${node}`, () => {
    const story = scenario(`sandbox${suffix}`, async (place) => {
      await place.deploy('orders', 1, podOf({ first: {}, migrate: { seconds: 1 } }, {}, { node }));
      await place.deployed('orders');
      for (let kill = 1; kill <= KILLS; kill += 1) {
        await place.cluster.killSandbox(await place.podUid('orders'));
        await place.untilRuns('orders', 'migrate', 1 + kill);
        await place.deployed('orders');
      }
    });

    for (const container of ['first', 'migrate']) {
      it(`adds exactly the runs that happened of "${container}"`, () => {
        expect(story.outcome).to.equal(undefined);
        const truth = story.truth.runs('orders', container);
        expect(truth).to.have.length(1 + KILLS);
        const status = story.status('orders', container);
        expect(status.runs).to.include({ total: truth.length, succeeded: truth.length });
        if (!truth.some(({ podUid }) => settled().late.has(podUid)))
          expect(status.runs.exact, 'exact').to.equal(true);
        expect(causes(status)).to.deep.equal({ SandboxRecreated: KILLS });
      });
    }
  });
}
