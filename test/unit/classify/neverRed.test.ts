import { expect } from 'chai';
import { classify } from '../../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import { NEVER_RED } from './neverRed.ts';

describe('an everyday container', () => {
  for (const example of NEVER_RED)
    it(`is never told as a change: ${JSON.stringify(example)}`, () => {
      const verdict = classify(exampleSpec(example), { workloadKind: 'Deployment' });
      expect(verdict.severity, verdict.evidence[0]?.rule).to.not.equal('Red');
    });
});
