import { expect } from 'chai';
import type { Finding } from '../../src/core/model/finding.ts';
import { SAID_STATES, SLOW_STATES } from './lastingStates.ts';
import { STATES } from './states.ts';
import type { Story } from './story.ts';

/** All that is written of it, but for exactness: each restart is a gap, and moves it. */
function written(story: Story): readonly Finding[] {
  return story.findings().map((finding) => {
    const { exactSince: _, ...runs } = finding.status.runs;
    return { ...finding, status: { ...finding.status, runs: { ...runs, exact: false } } };
  });
}

describe('a finding over three restarts of the operator in which nothing happens', () => {
  for (const [state, tell] of Object.entries({ ...STATES, ...SLOW_STATES, ...SAID_STATES })) {
    it(`stays as it is but for its exactness: it ${state}`, () => {
      const story = tell().see(3000);
      const before = written(story);
      expect(before).to.have.length(1);
      const series = story.snapshot().containers;
      for (const second of [3000, 3100, 3200]) {
        expect(written(story.restart(second))).to.deep.equal(before);
        expect(story.snapshot().containers).to.deep.equal(series);
      }
    });
  }
});
