import { expect } from 'chai';
import fc from 'fast-check';
import { ALEMBIC } from '../build/container.ts';
import { pod, type Pod } from '../build/pod.ts';
import { replicaSet } from '../build/replicaset.ts';
import { failed, running, succeeded } from '../build/state.ts';
import { deployment } from '../build/workload.ts';
import { Story } from './story.ts';

/*
 * Pods of three workloads that share a database, seen in any order of the pods: what the findings say of races depends on
 * nothing but what happened.
 */

const SPEC = { ...ALEMBIC, env: [{ name: 'DATABASE_URL', value: 'postgresql://db/orders' }] };
const NAMES = ['web', 'worker', 'admin'] as const;
const workloads = NAMES.map((name) => deployment(name).init('migrate', SPEC).revision('1'));
const revisions = workloads.map((workload, index) => replicaSet(workload, `h${index}`).revision(1));

interface Life {
  readonly owner: number;
  readonly from: number;
  readonly length: number;
  readonly fails: boolean;
}

interface Seen {
  readonly at: number;
  readonly pod: Pod;
}

/** Two versions of each pod: it runs, it has ended. */
function versionsOf(lives: readonly Life[]): readonly Seen[] {
  const versions = lives.flatMap(({ owner, from, length, fails }, index) => {
    const revision = revisions[owner];
    if (revision === undefined) return [];
    const bare = pod(`p${index}`)
      .ownedBy(revision)
      .node(`n${index % 2}`)
      .at(from);
    const times = { from, to: from + length };
    const end = fails ? failed(`r${index}`, times) : succeeded(`r${index}`, times);
    return [
      { at: from, pod: bare.init('migrate', running(`r${index}`, { at: from }), SPEC) },
      { at: from + length, pod: bare.init('migrate', end, SPEC) },
    ];
  });
  return versions.toSorted((a, b) => a.at - b.at);
}

/** The last version of each pod. */
function endedOf(all: readonly Life[]): readonly Pod[] {
  return [...new Map(versionsOf(all).map(({ pod: version }) => [version.ref().uid, version])).values()];
}

const shuffled = (all: readonly Pod[]) => fc.shuffledSubarray([...all], { minLength: all.length });

function begun(): Story {
  return new Story().see(0, ...workloads).see(0, ...revisions);
}

const racesOf = (story: Story): unknown =>
  NAMES.map((name) => {
    const { races, conditions } = story.status('migrate', name);
    return { name, races, racing: conditions.filter(({ type }) => type === 'Racing') };
  });

/** Without the causes: they follow from which run was the first to be seen. */
const withoutCauses = (story: Story): unknown => {
  const known: unknown = JSON.parse(
    JSON.stringify(racesOf(story), (key, value: unknown) => (key === 'cause' ? undefined : value)),
  );
  return known;
};

const life = fc.record({
  owner: fc.nat(2),
  from: fc.nat(120),
  length: fc.nat(30),
  fails: fc.boolean(),
});
const lives = fc.array(life, { minLength: 1, maxLength: 7 });

describe('races of several workloads', () => {
  it('are the same whether they are looked at in the midst or at the end', () => {
    fc.assert(
      fc.property(lives, fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), (all, looks) => {
        const [often, once] = [begun(), begun()];
        versionsOf(all).forEach(({ at, pod: version }, index) => {
          often.see(at, version);
          once.see(at, version);
          if (looks[index % looks.length] === true) often.findings();
          if (looks[(index + 1) % looks.length] === true) often.snapshot();
        });
        expect(racesOf(often)).to.deep.equal(racesOf(once));
      }),
      { numRuns: 100 },
    );
  });

  it('are the same however late they are looked at, also where pods are told of late and in another order', () => {
    const delays = fc.array(fc.nat(30), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(lives, delays, delays, (all, lags, looks) => {
        const seen = versionsOf(all)
          .map(({ at, pod: version }, index) => ({ at: at + (lags[index % lags.length] ?? 0), pod: version }))
          .toSorted((a, b) => a.at - b.at);
        const [atOnce, late] = [begun(), begun()];
        let due = Number.POSITIVE_INFINITY;
        const totals = NAMES.map(() => 0);
        seen.forEach(({ at, pod: version }, index) => {
          if (due < at) {
            late.findings(due);
            due = Number.POSITIVE_INFINITY;
          }
          due = Math.min(due, at + (looks[index % looks.length] ?? 0));
          late.see(at, version);
          atOnce.see(at, version);
          // All of one moment is taken in before anything is told of it.
          if (seen[index + 1]?.at === at) return;
          NAMES.forEach((name, place) => {
            const { total } = atOnce.status('migrate', name).races;
            expect(total).to.be.at.least(totals[place] ?? 0);
            totals[place] = total;
          });
        });
        expect(racesOf(late)).to.deep.equal(racesOf(atOnce));
      }),
      { numRuns: 100 },
    );
  });

  it('do not fall where a late run shows that two were one, and count one less later, whoever looks when', () => {
    const [revision] = revisions;
    const ran = (name: string, from: number, to: number): Pod =>
      pod(name)
        .ownedBy(revision ?? { apiVersion: '', kind: '', name: '', uid: '' })
        .at(from)
        .init('migrate', succeeded(name, { from, to }), SPEC);
    const parts = [
      { at: 12, pods: [ran('a1', 0, 10), ran('a2', 0, 11)], total: 1 },
      { at: 40, pods: [ran('b1', 25, 35), ran('b2', 25, 38)], total: 2 },
      { at: 60, pods: [ran('late', 5, 30)], total: 2 },
      { at: 230, pods: [ran('c1', 200, 220), ran('c2', 200, 221)], total: 2 },
      { at: 430, pods: [ran('d1', 400, 420), ran('d2', 400, 421)], total: 3 },
    ];
    for (const looks of [[true], [false], [true, false], [false, false, true]]) {
      const story = begun();
      parts.forEach(({ at, pods, total }, index) => {
        story.see(at, ...pods);
        if (looks[index % looks.length] === true)
          expect(story.status('migrate', 'web').races.total, `at ${at}`).to.equal(total);
      });
      expect(story.status('migrate', 'web').races.total).to.equal(3);
    }
  });

  it('do not depend on the order in which pods are seen', () => {
    fc.assert(
      fc.property(
        lives.map(endedOf).chain((all) => fc.tuple(fc.constant(all), shuffled(all))),
        ([all, others]) => {
          const [told, otherwise] = [begun(), begun()];
          for (const version of all) told.see(500, version);
          for (const version of others) otherwise.see(500, version);
          expect(withoutCauses(otherwise)).to.deep.equal(withoutCauses(told));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are never fewer than they were, and are counted once over restarts', () => {
    fc.assert(
      fc.property(lives, fc.nat(13), (all, restartAt) => {
        const [steady, restarted] = [begun(), begun()];
        const totals = NAMES.map(() => 0);
        versionsOf(all).forEach(({ at, pod: version }, index) => {
          steady.see(at, version);
          if (index === restartAt) restarted.restart(at);
          restarted.see(at, version);
          NAMES.forEach((name, place) => {
            const { total } = restarted.status('migrate', name).races;
            expect(total).to.be.at.least(totals[place] ?? 0);
            totals[place] = total;
          });
        });
        NAMES.forEach((name, place) => {
          expect(totals[place]).to.be.at.most(steady.status('migrate', name).races.total);
        });
      }),
      { numRuns: 100 },
    );
  });
});
