import { expect } from 'chai';
import { z } from 'zod';
import { Place } from './scenario.ts';
import { cluster, operator, settled } from './stage.ts';

const GRACE_SECONDS = 30;

const countsSchema = z.object({
  runs: z.object({ exactSince: z.unknown().transform(() => undefined) }).loose(),
  reruns: z.object({ total: z.number(), byCause: z.unknown() }),
  races: z.object({ total: z.number(), possible: z.number(), observed: z.number(), failed: z.number() }),
});

/** The counts of a finding as text, whatever it is called. */
const countsOf = ({ status }: { readonly status?: unknown }) => JSON.stringify(countsSchema.parse(status));

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

  it('counted no run too often, and where it says "exact" none too seldom', () => {
    const counted = settled().findings.filter(({ spec }) => spec.workloadRef.kind !== 'Node');
    for (const { namespace, spec, status } of counted) {
      if (status === undefined) throw new Error(`${namespace} ${spec.container} has no status`);
      const { total, notExecuted, exact } = status.runs;
      const truth = new Place(cluster(), operator(), namespace).truth;
      const executed = truth.runs(spec.workloadRef.name, spec.container).length;
      const where = `${namespace}/${spec.workloadRef.name}/${spec.container}`;
      expect(total - notExecuted, where).to.be.at.most(executed);
      if (exact) expect(total - notExecuted, where).to.equal(executed);
    }
    // All were born while it watched: none has an excuse.
    expect(counted.filter(({ status }) => status?.runs.exact !== true)).to.deep.equal([]);
  });

  it('wrote what a replay of the recording says', () => {
    const { findings, replayed } = settled();
    const lines = (all: readonly { namespace: string; name: string; status?: unknown }[]) =>
      all.map((finding) => `${finding.namespace}/${finding.name} ${countsOf(finding)}`);
    const again = replayed.map(({ metadata, status }) => ({ ...metadata, status }));
    expect(findings).to.have.length.of.at.least(1);
    expect(lines(findings)).to.have.members(lines(again));
  });

  it('has the counts of a recording without names', () => {
    const { findings, replayedWithoutNames } = settled();
    expect(replayedWithoutNames.map(countsOf).toSorted()).to.deep.equal(findings.map(countsOf).toSorted());
  });
});
