import { expect } from 'chai';
import { readingOf } from '../../../src/core/detect/reading.ts';
import { runLike } from './runLike.ts';

describe('what a run says', () => {
  const failed = runLike({
    to: 3,
    outcome: 'Failed',
    message: 'error: Dirty database version 12. Fix and force version.',
  });

  it('is what its message says', () => {
    expect(readingOf(failed)).to.include({ meaning: 'HalfApplied' });
    expect(readingOf(runLike({ to: 3 }))).to.equal(undefined);
  });

  it('is read once, and anew when the run has said more', () => {
    expect(readingOf(failed)).to.equal(readingOf(failed));
    expect(readingOf({ ...failed, message: 'no change' })).to.equal(undefined);
  });
});
