import { expect } from 'chai';
import { createClassifier } from '../../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import { CONTAINERS } from './containers.ts';
import { EVERYDAY } from './everyday.ts';

const classify = createClassifier();

describe('whole containers', () => {
  for (const [expected, example, ...accepted] of [...CONTAINERS, ...EVERYDAY]) {
    it(`${expected}: ${JSON.stringify(example).slice(0, 140)}`, () => {
      const verdict = classify(exampleSpec(example), { workloadKind: 'Deployment' });
      expect([expected, ...accepted], JSON.stringify(verdict.evidence)).to.include(verdict.category);
    });
  }
});
