import { expect } from 'chai';
import { specSchema, statusSchema } from '../../src/api/findingSchema.ts';
import { renderFinding } from '../../src/api/render.ts';
import { RECORDINGS, replayRecording } from '../timeline/replayRecording.ts';

const LARGEST = 16 * 1024;

/** What the API server would refuse, or drop without a word, in what the core makes of real clusters. */
describe('the findings of recorded clusters', () => {
  it('are there', () => {
    expect(RECORDINGS).to.have.length.above(10);
  });

  for (const name of RECORDINGS) {
    it(`of ${name} are what the CRD takes`, () => {
      for (const finding of replayRecording(name)) {
        expect(statusSchema.parse(finding.status), finding.name).to.deep.equal(
          JSON.parse(JSON.stringify(finding.status)),
        );
        expect(specSchema.parse(finding.spec)).to.deep.equal(finding.spec);
        expect(JSON.stringify(renderFinding(finding)).length, finding.name).to.be.below(LARGEST);
      }
    });
  }
});
