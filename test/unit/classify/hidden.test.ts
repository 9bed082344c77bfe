import { expect } from 'chai';
import { createClassifier } from '../../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import type { Example } from '../../../src/core/classify/signature.ts';
import { HIDDEN, PLAIN } from './hidden.ts';

const classify = createClassifier();
const judge = (example: Example) => classify(exampleSpec(example), { workloadKind: 'Deployment' }).category;

describe('a change behind a harmless name or step', () => {
  for (const example of HIDDEN)
    it(`is not told as harmless: ${JSON.stringify(example)}`, () => {
      expect(judge(example)).to.be.oneOf(['Migration', 'Seed', 'ExternalCall', 'Unknown']);
    });

  for (const [category, example] of PLAIN)
    it(`is not seen in ${category}: ${JSON.stringify(example)}`, () => {
      expect(judge(example)).to.equal(category);
    });
});

describe('what an unknown program hands over', () => {
  const told = (script: string) => classify(exampleSpec(script), { workloadKind: 'Deployment' });

  it('is told at no more than 75 %', () => {
    expect(told('exclude_from_capture /opt/hadoop/bin/hdfs namenode -format')).to.include({
      category: 'Seed',
      confidencePercent: 75,
    });
  });

  it('is not looked for in verbs of its own', () => {
    expect(told('/collector migrate sync check').category).to.equal('Wait');
  });

  it('is told also where its output goes to a file', () => {
    expect(told('run_as app alembic upgrade head > /data/out').category).to.equal('Migration');
  });
});
