import { expect } from 'chai';
import fc from 'fast-check';
import { parseStoredFinding } from '../../../src/api/parse.ts';
import { renderFinding, renderIdentity, renderStatus } from '../../../src/api/render.ts';
import { sampleFinding } from './sampleFinding.ts';

const server = {
  uid: '11111111-0000-4000-8000-000000000000',
  resourceVersion: '42',
  creationTimestamp: '2026-11-20T10:00:00Z',
};

function stored(changes: { readonly metadata?: object; readonly status?: unknown } = {}): unknown {
  const object = renderFinding(sampleFinding);
  return { ...object, ...changes, metadata: { ...object.metadata, ...server, ...changes.metadata } };
}

function finding(object: unknown) {
  const parsed = parseStoredFinding(object);
  if (parsed.kind === 'refused') throw new Error(parsed.reason);
  return parsed.finding;
}

describe('a stored finding', () => {
  it('comes back as it was rendered', () => {
    const { status, spec, owner, labels, name, namespace } = finding(stored());
    expect({ status, spec, owner, labels, name, namespace }).to.deep.equal(sampleFinding);
  });

  it('knows its UID, version and times', () => {
    const deleting = stored({ metadata: { deletionTimestamp: '2026-11-20T11:00:00Z' } });
    expect(finding(deleting)).to.include({
      uid: server.uid,
      resourceVersion: '42',
      createdAt: Date.UTC(2026, 10, 20, 10),
      deletedAt: Date.UTC(2026, 10, 20, 11),
    });
  });

  it('may have no status yet', () => {
    expect(finding(stored({ status: undefined }))).not.to.have.property('status');
  });

  const unreadable: readonly (readonly [string, unknown])[] = [
    ['null', null],
    ['a number', 7],
    ['half of it', { state: 'Racing' }],
    ['a negative count', { ...sampleFinding.status, runs: { ...sampleFinding.status.runs, total: -1 } }],
    ['a ledger that is a list', { ...sampleFinding.status, ledger: [] }],
  ];
  for (const [title, status] of unreadable) {
    it(`is a finding without status when a hand wrote ${title} into it`, () => {
      expect(finding(stored({ status }))).not.to.have.property('status');
    });
  }

  it('names the last writer of the status, not of anything else', () => {
    const managedFields = [
      { manager: 'confessor', operation: 'Apply', subresource: 'status', time: '2026-11-20T10:00:01Z' },
      { manager: 'kubectl', operation: 'Update', time: '2026-11-20T10:00:09Z' },
    ];
    expect(finding(stored({ metadata: { managedFields } })).statusManager).to.equal('confessor');
  });

  it('names a foreign writer that wrote after us, or within the same second', () => {
    const at = (time: string) => [
      { manager: 'confessor', operation: 'Apply', subresource: 'status', time: '2026-11-20T10:00:01Z' },
      { manager: 'kubectl-edit', operation: 'Update', subresource: 'status', time },
    ];
    for (const time of ['2026-11-20T10:00:01Z', '2026-11-20T10:00:02Z']) {
      expect(finding(stored({ metadata: { managedFields: at(time) } })).statusManager).to.equal(
        'kubectl-edit',
      );
    }
  });

  it('says that conditions are listed, also where it knows none of them', () => {
    const conditions = [{ type: 'FromTomorrow', status: 'True' }];
    expect(finding(stored({ status: { ...sampleFinding.status, conditions } })).hasConditions).to.equal(true);
    expect(finding(stored({ status: { ...sampleFinding.status, conditions: [] } })).hasConditions).to.equal(
      false,
    );
  });

  it('keeps its numbers where a newer version has used words that are not known here', () => {
    const condition = {
      type: 'FromTomorrow',
      status: 'True',
      reason: 'New',
      message: '',
      lastTransitionTime: '2026-11-20T10:00:00Z',
    };
    const status = {
      ...sampleFinding.status,
      state: 'FromTomorrow',
      category: 'FromTomorrow',
      reruns: {
        total: 3,
        byCause: [
          { cause: 'FromTomorrow', count: 1 },
          { cause: 'Rollout', count: 2 },
        ],
      },
      conditions: [condition, ...sampleFinding.status.conditions],
      added: { by: 'tomorrow' },
    };
    expect(finding(stored({ status })).status).to.deep.equal({
      ...sampleFinding.status,
      state: 'Quiet',
      category: 'Unknown',
      reruns: {
        total: 3,
        byCause: [
          { cause: 'Unknown', count: 1 },
          { cause: 'Rollout', count: 2 },
        ],
      },
    });
  });

  it('keeps its owner by the spec when the reference was taken away', () => {
    const { owner } = finding(stored({ metadata: { ownerReferences: [] } }));
    expect(owner).to.include({ kind: 'Deployment', name: 'web', uid: sampleFinding.owner.uid });
  });

  it('is refused by name when it has no readable spec', () => {
    const object = { metadata: { ...server, name: 'x', namespace: 'default' }, spec: null };
    expect(parseStoredFinding(object)).to.deep.include({ kind: 'refused', uid: server.uid, name: 'x' });
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (any, status) => {
        expect(parseStoredFinding(any).kind).to.equal('refused');
        expect(parseStoredFinding(stored({ status })).kind).to.equal('finding');
      }),
    );
  });
});

describe('a rendered finding', () => {
  it('is owned by its workload without controlling or blocking it', () => {
    expect(renderIdentity(sampleFinding).metadata.ownerReferences).to.deep.equal([
      { ...sampleFinding.owner, controller: false, blockOwnerDeletion: false },
    ]);
  });

  it('has no status when it is made and no spec when the status is written', () => {
    expect(renderIdentity(sampleFinding)).not.to.have.property('status');
    expect(renderStatus(sampleFinding, '42')).not.to.have.property('spec');
  });

  it('carries the resourceVersion it was computed from', () => {
    expect(renderStatus(sampleFinding, '42').metadata.resourceVersion).to.equal('42');
  });
});
