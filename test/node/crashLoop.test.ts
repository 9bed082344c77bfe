import { expect } from 'chai';
import { until } from '../operator/until.ts';
import { HOMES } from './nodes.ts';
import { causes } from './scenario.ts';
import { scenario } from './stage.ts';
import { podOf } from './workloads.ts';

const WITHIN_SECONDS = 5;
/** Times in a status have whole seconds, and the container ends a moment after its last line. */
const TRUNCATION_MS = 2000;

// R28: the retries come after 0, 10, 20 and 40 s.
for (const { node, suffix } of HOMES) {
  describe(`a migration on ${node} that fails four times and then succeeds`, () => {
    const story = scenario(`crash-loop${suffix}`, async (place) => {
      await place.deploy('orders', 1, podOf({ migrate: { failures: 4 } }, {}, { node }));
      await until('the second failure', () =>
        place.truth.runs('orders', 'migrate').filter(({ exitCode }) => exitCode !== undefined).length >= 2
          ? true
          : undefined,
      );
      const failedAt = place.truth.writtenAt('orders');
      const condition = await until('CrashLooping in the finding', async () => {
        const finding = await place.finding('orders', 'migrate');
        return finding?.status.conditions.find(
          ({ type, status }) => type === 'CrashLooping' && status === 'True',
        );
      });
      const seconds = (Date.now() - failedAt) / 1000;
      const gauge = (await place.operator.metrics()).sum('confessor_init_container_crash_looping_pods', {
        namespace: place.namespace,
      });
      await place.deployed('orders');
      return { seconds, failedAt, since: Date.parse(condition.lastTransitionTime), gauge };
    });

    it('is found within five seconds of its second failure', () => {
      expect(story.outcome.seconds).to.be.below(WITHIN_SECONDS);
    });

    // R26, V3: the kubelet says CrashLoopBackOff for a moment only, before the next attempt ten seconds later.
    it('is so since that failure, not since the kubelet says so', () => {
      const { since, failedAt } = story.outcome;
      expect(since).to.be.within(failedAt - TRUNCATION_MS, failedAt + TRUNCATION_MS);
    });

    it('is a crash-looping pod on the metrics page', () => {
      expect(story.outcome.gauge).to.equal(1);
    });

    it('has the runs that the container itself wrote down', () => {
      const truth = story.truth.runs('orders', 'migrate');
      expect(truth.map(({ exitCode }) => exitCode)).to.deep.equal([3, 3, 3, 3, 0]);
      expect(story.status('orders', 'migrate').runs).to.include({
        total: 5,
        failed: 4,
        succeeded: 1,
        running: 0,
        exact: true,
      });
    });

    it('has four retries, which are no reruns: nothing had succeeded yet', () => {
      const status = story.status('orders', 'migrate');
      expect(causes(status)).to.deep.equal({});
      expect(status.recentRuns.map(({ cause }) => cause)).to.deep.equal([
        'Retry',
        'Retry',
        'Retry',
        'Retry',
        undefined,
      ]);
    });

    it('is over after the success', () => {
      const status = story.status('orders', 'migrate');
      expect(status.conditions.find(({ type }) => type === 'CrashLooping')?.status).to.equal('False');
      expect(status.state).to.not.equal('CrashLooping');
    });
  });
}
