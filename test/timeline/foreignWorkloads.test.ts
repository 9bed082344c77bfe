import { expect } from 'chai';
import { millis } from '../build/clock.ts';
import { pod, type Pod } from '../build/pod.ts';
import { replicaSet, type ReplicaSet } from '../build/replicaset.ts';
import type { OwnerReference } from '../build/object.ts';
import { succeeded } from '../build/state.ts';
import { Story } from './story.ts';

const REPLICAS = 2;

function ownerOf(group: string, kind: string): OwnerReference {
  return { apiVersion: `${group}/v1alpha1`, kind, name: 'web', uid: `uid-of-${kind}` };
}

interface Foreign {
  readonly owner: OwnerReference;
  /** What its controller makes beside the pods of a revision. */
  readonly beside: (hash: string, number: number) => readonly ReplicaSet[];
  readonly pod: (name: string, hash: string) => Pod;
}

const ROLLOUT = ownerOf('argoproj.io', 'Rollout');
const HASH = 'rollouts-pod-template-hash';
const rolloutSet = (hash: string) =>
  replicaSet({ ref: () => ROLLOUT, build: () => ({}) }, hash).labelled({ [HASH]: hash });
const CLONE_SET = ownerOf('apps.kruise.io', 'CloneSet');

const FOREIGN: readonly Foreign[] = [
  {
    owner: ROLLOUT,
    beside: (hash, number) => [
      rolloutSet(hash)
        .at(100 * Number(hash.slice(1)))
        .annotation('rollout.argoproj.io/revision', `${number}`)
        .annotation('rollout.argoproj.io/desired-replicas', `${REPLICAS}`),
    ],
    pod: (name, hash) => pod(name).ownedBy(rolloutSet(hash).ref()).label(HASH, hash),
  },
  {
    owner: CLONE_SET,
    beside: () => [],
    pod: (name, hash) => pod(name).ownedBy(CLONE_SET).revision(`web-${hash}`),
  },
];

/** Two pods of each revision, one after the other; the old ones go when the new ones are there. */
function rolled({ beside, pod: of }: Foreign, hashes: readonly string[]): Story {
  const story = new Story({ record: 'notable' });
  let old: readonly Pod[] = [];
  hashes.forEach((hash, index) => {
    const start = 100 * (index + 1);
    story.see(start, ...beside(hash, index + 1));
    const young = Array.from({ length: REPLICAS }, (_, nth) => {
      const from = start + 10 * nth;
      return of(`web-${index}-${nth}`, hash)
        .at(from)
        .init('migrate', succeeded(`${index}${nth}`, { from: from + 1, to: from + 3 }));
    });
    young.forEach((one, nth) => {
      story.see(start + 10 * nth + 5, one);
      const [leaving] = old.slice(nth);
      if (leaving !== undefined) story.lose(start + 10 * nth + 8, leaving.deleted(start + 10 * nth + 6));
    });
    old = young;
  });
  return story;
}

describe('a workload of a kind that the operator may not read', () => {
  for (const foreign of FOREIGN) {
    const { kind, uid, name, apiVersion } = foreign.owner;

    it(`${kind}: is one finding over three revisions`, () => {
      const found = rolled(foreign, ['h1', 'h2', 'h3']).findings();
      expect(found).to.have.length(1);
      expect(found[0]?.spec.workloadRef).to.include({ kind, name, uid });
      expect(found[0]?.owner).to.deep.equal({ apiVersion, kind, name, uid });
      expect(found[0]?.status.runs.total).to.equal(3 * REPLICAS);
    });

    it(`${kind}: knows each further revision for what brought its pods`, () => {
      expect(rolled(foreign, ['h1', 'h2', 'h3']).attributed()).to.deep.equal([
        '',
        'Replica',
        ...Array.from({ length: 2 * REPLICAS }, () => 'Rollout'),
      ]);
    });

    it(`${kind}: knows a rollback`, () => {
      expect(rolled(foreign, ['h1', 'h2', 'h1']).attributed().slice(-REPLICAS)).to.deep.equal(
        Array.from({ length: REPLICAS }, () => 'Rollback'),
      );
    });

    it(`${kind}: goes on after a restart of the operator`, () => {
      const story = rolled(foreign, ['h1', 'h2']);
      expect(story.restart(400).total()).to.equal(2 * REPLICAS);
      expect(story.find()?.owner.uid).to.equal(uid);
    });
  }
});

describe('a workload of a kind that the operator may not read, and of which nothing is there any more', () => {
  const DAY = 86_400;
  const CLONE = FOREIGN.filter(({ owner }) => owner.kind === 'CloneSet');

  function emptied(): Story {
    const [clone] = CLONE;
    if (clone === undefined) throw new Error('no CloneSet');
    const story = rolled(clone, ['h1']);
    for (const nth of [0, 1]) story.lose(200, clone.pod(`web-0-${nth}`, 'h1').deleted(200));
    return story;
  }

  it('is known for a week: it may have been scaled to zero', () => {
    expect(emptied().findings(200 + 7 * DAY - 1)).to.have.length(1);
  });

  it('is looked at again when that is over, and forgotten: nobody tells when it is deleted', () => {
    const story = emptied();
    expect(story.recheckAt('uid-of-CloneSet')).to.equal(millis(200 + 7 * DAY));
    expect(story.findings(200 + 7 * DAY)).to.have.length(0);
    expect(story.snapshot().containers).to.deep.equal([]);
  });

  it('goes on counting when its pods come back before', () => {
    const story = emptied().see(
      DAY,
      pod('web-1-0')
        .ownedBy(CLONE_SET)
        .revision('web-h1')
        .at(DAY)
        .init('migrate', succeeded('z', { from: DAY + 1, to: DAY + 2 })),
    );
    expect(story.status().runs.total).to.equal(REPLICAS + 1);
    expect(story.findings(200 + 7 * DAY)).to.have.length(1);
  });

  it('stays while it has a ReplicaSet', () => {
    const rollout = FOREIGN.find(({ owner }) => owner.kind === 'Rollout');
    if (rollout === undefined) throw new Error('no Rollout');
    const story = rolled(rollout, ['h1']);
    for (const nth of [0, 1]) story.lose(200, rollout.pod(`web-0-${nth}`, 'h1').deleted(200));
    expect(story.findings(200 + 8 * DAY)).to.have.length(1);
  });
});
