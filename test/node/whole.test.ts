import { expect } from 'chai';
import { operator, settled } from './stage.ts';

const GRACE_SECONDS = 30;

describe('the operator over all these scenarios', () => {
  it('ended with exit code 0 within the grace period when it was told to', () => {
    const { code, seconds } = settled().ending;
    expect(code).to.equal(0);
    expect(seconds).to.be.below(GRACE_SECONDS);
  });

  it('had nothing to warn of', () => {
    const loud = operator().log.filter(({ level }) => level === 'warn' || level === 'error');
    expect(loud).to.deep.equal([]);
  });

  it('wrote what a replay of the recording says', () => {
    const { findings, replayed } = settled();
    const byName = new Map(
      replayed.map(({ metadata, status }) => [`${metadata.namespace}/${metadata.name}`, status]),
    );
    expect(findings).to.have.length.of.at.least(1);
    for (const { namespace, name, status } of findings) {
      const other = byName.get(`${namespace}/${name}`);
      if (status === undefined || other === undefined) throw new Error(`${namespace}/${name} is not in both`);
      const { last: _, ...races } = status.races;
      const { exactSince: __, ...runs } = status.runs;
      expect(other.runs, name).to.include(runs);
      expect(other.reruns.byCause, name).to.deep.equal(status.reruns.byCause);
      expect(other.races, name).to.include(races);
    }
  });
});
