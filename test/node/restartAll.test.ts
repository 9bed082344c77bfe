import { expect } from 'chai';
import { causes } from './scenario.ts';
import { scenario } from './stage.ts';
import { podOf } from './workloads.ts';

const ASKS = 88;
const COMMAND = `echo "$CONTAINER $POD_UID start" >> "$TRUTH"
[ "$(grep -c "^main $POD_UID start" "$TRUTH")" -gt 1 ] || { sleep 3; exit ${ASKS}; }
trap "exit 0" TERM; while :; do sleep 3600 & wait; done`;
const RULE = { action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [ASKS] } };

// V7, R15: same sandbox, same address, and every init container runs again.
describe('a main container whose exit restarts all containers', () => {
  const story = scenario('restart-all', async (place) => {
    const main = { command: COMMAND, rest: { restartPolicy: 'Never', restartPolicyRules: [RULE] } };
    await place.deploy('orders', 1, podOf({ first: {}, migrate: { seconds: 2 } }, main));
    await place.untilRuns('orders', 'main', 2);
    await place.deployed('orders');
  });

  for (const container of ['first', 'migrate']) {
    it(`makes "${container}" run once more, by that rule`, () => {
      expect(story.outcome).to.equal(undefined);
      expect(story.truth.runs('orders', container)).to.have.length(2);
      const status = story.status('orders', container);
      expect(status.runs).to.include({ total: 2, succeeded: 2, failed: 0, exact: true });
      expect(causes(status)).to.deep.equal({ RestartAllContainers: 1 });
    });
  }
});
