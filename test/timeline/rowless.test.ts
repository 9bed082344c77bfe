import { expect } from 'chai';
import { decodeLedger } from '../../src/core/track/readLedger.ts';
import { failed } from '../build/state.ts';
import { web } from './cast.ts';
import { Replicas } from './replicas.ts';
import { Story } from './story.ts';

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
    const gone = all.slice(0, -rows).map((one, index) => one.deleted(999).version(1000 + index));
    replicas.restartFirst(1000, ...gone).write(1001);
    replicas.takeOver(1060);
    expect(replicas.both(1060).second.runs.total).to.equal(PODS);
  });
});
