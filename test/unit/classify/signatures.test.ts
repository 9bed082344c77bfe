import { expect } from 'chai';
import { createClassifier, matchingRules, signatureRows } from '../../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import { CATEGORIES } from '../../../src/core/model/names.ts';

describe('signature rows', () => {
  for (const row of signatureRows) {
    describe(row.id, () => {
      for (const example of row.examples) {
        it(`matches ${JSON.stringify(example)}`, () => {
          expect(matchingRules(exampleSpec(example), [row])).to.include(row.id);
        });
      }
      for (const example of row.counterExamples) {
        it(`does not match ${JSON.stringify(example)}`, () => {
          expect(matchingRules(exampleSpec(example), [row])).not.to.include(row.id);
        });
      }
    });
  }

  it('have unique ids, an example and a near miss each, and a source', () => {
    expect(new Set(signatureRows.map((row) => row.id)).size).to.equal(signatureRows.length);
    for (const row of signatureRows) {
      expect(row.examples, row.id).not.to.be.empty;
      expect(row.counterExamples, row.id).not.to.be.empty;
      expect(row.source, row.id).not.to.equal('');
      expect(CATEGORIES).to.include(row.category);
    }
  });

  it('of the tools decide the category of their first example', () => {
    const classify = createClassifier();
    const named = signatureRows.filter(
      (row) => row.tool !== '' && row.category !== 'Check' && row.minor !== true,
    );
    const wrong = named.flatMap((row) => {
      const [first] = row.examples;
      const said =
        first === undefined ? undefined : classify(exampleSpec(first), { workloadKind: 'Deployment' });
      return said?.category === row.category
        ? []
        : [`${row.id}: ${said?.category} by ${said?.evidence[0]?.rule}`];
    });
    expect(wrong).to.deep.equal([]);
  });
});
