import { expect } from 'chai';
import { z } from 'zod';
import { canonical } from '../../src/facts/fingerprint.ts';
import { Place } from './scenario.ts';
import { cluster, operator, settled } from './stage.ts';

const GRACE_SECONDS = 30;

const countsSchema = z.object({
  runs: z.object({ exactSince: z.unknown().transform(() => undefined) }).loose(),
  reruns: z.object({ total: z.number(), byCause: z.unknown() }),
  races: z.object({ total: z.number(), possible: z.number(), observed: z.number(), failed: z.number() }),
});

interface Placed {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: unknown;
  readonly status?: unknown;
}

/** Spec and status of each as JSON with sorted keys. */
function bytesOf(findings: readonly Placed[]): ReadonlyMap<string, string> {
  return new Map(
    findings.map(({ metadata: { namespace, name }, spec, status }) => [
      `${namespace}/${name}`,
      canonical({ spec, status }),
    ]),
  );
}

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
    const unsure: string[] = [];
    for (const { namespace, spec, status } of counted) {
      if (status === undefined) throw new Error(`${namespace} ${spec.container} has no status`);
      const { total, notExecuted, exact } = status.runs;
      const truth = new Place(cluster(), operator(), namespace).truth;
      const runs = truth.runs(spec.workloadRef.name, spec.container);
      const executed = runs.length;
      const where = `${namespace}/${spec.workloadRef.name}/${spec.container}`;
      expect(total - notExecuted, where).to.be.at.most(executed);
      if (exact) expect(total - notExecuted, where).to.equal(executed);
      else if (!runs.some(({ podUid }) => settled().late.has(podUid))) unsure.push(where);
    }
    // All were born while it watched: none of the others has an excuse.
    expect(unsure).to.deep.equal([]);
  });

  it('wrote what a replay of the recording says, in every byte of spec and status', () => {
    const { findings, replayed } = settled();
    const live = bytesOf(
      findings.map(({ namespace, name, ...rest }) => ({ metadata: { namespace, name }, ...rest })),
    );
    const again = bytesOf(replayed);
    expect([...live.keys()]).to.have.members([...again.keys()]);
    const different = [...live].filter(([name, bytes]) => bytes !== again.get(name));
    expect(different.map(([name, bytes]) => ({ name, live: bytes, again: again.get(name) }))).to.deep.equal(
      [],
    );
  });

  it('has the counts of a recording without names', () => {
    const { findings, replayedWithoutNames } = settled();
    expect(replayedWithoutNames.map(countsOf).toSorted()).to.deep.equal(findings.map(countsOf).toSorted());
  });
});
