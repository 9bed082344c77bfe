import { expect } from 'chai';
import { until } from '../operator/until.ts';
import { scenario, settled } from './stage.ts';
import { podOf } from './workloads.ts';

const SAID = 'error: Dirty database version 12. Fix and force version.';

/** A migration that writes why it fails to its log alone: the kubelet puts nothing of it into the status. */
const SILENT = ['sh', '-c', `alembic upgrade head || { echo "${SAID}"; exit 1; }`];

const story = scenario('logs', async (place) => {
  // The second run lasts: for so long the log of the first one can be read.
  await place.deploy('orders', 1, podOf({ migrate: { command: SILENT, failures: 1, seconds: 6 } }));
  const condition = await until('HalfApplied in the finding', async () => {
    const finding = await place.finding('orders', 'migrate');
    return finding?.status.conditions.find(({ type, status }) => type === 'HalfApplied' && status === 'True');
  });
  await place.deployed('orders');
  return condition;
});

describe('a migration that says only in its log that it found a database half migrated', () => {
  it('is half applied, in its own words', () => {
    expect(story.outcome.reason).to.equal('SaidByRun');
    expect(story.outcome.message).to.include(SAID);
  });

  it('is so no more when a later run has succeeded', () => {
    const { conditions } = story.status('orders', 'migrate');
    expect(conditions.find(({ type }) => type === 'HalfApplied')).to.include({ status: 'False' });
  });

  it('is so in a replay of the recording, which holds the end of the log', () => {
    const { conditions } = story.status('orders', 'migrate');
    const replayed = settled().replayed.find(({ metadata }) => metadata.namespace === story.namespace);
    expect(replayed?.status).to.deep.include({ conditions });
  });
});
