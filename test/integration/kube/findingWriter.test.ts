import { expect } from 'chai';
import type { Finding, FindingCondition } from '../../../src/core/model/finding.ts';
import { FINDING, FindingDesk } from './findingDesk.ts';
import { cluster } from '../cluster.ts';

const CONDITION = {
  type: 'HalfApplied',
  status: 'True',
  reason: 'Forged',
  message: 'by hand',
  lastTransitionTime: '2026-01-01T00:00:00Z',
};

const SLOW: FindingCondition = {
  type: 'Slow',
  status: 'True',
  reason: 'TakesLong',
  message: 'It has been running for long.',
  lastTransitionTime: '2026-01-01T00:00:00Z',
};

describe('the finding writer against a real API server', () => {
  let desk: FindingDesk;

  beforeEach(async () => {
    desk = await FindingDesk.open();
  });
  afterEach(() => desk.close());

  it('makes the object with its identity, its owner and its whole status', async () => {
    const wanted = desk.finding();
    expect(await desk.writer.write(wanted, undefined)).to.include({ kind: 'written' });
    const seen = await desk.seen(wanted);
    expect(seen.status).to.deep.equal(wanted.status);
    expect(seen.labels).to.deep.equal(wanted.labels);
    expect(seen.statusManager).to.equal('confessor');
    const object = await desk.object(wanted);
    expect(object.metadata.ownerReferences).to.deep.equal([
      { ...wanted.owner, controller: false, blockOwnerDeletion: false },
    ]);
  });

  it('answers with the version that a reflector will show', async () => {
    const wanted = desk.finding();
    const result = await desk.writer.write(wanted, undefined);
    expect(result).to.deep.equal({
      kind: 'written',
      resourceVersion: (await desk.seen(wanted)).resourceVersion,
    });
  });

  it('writes on top of what it has seen, and drops what is no longer said', async () => {
    const wanted = desk.finding({ tool: 'alembic' });
    await desk.writer.write(wanted, undefined);
    const { tool: _, ...rest } = wanted.status;
    const next = { ...wanted, status: { ...rest, state: 'Repeating' as const } };
    expect(await desk.writer.write(next, await desk.seen(wanted))).to.include({ kind: 'written' });
    expect((await desk.seen(wanted)).status).to.deep.equal(next.status);
  });

  it('takes its only condition back, as when a fact comes late, and gives it again', async () => {
    const wanted = desk.finding();
    const slow: Finding = { ...wanted, status: { ...wanted.status, conditions: [SLOW] } };
    await desk.writer.write(slow, undefined);
    for (const next of [wanted, slow]) {
      expect(await desk.writer.write(next, await desk.seen(wanted))).to.include({ kind: 'written' });
      expect((await desk.seen(wanted)).status).to.deep.equal(next.status);
    }
  });

  it('takes away a condition that only a newer version of the operator knows', async () => {
    const wanted = desk.finding();
    await desk.writer.write({ ...wanted, status: { ...wanted.status, conditions: [SLOW] } }, undefined);
    const seen = { ...(await desk.seen(wanted)), status: wanted.status };
    expect(await desk.writer.write(wanted, seen)).to.include({ kind: 'written' });
    expect(await desk.seen(wanted)).to.deep.include({ status: wanted.status, hasConditions: false });
  });

  it('changes nothing when the same is written again', async () => {
    const wanted = desk.finding();
    await desk.writer.write(wanted, undefined);
    const before = await desk.seen(wanted);
    await desk.writer.write(wanted, before);
    expect((await desk.seen(wanted)).resourceVersion).to.equal(before.resourceVersion);
  });

  it('meets a conflict when somebody wrote in between, and leaves what they wrote', async () => {
    const wanted = desk.finding();
    await desk.writer.write(wanted, undefined);
    const stale = await desk.seen(wanted);
    await desk.writer.write({ ...wanted, status: { ...wanted.status, message: 'by the other' } }, stale);
    expect(await desk.writer.write(wanted, stale)).to.deep.equal({ kind: 'conflict' });
    expect((await desk.seen(wanted)).status?.message).to.equal('by the other');
  });

  it('meets a conflict when the object it wants to make is there, written by a former self', async () => {
    const wanted = desk.finding();
    const before = { ...wanted, status: { ...wanted.status, ledger: '1:precious' } };
    await desk.writer.write(before, undefined);
    expect(await desk.writer.write(wanted, undefined)).to.deep.equal({ kind: 'conflict' });
    expect((await desk.seen(wanted)).status?.ledger).to.equal('1:precious');
  });

  it('goes on where the object was made but its status was not written', async () => {
    const wanted = desk.finding();
    await desk.make(wanted);
    expect(await desk.writer.write(wanted, undefined)).to.include({ kind: 'written' });
    expect((await desk.seen(wanted)).status?.state).to.equal('Quiet');
  });

  it('puts back labels and the owner that a hand has changed, and leaves labels of others', async () => {
    const wanted = desk.finding();
    await desk.writer.write(wanted, undefined);
    const label = `confessor.dev/workload=other`;
    await cluster().kubectl(
      'label',
      '--overwrite',
      '-n',
      wanted.namespace,
      FINDING,
      wanted.name,
      label,
      'team=a',
    );
    await desk.patch(wanted, { metadata: { ownerReferences: null } });
    expect(await desk.writer.write(wanted, await desk.seen(wanted))).to.include({ kind: 'written' });
    const healed = await desk.seen(wanted);
    expect(healed.labels).to.deep.equal({ ...wanted.labels, team: 'a' });
    expect(healed.owner).to.deep.equal(wanted.owner);
  });

  it('heals a status edited by hand', async () => {
    const wanted = desk.finding();
    await desk.writer.write(wanted, undefined);
    await desk.patch(wanted, { status: { ledger: 'forged' } }, 'status');
    const edited = await desk.seen(wanted);
    expect(edited.statusManager).not.to.equal('confessor');
    await desk.writer.write(wanted, edited);
    expect((await desk.seen(wanted)).status?.ledger).to.equal(wanted.status.ledger);
  });

  it('takes away what a hand has added, which is not ours to leave out', async () => {
    const wanted = desk.finding();
    await desk.writer.write(wanted, undefined);
    const added = { accepted: { reason: 'hush', from: 'settings' }, tool: 'forged', conditions: [CONDITION] };
    await desk.patch(wanted, { status: added }, 'status');
    expect(await desk.writer.write(wanted, await desk.seen(wanted))).to.include({ kind: 'written' });
    const healed = await desk.seen(wanted);
    expect(healed.status).to.deep.equal(wanted.status);
    expect(healed.statusManager).to.equal('confessor');
  });

  it('removes the object it has seen, and not another version of it', async () => {
    const wanted = desk.finding();
    await desk.writer.write(wanted, undefined);
    const stale = await desk.seen(wanted);
    await desk.writer.write({ ...wanted, status: { ...wanted.status, message: 'newer' } }, stale);
    expect(await desk.writer.remove(stale)).to.deep.equal({ kind: 'conflict' });
    expect(await desk.writer.remove(await desk.seen(wanted))).to.deep.equal({ kind: 'written' });
    expect(await desk.exists(wanted)).to.equal(false);
  });

  it('finds nothing to write to in a namespace that is not there, or that is going', async () => {
    const wanted = desk.finding();
    expect(await desk.writer.write({ ...wanted, namespace: 'nowhere' }, undefined)).to.deep.equal({
      kind: 'gone',
    });
    await cluster().kubectl('delete', 'namespace', wanted.namespace, '--wait=false');
    expect(await desk.writer.write(wanted, undefined)).to.deep.equal({ kind: 'gone' });
  });

  it('says why the server refused an object', async () => {
    const wanted = desk.finding({ confidencePercent: 1000 });
    const result = await desk.writer.write(wanted, undefined);
    expect(result.kind).to.equal('failed');
    expect(result.kind === 'failed' ? result.reason : '').to.include('confidencePercent');
  });
});
