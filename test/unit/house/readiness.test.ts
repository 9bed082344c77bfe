import { expect } from 'chai';
import { FACT_KINDS } from '../../../src/core/model/facts.ts';
import { Readiness } from '../../../src/readiness.ts';

describe('readiness', () => {
  let begun: number;
  let hopeless: string[];
  let readiness: Readiness;

  beforeEach(() => {
    begun = 0;
    hopeless = [];
    readiness = new Readiness({
      begin: () => (begun += 1),
      hopeless: (reason) => hopeless.push(reason),
    });
  });

  function allSynced(): void {
    for (const kind of [...FACT_KINDS, 'InitContainerFinding'] as const) readiness.synced(kind);
  }

  it('begins once, when the last kind is complete', () => {
    for (const kind of FACT_KINDS) readiness.synced(kind);
    expect([begun, readiness.ready(0).ok]).to.deep.equal([0, false]);
    readiness.synced('InitContainerFinding');
    readiness.synced('Pod');
    expect([begun, readiness.ready(0).ok]).to.deep.equal([1, true]);
  });

  it('goes on without a kind that may not be read, and names it', () => {
    readiness.leftOut('Node', 'forbidden');
    allSynced();
    readiness.leftOut('CronJob', 'forbidden');
    expect(readiness.ready(0)).to.deep.include({ ok: true });
    expect(readiness.ready(0).details['leftOut']).to.deep.equal({ CronJob: 'forbidden' });
  });

  it('gives up before it has begun where Pods may not be read, and is not ready where they no longer may', () => {
    readiness.leftOut('Pod', 'forbidden');
    expect([hopeless, begun]).to.deep.equal([['forbidden'], 0]);
    allSynced();
    expect(readiness.ready(0).ok).to.equal(true);
    readiness.leftOut('Pod', 'forbidden');
    expect(hopeless).to.have.lengthOf(1);
    expect(readiness.ready(0).ok).to.equal(false);
  });

  it('is not ready while a watch is silent for more than five minutes', () => {
    allSynced();
    const state = {
      kind: 'Pod',
      phase: 'watching',
      synced: true,
      objects: 1,
      version: '1',
      reason: '',
    } as const;
    readiness.watch(() => [{ ...state, heardAt: 1_000 }]);
    expect(readiness.ready(301_000).ok).to.equal(true);
    expect(readiness.ready(301_001).details['silent']).to.deep.equal(['Pod']);
  });

  it('is alive as long as work comes to an end', () => {
    expect(readiness.live(299_000).ok).to.equal(true);
    expect(readiness.live(300_000).ok).to.equal(false);
  });
});
