import { expect } from 'chai';
import { decodeLedger } from '../../src/core/track/readLedger.ts';
import { failed, invented, running, waiting } from '../build/state.ts';
import { web } from './cast.ts';
import { Replicas } from './replicas.ts';
import { type Keeping, Story } from './story.ts';

describe('more pods than find room in a ledger', () => {
  const { workload, revision, pod } = web(2);
  const PODS = 200;
  const failedPod = (index: number) =>
    pod(`web-h1-${index}`)
      .at(index)
      .init('migrate', failed(String(index).padStart(64, '0'), { from: index, to: index + 1 }))
      .phase('Failed')
      .version(100 + index);
  const all = Array.from({ length: PODS }, (_, index) => failedPod(index + 1));
  const begun = () => {
    const story = new Story().see(0, workload, revision);
    for (const [index, one] of all.entries()) story.see(index + 2, one);
    return story;
  };

  it('are not counted twice when some went while nobody watched', () => {
    const story = begun();
    expect(story.total()).to.equal(PODS);
    const gone = all.slice(-10);
    story.restart(1000, (later) => later.away(...gone.map((one) => ({ gone: one }))));
    expect(story.total()).to.equal(PODS);
    story.restart(2000);
    expect(story.total()).to.equal(PODS);
  });

  it('are not counted twice when some without a row went, and only the standby saw them go', () => {
    const replicas = new Replicas(workload, revision);
    for (const [index, one] of all.entries()) replicas.see(index + 2, one);
    const [finding] = replicas.write(300).written;
    const rows = decodeLedger(finding?.status?.ledger ?? '', 'migrate')?.pods.length ?? 0;
    expect(rows).to.be.within(20, PODS - 20);
    const gone = all.slice(0, -rows).map((one, index) => one.deleted(999).version(1000 + index));
    replicas.restartFirst(1000, ...gone).write(1001);
    replicas.takeOver(1060);
    expect(replicas.both(1060).second.runs.total).to.equal(PODS);
  });
});

describe('a pod that shows nothing in a life of the operator that could not read its ledger', () => {
  it('is not counted twice when it runs again in the next life', () => {
    const { workload, revision, pod } = web(1);
    const one = pod('web-h1-1').at(1).sandbox(1);
    const lost = waiting('PodInitializing', { rc: 1, last: invented(137, 'ContainerStatusUnknown') });
    const hidden = one.init('migrate', lost).version(900);
    const story = new Story().see(0, workload, revision);
    story.see(2, one.init('migrate', running('a1', { at: 1 })).version(10));
    story.restart(1000, (later) => later.away({ seen: hidden }), withoutLedger);
    const fresh = pod('web-h1-new')
      .at(1005)
      .init('migrate', failed('f1', { from: 1006, to: 1007 }));
    story.see(1010, fresh.version(1500)).restart(2000);
    const next = hidden.sandbox(1990).init('migrate', running('a2', { rc: 1, at: 2001 }));
    expect(story.see(2010, next.version(2000)).total()).to.be.within(2, 3);
  });
});

const withoutLedger: Keeping = (findings) =>
  findings.map((finding) =>
    finding.status === undefined ? finding : { ...finding, status: { ...finding.status, ledger: 'x' } },
  );
