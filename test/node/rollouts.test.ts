import { expect } from 'chai';
import { untilTrue } from '../operator/until.ts';
import { NEXT_IMAGE } from './images.ts';
import { causes, type Place } from './scenario.ts';
import { scenario } from './stage.ts';
import { podOf } from './workloads.ts';

const REPLICAS = 3;
const APP = 'orders';

async function step(place: Place, ...command: readonly string[]): Promise<void> {
  await place.kubectl(...command);
  await place.deployed(APP);
  // `rollout status` does not wait for old pods.
  await untilTrue('the old pods are gone', async () => {
    const names = await place.kubectl('get', 'pods', '-l', `app=${APP}`, '-o', 'name');
    const wanted = await place.kubectl('get', `deployment/${APP}`, '-o', 'jsonpath={.spec.replicas}');
    return names.split('\n').filter(Boolean).length === Number(wanted);
  });
}

const story = scenario('rollouts', async (place) => {
  await place.deploy(APP, REPLICAS, podOf({ migrate: {} }));
  await place.deployed(APP);
  const started = place.truth.runs(APP, 'migrate').length;
  await step(place, 'rollout', 'restart', `deployment/${APP}`);
  await step(place, 'set', 'image', `deployment/${APP}`, `main=${NEXT_IMAGE}`);
  await step(place, 'set', 'env', `deployment/${APP}`, '-c', 'main', 'COLOUR=blue');
  await step(place, 'rollout', 'undo', `deployment/${APP}`);
  await step(place, 'scale', `deployment/${APP}`, `--replicas=${REPLICAS + 1}`);
  const pod = await place.kubectl(
    'get',
    'pods',
    '-l',
    `app=${APP}`,
    '-o',
    'jsonpath={.items[0].metadata.name}',
  );
  await step(place, 'delete', 'pod', pod);
  return { started };
});

describe('a deployment of three replicas', () => {
  it('starts each of them once', () => {
    expect(story.outcome.started).to.equal(REPLICAS);
  });

  it('has reruns with their causes after a restart, two rollouts, an undo, one more replica and a deleted pod', () => {
    const { Replica = 0, ...others } = causes(story.status(APP, 'migrate'));
    expect(others).to.deep.equal({
      Restart: REPLICAS,
      Rollout: 2 * REPLICAS,
      Rollback: REPLICAS,
      ScaleUp: 1,
      PodDeleted: 1,
    });
    // Further pods of the first start that began after one had succeeded.
    expect(Replica).to.be.at.most(REPLICAS - 1);
  });

  it('has as many runs as its containers wrote down', () => {
    const truth = story.truth.runs(APP, 'migrate');
    expect(truth).to.have.length(5 * REPLICAS + 2);
    expect(story.status(APP, 'migrate').runs).to.include({
      total: truth.length,
      succeeded: truth.length,
      exact: true,
    });
  });

  it('repeats its side effect', () => {
    const repeating = story.status(APP, 'migrate').conditions.find(({ type }) => type === 'Repeating');
    expect(repeating?.status).to.equal('True');
  });
});
