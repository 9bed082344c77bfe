import { expect } from 'chai';
import { type ContainerId, containerId, uid } from '../../src/core/model/refs.ts';
import { at } from '../build/clock.ts';
import { node } from '../build/node.ts';
import { failed, running, succeeded } from '../build/state.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

const DIRTY = 'error: Dirty database version 12. Fix and force version.';
const { workload, revision, pod: replica } = web(2);
const one = replica('web-1');
const silent = failed('a1', { from: 10, to: 20 });

function begin(): Story {
  return new Story().see(0, node('n1'), workload, revision).see(21, one.init('migrate', silent));
}

/** The end of a log has been read. */
function hear(
  story: Story,
  seconds: number,
  text: string,
  id: ContainerId = containerId('containerd://a1'),
): Story {
  const podUid = uid('pod.default.web-1');
  return story.tell(seconds, { type: 'said', words: { podUid, container: 'migrate', id, text } });
}

describe('the end of a log', () => {
  it('says what the status did not', () => {
    const story = hear(begin(), 25, `applying 12\n${DIRTY}`);
    const [condition] = story.status().conditions.filter(({ type }) => type === 'HalfApplied');
    expect(condition).to.include({ status: 'True', lastTransitionTime: at(20) });
    expect(condition?.message).to.include(DIRTY);
  });

  it('is quoted as the last words of the run', () => {
    const story = hear(begin(), 25, 'something broke\n');
    expect(story.status().message).to.equal(
      'Its last run, in pod web-1, failed with exit code 1: something broke',
    );
  });

  it('stays when the status is seen again', () => {
    const story = hear(begin(), 25, DIRTY).see(30, one.init('migrate', silent).version(9));
    expect(story.status().message).to.include(DIRTY);
  });

  it('adds no run, and is told once', () => {
    const story = hear(hear(begin(), 25, DIRTY), 26, DIRTY);
    expect(story.status().runs).to.include({ total: 1, failed: 1 });
    expect(story.status().reruns.total).to.equal(0);
  });

  it('of a run that is not known says nothing', () => {
    const story = hear(begin(), 25, DIRTY, containerId('containerd://other'));
    expect(story.conditions()).to.not.include('HalfApplied');
  });

  it('of an earlier run in the pod may come late', () => {
    const story = begin().see(24, one.init('migrate', running('a2', { rc: 1, at: 23, last: silent })));
    expect(hear(story, 25, DIRTY).conditions()).to.include('HalfApplied');
    story.see(41, one.init('migrate', succeeded('a2', { rc: 1, from: 23, to: 40 })));
    expect(story.conditions()).to.not.include('HalfApplied');
  });

  it('makes an overlap a race where it says so', () => {
    const story = begin().see(22, replica('web-2').init('migrate', failed('b1', { from: 11, to: 19 })));
    expect(story.status().races.total).to.equal(0);
    hear(story, 25, 'duplicate key value violates unique constraint "pg_type_typname_nsp_index"');
    expect(story.status().races).to.include({ total: 1, failed: 1 });
  });

  it('is not forgotten at a restart', () => {
    const story = hear(begin(), 25, DIRTY).restart(30);
    expect(story.conditions()).to.include('HalfApplied');
    story.see(40, one.init('migrate', silent).version(9));
    expect(story.conditions()).to.include('HalfApplied');
  });

  it('is judged where only the next life of the operator comes to read it', () => {
    for (const lives of [[30], [30, 31]]) {
      const story = lives.reduce((told, seconds) => told.restart(seconds), begin());
      expect(story.conditions()).to.not.include('HalfApplied');
      hear(story, 35, DIRTY);
      expect(story.conditions()).to.include('HalfApplied');
      expect(story.status().runs).to.include({ total: 1, failed: 1 });
      expect(story.status().message).to.include(DIRTY);
    }
  });

  it('is judged where only the next life comes to read it as the previous log, beside the retry', () => {
    const retry = one.init('migrate', running('a2', { rc: 1, at: 23, last: silent }));
    for (const lives of [[30], [30, 31]]) {
      const story = lives.reduce((told, seconds) => told.restart(seconds), begin().see(24, retry));
      hear(story, 35, DIRTY);
      expect(story.conditions()).to.include('HalfApplied');
      expect(story.status().runs).to.include({ total: 2, failed: 1, running: 1 });
      story.see(41, one.init('migrate', succeeded('a2', { rc: 1, from: 23, to: 40, last: silent })));
      expect(story.conditions()).to.not.include('HalfApplied');
      expect(story.status().runs).to.include({ total: 2, failed: 1, succeeded: 1 });
      expect(story.status().recentRuns.map(({ outcome }) => outcome)).to.deep.equal(['Succeeded', 'Failed']);
    }
  });

  it('makes an overlap a race where only the next life reads it, once', () => {
    const story = begin().see(22, replica('web-2').init('migrate', failed('b1', { from: 11, to: 19 })));
    for (const seconds of [25, 35]) {
      hear(
        story.restart(seconds),
        seconds + 1,
        'duplicate key value violates unique constraint "pg_type_typname_nsp_index"',
      );
      expect(story.status().races).to.include({ total: 1, failed: 1 });
    }
  });

  it('is not judged again by what is there when the next life reads it again', () => {
    const taken = "Can't take lock to run migrations: Migration table is already locked";
    expect(hear(begin(), 25, taken).conditions(), 'alone').to.include('StuckLock');
    const other = replica('web-2');
    const story = hear(begin().see(21, other.init('migrate', running('b1', { at: 5 }))), 25, taken);
    expect(story.conditions(), 'beside one that may hold it').to.not.include('StuckLock');
    story.see(30, other.init('migrate', failed('b1', { from: 5, to: 30 })));
    // By then nobody asks any more whether they raced, and the ledger says no more what they said.
    story.see(800, replica('web-3').init('migrate', running('c1', { at: 799 })));
    for (const seconds of [900, 1000]) {
      story.restart(seconds, (away) => away.away({ gone: other }));
      expect(hear(story, seconds + 1, taken).conditions()).to.not.include('StuckLock');
    }
  });
});
