import { expect } from 'chai';
import { pod } from '../build/pod.ts';
import { replicaSet } from '../build/replicaset.ts';
import { succeeded } from '../build/state.ts';
import { statefulSet } from '../build/workload.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

/** R56: an owner in another namespace is none; a tenant must not write into the counts of others. */
describe('a tenant who names the workload of another namespace as controller', () => {
  const { workload, revision } = web();
  const ran = succeeded('a1', { from: 1, to: 5 });

  it('adds nothing to a Deployment through its ReplicaSet', () => {
    const story = new Story().see(0, workload, revision);
    story.see(9, pod('forged').ownedBy(revision).namespace('tenant').init('migrate', ran));
    expect(story.total()).to.equal(0);
  });

  it('adds nothing to a Deployment through a ReplicaSet of his own', () => {
    const own = replicaSet(workload, 'h9').revision(9).namespace('tenant').uid('replicaset.tenant.own');
    const story = new Story().see(0, workload, revision, own);
    story.see(9, pod('forged').ownedBy(own).namespace('tenant').init('migrate', ran));
    expect(story.total()).to.equal(0);
  });

  it('adds nothing to a StatefulSet', () => {
    const set = statefulSet('web').init('migrate');
    const story = new Story().see(0, set);
    story.see(9, pod('forged').ownedBy(set).namespace('tenant').init('migrate', ran));
    expect(story.total()).to.equal(0);
  });

  it('is counted for himself', () => {
    const story = new Story({ record: 'all' }).see(0, workload, revision);
    story.see(9, pod('forged').ownedBy(revision).namespace('tenant').init('migrate', ran));
    const own = story.findings().find((finding) => finding.namespace === 'tenant');
    expect(own?.spec.workloadRef).to.include({ kind: 'Pod', name: 'forged' });
    expect(own?.status.runs.total).to.equal(1);
  });
});
