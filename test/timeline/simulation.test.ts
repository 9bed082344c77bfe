import { expect } from 'chai';
import fc from 'fast-check';
import { pod, type Pod } from '../build/pod.ts';
import { failed, running, type State, succeeded, type Terminated } from '../build/state.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

/*
 * Random lives of one pod as a kubelet would show them (semantics.md R4, R7), of which the truth is known: no history is counted
 * too high, and a whole one is counted right.
 */

/** One sandbox: how often each init container fails before it succeeds. */
interface Life {
  readonly failures: readonly [number, number];
  /** The first sandbox failed: LEGACY kubelets then begin at 0 (S14). */
  readonly lateNetwork: boolean;
}

interface Shown {
  readonly state: State;
  readonly ended: Terminated | undefined;
  readonly rc: number;
}

const NAMES = ['migrate', 'wait'] as const;
const { workload, revision } = web(1);

/** All statuses of a pod, oldest first. */
function statusesOf(
  lives: readonly Life[],
  sticky: boolean,
): readonly { readonly at: number; readonly pod: Pod }[] {
  const statuses: { readonly at: number; readonly pod: Pod }[] = [];
  let [now, ids] = [0, 0];
  let shown: Pod = pod('web-h1-1').ownedBy(revision).init('migrate').init('wait');
  const before = new Map<string, Shown>();
  const show = (name: string, next: Shown): void => {
    before.set(name, next);
    shown = shown.init(name, next.state);
    statuses.push({ at: now, pod: shown });
  };
  lives.forEach((life, epoch) => {
    now += 60;
    shown = shown.sandbox(now);
    NAMES.forEach((name, place) => {
      for (let attempt = 0; attempt <= (life.failures[place] ?? 0); attempt += 1) {
        const previous = before.get(name);
        const fresh = attempt === 0 && !sticky && (place > 0 || life.lateNetwork);
        const rc = previous === undefined || fresh ? 0 : previous.rc + 1;
        const kept = sticky || attempt > 0 ? previous?.ended : undefined;
        const last = kept === undefined ? {} : { last: kept };
        const id = `${name}-${ids}`;
        ids += 1;
        now += 10;
        show(name, { state: running(id, { rc, at: now, ...last }), ended: undefined, rc });
        const times = { rc, from: now, to: now + 4 };
        now += 5;
        const isLast = attempt === life.failures[place];
        const end = isLast
          ? succeeded(id, { ...times, ...(sticky ? last : {}) })
          : failed(id, { ...times, ...last });
        show(name, { state: end, ended: end, rc });
      }
    });
    if (epoch === 0) shown = shown.initialized(now);
    statuses.push({ at: now, pod: shown });
  });
  return statuses;
}

function truthOf(lives: readonly Life[], place: 0 | 1): { readonly total: number; readonly failed: number } {
  const lost = lives.reduce((sum, { failures }) => sum + failures[place], 0);
  return { total: lost + lives.length, failed: lost };
}

const life = fc.record({ failures: fc.tuple(fc.nat(4), fc.nat(4)), lateNetwork: fc.boolean() });
const lives = fc.array(life, { minLength: 1, maxLength: 5 });

describe('random lives of a pod', () => {
  it('are counted right where every status is seen', () => {
    fc.assert(
      fc.property(lives, fc.boolean(), (all, sticky) => {
        const story = new Story().see(0, workload, revision);
        for (const status of statusesOf(all, sticky)) story.see(status.at, status.pod);
        NAMES.forEach((name, place) => {
          const { runs } = story.status(name);
          const truth = truthOf(all, place === 0 ? 0 : 1);
          expect(runs).to.include({ ...truth, succeeded: all.length, exact: true });
        });
      }),
      { numRuns: 200 },
    );
  });

  it('are never counted too high, whatever is missed, and wherever the operator restarts', () => {
    fc.assert(
      fc.property(
        lives,
        fc.boolean(),
        fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }),
        (all, sticky, fates) => {
          const story = new Story().see(0, workload, revision);
          const statuses = statusesOf(all, sticky);
          for (const [index, { at, pod: shown }] of statuses.entries()) {
            const fate = fates[index % fates.length] ?? 0;
            if (fate < 2) continue;
            if (fate === 2) story.restart(at, (away) => away.away({ seen: shown }));
            else story.see(at, shown);
          }
          NAMES.forEach((name, place) => {
            const truth = truthOf(all, place === 0 ? 0 : 1);
            expect(story.total(name)).to.be.at.most(truth.total);
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
