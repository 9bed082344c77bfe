import { expect } from 'chai';
import { causes } from './scenario.ts';
import { scenario } from './stage.ts';
import { type Init, podOf, workload } from './workloads.ts';

const pod = (init: Init, restartPolicy: string) =>
  podOf({ migrate: init }, { command: 'true' }, { rest: { restartPolicy } });

describe('jobs', () => {
  const story = scenario('jobs', async (place) => {
    const job = (name: string, init: Init, policy: string, rest: object = {}) =>
      workload('Job', 'batch/v1', name, place.template(name, pod(init, policy)), rest);
    await place.apply(
      job('good', {}, 'Never'),
      job('bad', { failures: 9 }, 'Never', { backoffLimit: 1 }),
      job('patient', { failures: 2 }, 'OnFailure'),
    );
    await place.kubectl('wait', '--for=condition=Complete', 'job/good', 'job/patient', '--timeout=120s');
    await place.kubectl('wait', '--for=condition=Failed', 'job/bad', '--timeout=120s');
  });

  it('have no finding when they succeed: they are transient', () => {
    expect(story.outcome).to.equal(undefined);
    expect(story.truth.runs('good').map(({ exitCode }) => exitCode)).to.deep.equal([0]);
    expect(story.findings('good')).to.deep.equal([]);
  });

  it('have one when they fail pod by pod', () => {
    expect(story.truth.runs('bad').map(({ exitCode }) => exitCode)).to.deep.equal([3, 3]);
    const status = story.status('bad', 'migrate');
    expect(status.runs).to.include({ total: 2, failed: 2 });
    expect(status.conditions.find(({ type }) => type === 'CrashLooping')?.status).to.equal('True');
  });

  it('have one when they fail again and again in one pod', () => {
    expect(story.truth.runs('patient').map(({ exitCode }) => exitCode)).to.deep.equal([3, 3, 0]);
    const status = story.status('patient', 'migrate');
    expect(status.runs).to.include({ total: 3, failed: 2, succeeded: 1, exact: true });
    expect(status.conditions.find(({ type }) => type === 'CrashLooping')?.status).to.equal('False');
  });
});

describe('a cron job', () => {
  const story = scenario('cron-job', async (place) => {
    const template = { spec: place.template('orders', pod({}, 'Never')) };
    await place.apply({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'orders' },
      spec: { schedule: '* * * * *', jobTemplate: { spec: { template } } },
    });
    await place.untilRuns('orders', 'migrate', 2, 150);
    await place.kubectl('patch', 'cronjob/orders', '--patch', '{"spec":{"suspend":true}}');
    await place.kubectl('wait', '--for=condition=Complete', 'job', '--all', '--timeout=60s');
  });

  it('has one finding over its ticks, each a rerun by schedule', () => {
    expect(story.outcome).to.equal(undefined);
    const ticks = story.truth.runs('orders', 'migrate').length;
    const status = story.status('orders', 'migrate');
    expect(story.findings().map(({ spec }) => spec.workloadRef.kind)).to.deep.equal(['CronJob']);
    expect(status.runs).to.include({ total: ticks, succeeded: ticks, exact: true });
    expect(causes(status)).to.deep.equal({ Schedule: ticks - 1 });
  });
});
