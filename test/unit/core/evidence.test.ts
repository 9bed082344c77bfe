import { expect } from 'chai';
import { blockOf } from '../../../src/core/detect/blocked.ts';
import type { ContainerStatusFact } from '../../../src/core/model/facts.ts';
import { endCause } from '../../../src/core/track/endCause.ts';
import { newestAttempt, vanished } from '../../../src/core/track/evidence.ts';
import { firstSightReruns } from '../../../src/core/track/firstSight.ts';
import { inPlaceCause } from '../../../src/core/track/inPlaceCause.ts';
import { outcomeOf } from '../../../src/core/track/outcome.ts';
import { millis } from '../../build/clock.ts';
import { podFactOf } from '../../build/observation.ts';
import { type Pod, pod } from '../../build/pod.ts';
import {
  failed,
  invented,
  running,
  type State,
  startError,
  succeeded,
  terminated,
  waiting,
} from '../../build/state.ts';
import { type RunOptions, runLike } from './runLike.ts';

function statusOf(state: State): ContainerStatusFact {
  const status = podFactOf(pod('p1').init('migrate', state)).init[0]?.status;
  if (status === undefined) throw new Error('no status');
  return status;
}

describe('what a status proves', () => {
  const rows: readonly (readonly [title: string, state: State, id: string | undefined])[] = [
    ['a running container', running('a1'), 'a1'],
    ['a running container, not its lastState', running('a2', { last: failed('a1') }), 'a2'],
    ['an end', succeeded('a1'), 'a1'],
    ['an end that waits for its retry', waiting('CrashLoopBackOff', { id: 'a1', last: failed('a1') }), 'a1'],
    ['not what is created and has not started', waiting('', { id: 'a2', last: failed('a1') }), undefined],
    ['not what waits without an id', waiting('PodInitializing', { last: succeeded('a1') }), undefined],
    ['not an end that was invented', invented(137, 'ContainerStatusUnknown', { id: 'a1' }), undefined],
    [
      'not a restart of all',
      waiting('RestartingAllContainers', { id: 'a1', last: invented(137, 'RestartingAllContainers') }),
      undefined,
    ],
    [
      'an attempt that could not start',
      waiting('RunContainerError', { id: 'a1', last: startError('a1') }),
      'a1',
    ],
  ];
  for (const [title, state, id] of rows) {
    it(title, () => {
      expect(newestAttempt(statusOf(state))?.id).to.equal(
        id === undefined ? undefined : `containerd://${id}`,
      );
    });
  }

  it('a running container vanished where the kubelet invents its end, and only there', () => {
    expect(
      vanished(statusOf(waiting('PodInitializing', { last: invented(137, 'ContainerStatusUnknown') }))),
    ).to.equal(true);
    expect(
      vanished(
        statusOf(waiting('RestartingAllContainers', { last: invented(137, 'RestartingAllContainers') })),
      ),
    ).to.equal(true);
    expect(vanished(statusOf(waiting('PodInitializing', { last: terminated('a1', 137) })))).to.equal(false);
    expect(vanished(statusOf(waiting('PodInitializing')))).to.equal(false);
  });
});

describe('how a run ended', () => {
  const born = pod('p1');
  const rows: readonly (readonly [title: string, pod: Pod, state: State, outcome: string])[] = [
    ['exit 0', born, succeeded('a1', { to: 9 }), 'Succeeded'],
    ['exit 0 of a pod that goes', born.deleted(5), succeeded('a1', { to: 9 }), 'Succeeded'],
    ['exit 1', born, failed('a1', { to: 9 }), 'Failed'],
    ['killed for its memory', born, terminated('a1', 137, { to: 9, reason: 'OOMKilled' }), 'Failed'],
    ['after the deletion', born.deleted(5), terminated('a1', 143, { to: 9 }), 'Interrupted'],
    ['before the deletion', born.deleted(20), failed('a1', { to: 9 }), 'Failed'],
    [
      'by a signal in the second of the deletion',
      born.deleted(9),
      terminated('a1', 143, { to: 9 }),
      'Interrupted',
    ],
    ['by itself in the second of the deletion', born.deleted(9), failed('a1', { to: 9 }), 'Failed'],
    [
      'with an evicted pod',
      born.phase('Failed').reason('Evicted'),
      terminated('a1', 137, { to: 9 }),
      'Interrupted',
    ],
    [
      'by itself in a pod that is evicted later',
      born.phase('Failed').reason('Evicted'),
      failed('a1', { to: 9 }),
      'Failed',
    ],
    ['with its sandbox', born.noSandbox(9), terminated('a1', 143, { to: 9 }), 'Interrupted'],
    ['by itself while the sandbox dies', born.noSandbox(9), failed('a1', { to: 9 }), 'Failed'],
    [
      'killed for its memory while the sandbox dies',
      born.noSandbox(9),
      terminated('a1', 137, { to: 9, reason: 'OOMKilled' }),
      'Failed',
    ],
    ['with its node', born, terminated('a1', 255, { to: 9, reason: 'Unknown' }), 'Interrupted'],
    ['never begun', born, startError('a1', { to: 9 }), 'NotExecuted'],
  ];
  for (const [title, one, state, outcome] of rows) {
    it(`${title}: ${outcome}`, () => {
      const evidence = newestAttempt(statusOf(state));
      if (evidence?.kind !== 'ended') throw new Error('no end');
      expect(outcomeOf(evidence.end, podFactOf(one))).to.equal(outcome);
    });
  }
});

describe('why a container ran again in its pod', () => {
  const up = pod('p1').init('migrate', running('a2')).main(running('m1'));
  const down = up.main(terminated('m1', 137));
  const lost = up.main(terminated('m1', 255, { reason: 'Unknown' }));
  const wiped = up.main(waiting('PodInitializing', { last: invented(137, 'ContainerStatusUnknown') }));
  const before: RunOptions = { from: 1, to: 5, epoch: 0, bootId: 'b1' };
  const rows: readonly (readonly [
    cause: string,
    previous: RunOptions,
    pod: Pod,
    epoch: number,
    bootId: string,
  ])[] = [
    ['Retry', { ...before, outcome: 'Failed' }, up, 0, 'b1'],
    ['Retry', { ...before, outcome: 'NotExecuted' }, up, 0, 'b1'],
    ['SandboxRecreated', { ...before, outcome: 'Failed' }, up, 50, 'b1'],
    ['SandboxRecreated', before, up, 50, 'b1'],
    ['SandboxRecreated', before, up, 50, ''],
    ['NodeReboot', before, up, 50, 'b2'],
    ['NodeReboot', before, lost, 50, ''],
    ['RuntimeStateLost', before, lost, 50, 'b1'],
    ['RuntimeStateLost', before, wiped, 50, 'b1'],
    ['RestartAllContainers', before, up.condition('AllContainersRestarting', 'False', 9), 0, 'b1'],
    [
      'RestartAllContainers',
      { ...before, outcome: 'Failed' },
      up.condition('AllContainersRestarting', 'False', 9),
      0,
      'b1',
    ],
    ['Retry', { ...before, outcome: 'Failed' }, up.condition('AllContainersRestarting', 'False', 0), 0, 'b1'],
    ['Retry', { ...before, outcome: 'Failed' }, up.condition('AllContainersRestarting', 'False', 5), 0, 'b1'],
    ['CompletionRecordLost', before, down, 0, 'b1'],
    ['Unknown', before, up, 0, 'b1'],
  ];
  for (const [cause, previous, one, epoch, bootId] of rows) {
    it(`${cause}: after ${previous.outcome ?? 'Succeeded'}, epoch ${epoch}, boot '${bootId}'`, () => {
      const seen = { previous: runLike(previous), pod: podFactOf(one), epoch: millis(epoch), bootId };
      expect(inPlaceCause(seen)).to.equal(cause);
    });
  }
});

describe('why a pod ended', () => {
  const one = pod('p1');
  const rows: readonly (readonly [title: string, pod: Pod, cause: string])[] = [
    [
      'C3: tainted after its deadline',
      one.phase('Failed').reason('DeadlineExceeded').disrupted('DeletionByTaintManager', 9),
      'Retry',
    ],
    [
      'a disruption that was called off',
      one.condition('DisruptionTarget', 'False', 9, 'EvictionByEvictionAPI').deleted(9),
      'PodDeleted',
    ],
    ['its init container failed for good', one.phase('Failed').init('migrate', failed('a1')), 'Retry'],
    [
      'C3: the same, and asked to go later',
      one
        .phase('Failed')
        .init('migrate', failed('a1', { to: 5 }))
        .disrupted('EvictionByEvictionAPI', 9)
        .deleted(9),
      'Retry',
    ],
    [
      'asked to go, and killed then',
      one
        .phase('Failed')
        .init('migrate', terminated('a1', 143, { to: 9 }))
        .disrupted('EvictionByEvictionAPI', 9)
        .deleted(9),
      'Drain',
    ],
    ['its node is no more', one.phase('Failed').disrupted('DeletionByPodGC', 9), 'PodDeleted'],
    [
      'it failed, and no container of it did',
      one.phase('Failed').init('migrate', succeeded('a1')),
      'Unknown',
    ],
    ['it lives', one, 'Unknown'],
  ];
  for (const [title, seen, cause] of rows)
    it(`${title}: ${cause}`, () => expect(endCause(podFactOf(seen))).to.equal(cause));
});

describe('an earlier pass, told from a pod that is met for the first time', () => {
  const up = pod('p1').sandbox(0).initialized(10);
  const rows: readonly (readonly [title: string, pod: Pod, inferred: boolean])[] = [
    ['a run before the initialisation', up.init('migrate', succeeded('a1', { from: 1, to: 9 })), false],
    ['a run within the slack of it', up.init('migrate', succeeded('a1', { from: 12, to: 13 })), false],
    ['a run after it', up.init('migrate', succeeded('a1', { from: 13, to: 14 })), true],
    [
      'a younger sandbox, an old run',
      up.sandbox(50).init('migrate', succeeded('a1', { from: 1, to: 9 })),
      false,
    ],
    [
      'a younger sandbox, a young run',
      up.sandbox(50).init('migrate', succeeded('a1', { from: 49, to: 52 })),
      true,
    ],
    [
      'a run after the main container',
      pod('p1')
        .init('migrate', running('a1', { at: 30 }))
        .main(terminated('m1', 1, { from: 20, to: 25 })),
      true,
    ],
    [
      'a run before the main container',
      pod('p1')
        .init('migrate', succeeded('a1', { from: 1, to: 9 }))
        .main(running('m2', { at: 30, last: terminated('m1', 1, { from: 20, to: 25 }) })),
      false,
    ],
    ['an attempt that never began', up.init('migrate', startError('a1', { to: 99 })), false],
  ];
  for (const [title, one, inferred] of rows) {
    it(`${title}: ${inferred ? 'inferred' : 'not inferred'}`, () => {
      const fact = podFactOf(one);
      const status = fact.init[0]?.status;
      const evidence = status === undefined ? undefined : newestAttempt(status);
      if (evidence === undefined) throw new Error('no evidence');
      expect(firstSightReruns(evidence, fact)).to.equal(inferred);
    });
  }
});

describe('what keeps a container from starting', () => {
  const rows = [
    ['ErrImagePull', 'Image'],
    ['ImagePullBackOff', 'Image'],
    ['InvalidImageName', 'Image'],
    ['CreateContainerConfigError', 'Configuration'],
    ['CreateContainerError', 'Configuration'],
    ['PodInitializing', undefined],
    ['CrashLoopBackOff', undefined],
    ['', undefined],
  ] as const;
  for (const [reason, kind] of rows) {
    it(`${reason === '' ? 'no reason' : reason}: ${kind ?? 'nothing'}`, () =>
      expect(blockOf(statusOf(waiting(reason)))?.kind).to.equal(kind));
  }
});
