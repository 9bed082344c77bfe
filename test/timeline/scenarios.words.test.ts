import { expect } from 'chai';
import { CONDITIONS, CAUSES } from '../../src/core/model/names.ts';
import { node } from '../build/node.ts';
import { pod } from '../build/pod.ts';
import { failed, running, succeeded } from '../build/state.ts';
import { job } from '../build/workload.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

/*
 * Two scenarios for which docs/semantics.md has a word that the product has not: what they are is said with the words it has.
 */

describe('S57 a reboot after which a kubelet skips the second init container (R16)', () => {
  const { workload, revision, pod: replica } = web(1);
  const one = replica('web-1').initialized(5);
  const migrated = succeeded('a1', { from: 1, to: 2 });
  const waited = succeeded('b1', { from: 3, to: 4 });
  const story = new Story()
    .see(0, node('n1').boot('first'), workload.init('wait'), revision)
    .see(
      10,
      one
        .sandbox(0)
        .init('migrate', migrated)
        .init('wait', waited)
        .main(running('m1', { at: 6 })),
    )
    .see(60, node('n1').boot('second'))
    .see(
      70,
      one
        .sandbox(60)
        .init('migrate', succeeded('a2', { rc: 1, from: 61, to: 62 }))
        .init('wait', waited)
        .main(running('m2', { rc: 1, at: 63 })),
    );

  it('the first has run once more, because of the reboot', () => {
    expect(story.total('migrate')).to.equal(2);
    expect(story.attributed('migrate')).to.deep.equal(['', 'NodeReboot']);
    expect(story.conditions('migrate')).to.include('Repeating');
  });

  it('the second has not, and nothing is wrong with it: what was skipped is no run', () => {
    expect(story.status('wait').runs).to.include({ total: 1, succeeded: 1, exact: true });
    expect(story.status('wait').reruns.total).to.equal(0);
    expect(story.conditions('wait')).to.deep.equal([]);
  });

  it('is no condition of its own', () => {
    expect(CONDITIONS).to.not.include('IncompleteReinit');
  });
});

describe('S64 a Job with OnFailure whose init container fails until the backoff limit takes its pod away', () => {
  const work = job('load').init('migrate').restartPolicy('OnFailure');
  const one = pod('load-1').ownedBy(work).restartPolicy('OnFailure').sandbox(0);
  const story = new Story().see(0, work, one.init('migrate'));
  for (let turn = 0; turn < 7; turn += 1)
    story.see(10 + turn, one.init('migrate', failed(`a${turn}`, { rc: turn, from: turn, to: turn })));

  it('each run has failed, and each but the first is a retry', () => {
    expect(story.status().runs).to.include({ total: 7, failed: 7, exact: true });
    expect(story.attributed()).to.deep.equal(['', ...Array.from({ length: 6 }, () => 'Retry')]);
    expect(story.conditions()).to.deep.equal(['CrashLooping']);
  });

  it('its end adds no run, and with that no cause: the limit is what ends the Job, not why something ran', () => {
    story.lose(
      30,
      one
        .deleted(25)
        .phase('Failed')
        .init('migrate', failed('a6', { rc: 6, from: 6, to: 6 })),
    );
    expect(story.status().runs).to.include({ total: 7, failed: 7, exact: true });
    expect(story.status().reruns.total).to.equal(0);
    expect(story.conditions()).to.deep.equal([]);
    expect(CAUSES).to.not.include('JobBackoffLimit');
  });
});
