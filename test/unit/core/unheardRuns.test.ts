import { expect } from 'chai';
import { classifierWith } from '../../../src/core/classify/classifier.ts';
import { unheardRuns as unheard, unheardRunsBy } from '../../../src/core/unheardRuns.ts';
import { factOf } from '../../build/observation.ts';
import { pod, type Pod } from '../../build/pod.ts';
import { failed, invented, running, type State, startError, succeeded, waiting } from '../../build/state.ts';

function wanted(one: Pod, by: typeof unheard = unheard): readonly string[] {
  const fact = factOf(one);
  if (fact.kind !== 'Pod') throw new Error('not a pod');
  return by(fact).map(({ id, previous }) => `${id}${previous ? ' previous' : ''}`);
}

describe('R61 the runs whose log is wanted', () => {
  const A1 = failed('a1', { from: 1, to: 2 });
  const rows: readonly (readonly [title: string, state: State, ids: readonly string[]])[] = [
    ['one that failed without a word', A1, ['containerd://a1']],
    [
      'one that failed and waits for its retry',
      waiting('CrashLoopBackOff', { id: 'a1', last: A1 }),
      ['containerd://a1'],
    ],
    ['one whose retry runs', running('a2', { rc: 1, last: A1 }), ['containerd://a1 previous']],
    ['the newest of two', failed('a2', { rc: 1, from: 3, to: 4, last: A1 }), ['containerd://a2']],
    [
      'one whose own words say nothing that is known',
      failed('a1', { from: 1, to: 2, message: 'migration failed, see log' }),
      ['containerd://a1'],
    ],
    [
      'none that has said why',
      failed('a1', { from: 1, to: 2, message: 'Dirty database version 12. Fix and force version.' }),
      [],
    ],
    ['none that succeeded', succeeded('a1', { from: 1, to: 2 }), []],
    ['none whose retry succeeded', succeeded('a2', { rc: 1, from: 3, to: 4, last: A1 }), []],
    ['none that never began', startError('a1'), []],
    ['none that a kubelet invented', invented(137, 'ContainerStatusUnknown'), []],
  ];
  for (const [title, state, ids] of rows)
    it(title, () => expect(wanted(pod('p1').init('migrate', state))).to.deep.equal(ids));

  it('none of harmless work, and none of a sidecar', () => {
    expect(wanted(pod('p1').init('wait', A1).sidecar('proxy', A1))).to.deep.equal([]);
  });

  it("what is side-effecting by a user's own signatures", () => {
    const own = unheardRunsBy(
      classifierWith([
        {
          id: 'user.nc',
          category: 'Seed',
          tool: '',
          lock: 'None',
          match: { program: ['nc'] },
          examples: [],
          counterExamples: [],
          source: '',
        },
      ]),
    );
    expect(wanted(pod('p1').init('wait', A1), own)).to.deep.equal(['containerd://a1']);
  });
});
