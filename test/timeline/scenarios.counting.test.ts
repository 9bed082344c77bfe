import { expect } from 'chai';
import { node } from '../build/node.ts';
import { pod, type Pod } from '../build/pod.ts';
import { replicaSet } from '../build/replicaset.ts';
import {
  crashed,
  failed,
  invented,
  running,
  startError,
  succeeded,
  terminated,
  waiting,
} from '../build/state.ts';
import { deployment, job } from '../build/workload.ts';
import { Story } from './story.ts';

/*
 * Scenarios of semantics.md within one pod: `migrate` is its A, `wait` its B. Each row tells the versions of the pod, ten
 * seconds apart.
 */

const workload = deployment('web').init('migrate').init('wait').revision('1');
const revision = replicaSet(workload, 'h1').revision(1);
const born = pod('web-h1-1').ownedBy(revision).init('migrate').init('wait');
const up = born.sandbox(0).initialized(9);

interface Expected {
  readonly total: number;
  readonly succeeded?: number;
  readonly failed?: number;
  readonly interrupted?: number;
  readonly notExecuted?: number;
  readonly unknown?: number;
  readonly running?: number;
  readonly exact?: boolean;
}

interface Row {
  readonly title: string;
  readonly pods: readonly Pod[];
  readonly migrate?: Expected;
  readonly wait?: Expected;
  /** Cause of each run of `migrate`, oldest first, as far as it is one of the pod's own. */
  readonly causes?: readonly string[];
  /** Conditions of `migrate` that hold in the end. */
  readonly holds?: readonly string[];
  /** Conditions of `migrate` that never opened. */
  readonly never?: readonly string[];
}

const INVENTED = invented(137, 'ContainerStatusUnknown');
const RESTARTING = invented(137, 'RestartingAllContainers');
const T0 = succeeded('a1', { from: 1, to: 5 });
const B0 = succeeded('b1', { from: 6, to: 8 });

const ROWS: readonly Row[] = [
  {
    title: 'S1 a run that is seen to begin and to succeed',
    pods: [born.init('migrate', running('a1')), born.init('migrate', T0)],
    migrate: { total: 1, succeeded: 1, exact: true },
    causes: [''],
  },
  {
    title: 'S3 a failed run stays counted although the kubelet forgets it',
    pods: [
      born.init('migrate', running('a1')),
      born.init('migrate', failed('a1', { to: 3 })),
      born.init('migrate', running('a2', { rc: 1, at: 4, last: failed('a1', { to: 3 }) })),
      born.init('migrate', succeeded('a2', { rc: 1, from: 4, to: 6 })),
    ],
    migrate: { total: 2, succeeded: 1, failed: 1, exact: true },
    causes: ['', 'Retry'],
    never: ['CrashLooping'],
  },
  {
    title: 'S4 a run that only lastState shows',
    pods: [
      born.init('migrate', failed('a1', { from: 1, to: 2 })),
      born.init(
        'migrate',
        failed('a3', { rc: 2, from: 20, to: 21, last: failed('a2', { rc: 1, from: 3, to: 4 }) }),
      ),
    ],
    migrate: { total: 3, failed: 3, exact: true },
    causes: ['', 'Retry', 'Retry'],
    holds: ['CrashLooping'],
  },
  {
    title: 'S5 runs that only the restart count shows',
    pods: [
      born.init('migrate', failed('a1', { to: 1 })),
      born.init('migrate', crashed(6, { prefix: 'a', to: 90 })),
    ],
    migrate: { total: 6, failed: 6, exact: true },
    holds: ['CrashLooping'],
  },
  {
    title: 'S6 a crash loop in which CrashLoopBackOff is never visible',
    pods: [
      born.init('migrate', failed('a1', { to: 1 })),
      born.init('migrate', running('a2', { rc: 1, at: 2 })),
      born.init('migrate', failed('a2', { rc: 1, from: 2, to: 3 })),
      born.init('migrate', running('a3', { rc: 2, at: 13 })),
      born.init('migrate', failed('a3', { rc: 2, from: 13, to: 14 })),
    ],
    migrate: { total: 3, failed: 3, exact: true },
    holds: ['CrashLooping'],
  },
  {
    title: 'S7 a reason that is corrected later',
    pods: [
      born.init('migrate', terminated('a1', 137, { to: 3 })),
      born.init('migrate', terminated('a1', 137, { to: 3, reason: 'OOMKilled' })),
    ],
    migrate: { total: 1, failed: 1, exact: true },
    never: ['CrashLooping'],
  },
  {
    title: 'S8 exit code 0 is success whatever the reason',
    pods: [born.init('migrate', succeeded('a1', { to: 3, reason: 'OOMKilled' }))],
    migrate: { total: 1, succeeded: 1, failed: 0 },
  },
  {
    title: 'S9 attempts that could not be started; a kubelet 1.37 shows them in lastState only (C5)',
    pods: [
      born.init('migrate', startError('a1', { to: 3 })),
      born.init('migrate', waiting('RunContainerError', { id: 'a2', last: startError('a2', { to: 5 }) })),
      born.init(
        'migrate',
        waiting('CrashLoopBackOff', { id: 'a2', rc: 1, last: startError('a2', { to: 5 }) }),
      ),
    ],
    migrate: { total: 2, notExecuted: 2, failed: 0 },
    holds: ['CrashLooping'],
  },
  {
    title: 'S10 the main container dies of memory: no run',
    pods: [
      up.init('migrate', T0).main(running('m1', { at: 10 })),
      up.init('migrate', T0).main(terminated('m1', 137, { from: 10, to: 20, reason: 'OOMKilled' })),
      up.init('migrate', T0).main(running('m2', { rc: 1, at: 21 })),
    ],
    migrate: { total: 1, succeeded: 1, exact: true },
  },
  {
    title: 'S11 a new sandbox, LEGACY: the second container restarts at 0',
    pods: [
      up.init('migrate', T0).init('wait', B0),
      up.noSandbox(30).init('migrate', T0).init('wait', B0),
      up
        .sandbox(31)
        .init('migrate', running('a2', { rc: 1, at: 32 }))
        .init('wait', B0),
      up
        .sandbox(31)
        .init('migrate', succeeded('a2', { rc: 1, from: 32, to: 34 }))
        .init('wait', B0),
      up
        .sandbox(31)
        .init('migrate', succeeded('a2', { rc: 1, from: 32, to: 34 }))
        .init('wait', running('b2', { at: 35 })),
      up
        .sandbox(31)
        .init('migrate', succeeded('a2', { rc: 1, from: 32, to: 34 }))
        .init('wait', succeeded('b2', { from: 35, to: 36 })),
    ],
    migrate: { total: 2, succeeded: 2, exact: true },
    wait: { total: 2, succeeded: 2, exact: true },
    causes: ['', 'SandboxRecreated'],
    holds: ['Repeating'],
  },
  {
    title: 'S12 a new sandbox, STICKY',
    pods: [
      up.init('migrate', T0).init('wait', B0),
      up
        .sandbox(31)
        .init('migrate', running('a2', { rc: 1, at: 32, last: T0 }))
        .init('wait', B0),
      up
        .sandbox(31)
        .init('migrate', succeeded('a2', { rc: 1, from: 32, to: 34, last: T0 }))
        .init('wait', succeeded('b2', { rc: 1, from: 35, to: 36, last: B0 })),
    ],
    migrate: { total: 2, succeeded: 2, exact: true },
    wait: { total: 2, succeeded: 2, exact: true },
    causes: ['', 'SandboxRecreated'],
  },
  {
    title: 'S13 LEGACY: a restart count that falls',
    pods: [
      up
        .initialized(52)
        .init('migrate', T0)
        .init(
          'wait',
          succeeded('b4', { rc: 3, from: 50, to: 51, last: failed('b3', { rc: 2, from: 20, to: 21 }) }),
        ),
      up
        .initialized(52)
        .sandbox(70)
        .init('migrate', succeeded('a2', { rc: 1, from: 71, to: 72 }))
        .init('wait', succeeded('b5', { from: 73, to: 74 })),
    ],
    wait: { total: 5, succeeded: 2, failed: 3, exact: true },
  },
  {
    title: 'S14 LEGACY: the first sandbox failed, everything begins at 0',
    pods: [up.init('migrate', T0), up.sandbox(40).init('migrate', running('a2', { at: 42 }))],
    migrate: { total: 2, succeeded: 1, running: 1, exact: true },
    causes: ['', 'SandboxRecreated'],
  },
  {
    title: 'S15 a new sandbox in a gap: a lower bound that says so',
    pods: [
      up.init('migrate', T0).init('wait', B0),
      up
        .sandbox(40)
        .init('migrate', succeeded('a2', { rc: 1, from: 41, to: 42 }))
        .init(
          'wait',
          failed('b4', { rc: 2, from: 60, to: 61, last: failed('b3', { rc: 1, from: 45, to: 46 }) }),
        ),
    ],
    wait: { total: 3, exact: false },
  },
  {
    title: 'S15b two ids that are new beat the restart count',
    pods: [
      up.init('migrate', T0).init('wait', B0),
      up
        .sandbox(40)
        .init('migrate', succeeded('a2', { rc: 1, from: 41, to: 42 }))
        .init('wait', succeeded('b3', { rc: 1, from: 45, to: 46, last: failed('b2', { from: 43, to: 44 }) })),
    ],
    wait: { total: 3, succeeded: 2, failed: 1 },
  },
  {
    title: 'S16 STICKY: too short to be seen running, the count stays',
    pods: [
      up.init('migrate', T0).init('wait', B0),
      up
        .sandbox(40)
        .init('migrate', succeeded('a2', { from: 41, to: 41, last: T0 }))
        .init('wait', B0),
    ],
    migrate: { total: 2, succeeded: 2, exact: true },
  },
  {
    title: 'S17 the runtime lost its state',
    pods: [
      up
        .init('migrate', T0)
        .init('wait', B0)
        .main(running('m1', { at: 10 })),
      born
        .sandbox(50)
        .init('migrate', running('a2', { rc: 1, at: 51 }))
        .init('wait', B0)
        .main(waiting('PodInitializing', { rc: 1, last: INVENTED })),
      born
        .sandbox(50)
        .initialized(56)
        .init('migrate', succeeded('a2', { rc: 1, from: 51, to: 53 }))
        .init('wait', succeeded('b2', { rc: 1, from: 54, to: 55 }))
        .main(waiting('PodInitializing', { rc: 1, last: INVENTED })),
    ],
    migrate: { total: 2, succeeded: 2 },
    wait: { total: 2, succeeded: 2 },
    causes: ['', 'RuntimeStateLost'],
  },
  {
    title: 'S18 a running container that is gone without a word; with its sandbox it is C2',
    pods: [
      born.init('migrate', running('a1', { at: 1 })),
      born.init('migrate', waiting('PodInitializing', { rc: 1, last: INVENTED })),
      born.init('migrate', running('a2', { rc: 1, at: 9, last: INVENTED })),
    ],
    migrate: { total: 2, unknown: 1, running: 1 },
  },
  {
    title: 'C2 the same with its sandbox: it was cut off',
    pods: [
      born.sandbox(0).init('migrate', running('a1', { at: 1 })),
      born.noSandbox(5).init('migrate', waiting('PodInitializing', { rc: 1, last: INVENTED })),
      born.sandbox(6).init('migrate', running('a2', { rc: 1, at: 9, last: INVENTED })),
    ],
    migrate: { total: 2, interrupted: 1, running: 1 },
    causes: ['', 'SandboxRecreated'],
  },
  {
    title: 'S19 a state that the kubelet invents at the end of a pod; a kubelet 1.37 keeps the real one (C8)',
    pods: [
      born.init('migrate', crashed(5, { prefix: 'a', to: 9 })),
      born.deleted(12).init('migrate', invented(137, 'ContainerStatusUnknown', { id: 'a5', rc: 4 })),
    ],
    migrate: { total: 5, failed: 5 },
  },
  {
    title: 'S20 a state that the kubelet invents for want of a record',
    pods: [
      up.init('migrate', T0),
      up.init(
        'migrate',
        invented(0, 'Completed', { message: 'Unable to get init container status from container runtime' }),
      ),
    ],
    migrate: { total: 1, succeeded: 1, exact: true },
  },
  {
    title: 'S21 all containers restart by a rule of the pod',
    pods: [
      up.init('migrate', T0).condition('AllContainersRestarting', 'False', 0),
      up
        .condition('AllContainersRestarting', 'True', 30, 'RestartAllContainersStarted')
        .init('migrate', waiting('RestartingAllContainers', { id: 'a1', rc: 1, last: RESTARTING })),
      up
        .condition('AllContainersRestarting', 'False', 30)
        .init('migrate', waiting('PodInitializing', { rc: 1, last: RESTARTING })),
      up
        .condition('AllContainersRestarting', 'False', 30)
        .init('migrate', running('a2', { rc: 1, at: 31, last: RESTARTING })),
    ],
    migrate: { total: 2, succeeded: 1, running: 1, exact: true },
    causes: ['', 'RestartAllContainers'],
  },
  {
    title:
      'S22 the record of the completion was lost; on a kubelet 1.37 with that of the main container (C13)',
    pods: [
      up.init('migrate', T0).main(running('m1', { at: 10 })),
      up.init('migrate', T0).main(terminated('m1', 137, { from: 10, to: 60 })),
      up.init('migrate', running('a2', { at: 61 })).main(terminated('m1', 137, { from: 10, to: 60 })),
    ],
    migrate: { total: 2, succeeded: 1, running: 1 },
    causes: ['', 'CompletionRecordLost'],
  },
  {
    title: 'C13 the same where the main container waits',
    pods: [
      up.init('migrate', T0).main(running('m1', { at: 10 })),
      up
        .init('migrate', succeeded('a2', { rc: 1, from: 61, to: 62 }))
        .main(waiting('CrashLoopBackOff', { rc: 3 })),
    ],
    migrate: { total: 2, succeeded: 2 },
    causes: ['', 'CompletionRecordLost'],
  },
  {
    title: 'S23 the kubelet restarts',
    pods: [
      up.init('migrate', T0).version(1),
      up.init('migrate', T0).version(2),
      up.init('migrate', T0).version(3),
    ],
    migrate: { total: 1, exact: true },
  },
  {
    title: 'S24 a pod that never restarts lost its sandbox',
    pods: [
      up.restartPolicy('Never').init('migrate', T0),
      up.restartPolicy('Never').noSandbox(30).phase('Failed').init('migrate', T0),
    ],
    migrate: { total: 1, succeeded: 1, exact: true },
  },
  {
    title: 'S26 a sidecar is no init container',
    pods: [
      up.sidecar('proxy', running('s1')).init('migrate', T0),
      up.sidecar('proxy', running('s8', { rc: 7 })).init('migrate', T0),
    ],
    migrate: { total: 1 },
  },
  {
    title: 'S27 an init container with a restart policy of its own',
    pods: [
      pod('web-h1-1')
        .ownedBy(revision)
        .init('migrate', failed('a1', { to: 1 }), {
          image: 'shop/api:1',
          command: ['alembic', 'upgrade', 'head'],
          restartPolicy: 'OnFailure',
        }),
      pod('web-h1-1')
        .ownedBy(revision)
        .init('migrate', failed('a2', { rc: 1, from: 2, to: 3 }), {
          image: 'shop/api:1',
          command: ['alembic', 'upgrade', 'head'],
          restartPolicy: 'OnFailure',
        }),
    ],
    migrate: { total: 2, failed: 2 },
    holds: ['CrashLooping'],
  },
  {
    title: 'S41 killed with its pod',
    pods: [
      born.init('migrate', running('a1', { at: 1 })),
      born.deleted(5).init('migrate', running('a1', { at: 1 })),
      born.deleted(5).init('migrate', terminated('a1', 143, { from: 1, to: 7 })),
    ],
    migrate: { total: 1, interrupted: 1, failed: 0 },
    never: ['CrashLooping'],
  },
  {
    title: 'S55 a reconnect tells again what was told before',
    pods: [
      born.init('migrate', failed('a1', { to: 1 })),
      born.init('migrate', failed('a2', { rc: 1, from: 2, to: 3, last: failed('a1', { to: 1 }) })),
      born.init('migrate', failed('a1', { to: 1 })),
      born.init('migrate', failed('a2', { rc: 1, from: 2, to: 3, last: failed('a1', { to: 1 }) })),
      born.init(
        'migrate',
        succeeded('a3', { rc: 2, from: 14, to: 16, last: failed('a2', { rc: 1, from: 2, to: 3 }) }),
      ),
    ],
    migrate: { total: 3, failed: 2, succeeded: 1, exact: true },
  },
  {
    title: 'S58 an image that cannot be pulled',
    pods: [
      born.init('migrate', waiting('ErrImagePull')),
      born.init('migrate', waiting('ImagePullBackOff')),
      born.init('migrate', waiting('ErrImagePull')),
    ],
    migrate: { total: 0 },
    holds: ['Blocked'],
    never: ['CrashLooping'],
  },
  {
    title: 'S59 a configuration that is missing',
    pods: [born.init('migrate', waiting('CreateContainerConfigError', { message: 'secret "db" not found' }))],
    migrate: { total: 0 },
    holds: ['Blocked'],
    never: ['CrashLooping'],
  },
  {
    title: 'S63 the main container crash-loops, the sandbox dies, Initialized flips',
    pods: [
      up.init('migrate', T0).main(waiting('CrashLoopBackOff', { rc: 3 })),
      born
        .sandbox(60)
        .condition('Initialized', 'False', 60)
        .init('migrate', running('a2', { rc: 1, at: 61 }))
        .main(waiting('PodInitializing', { rc: 3 })),
      born
        .sandbox(60)
        .initialized(63)
        .init('migrate', succeeded('a2', { rc: 1, from: 61, to: 62 }))
        .main(running('m5', { rc: 4, at: 64 })),
    ],
    migrate: { total: 2, succeeded: 2, exact: true },
    causes: ['', 'SandboxRecreated'],
  },
  {
    title: 'S65 statuses in another order, and one of a container that the spec does not name',
    pods: [
      born
        .init('migrate', T0)
        .init('wait', running('b1', { at: 6 }))
        .stray('migrated', failed('x1', { rc: 9 }))
        .statusOrder('wait', 'migrated', 'migrate'),
    ],
    migrate: { total: 1, succeeded: 1 },
    wait: { total: 1, running: 1 },
  },
  {
    title: 'S66 a retry in the second of the failure',
    pods: [
      born.init('migrate', failed('a1', { from: 5, to: 5 })),
      born.init(
        'migrate',
        succeeded('a2', { rc: 1, from: 5, to: 6, last: failed('a1', { from: 5, to: 5 }) }),
      ),
    ],
    migrate: { total: 2, failed: 1, succeeded: 1, exact: true },
    causes: ['', 'Retry'],
    never: ['Racing'],
  },
  {
    title: 'C1 a container that ran when its node went down has not failed',
    pods: [
      born.sandbox(0).init('migrate', running('a1', { at: 1 })),
      born.noSandbox(400).init('migrate', terminated('a1', 255, { from: 1, to: 400, reason: 'Unknown' })),
      born.sandbox(401).init(
        'migrate',
        running('a2', {
          rc: 1,
          at: 402,
          last: terminated('a1', 255, { from: 1, to: 400, reason: 'Unknown' }),
        }),
      ),
    ],
    migrate: { total: 2, interrupted: 1, running: 1, failed: 0 },
  },
  {
    title: 'C5 StartError in lastState only, its restart count not raised yet',
    pods: [
      born.init('migrate', waiting('PodInitializing')),
      born.init('migrate', waiting('RunContainerError', { id: 'a1', last: startError('a1', { to: 3 }) })),
      born.init(
        'migrate',
        waiting('CrashLoopBackOff', { id: 'a2', rc: 1, last: startError('a2', { rc: 1, to: 4 }) }),
      ),
    ],
    migrate: { total: 2, notExecuted: 2 },
  },
  {
    title: 'C5 attempts that could not be started, the first of which was over before any status told of it',
    pods: [
      born.init('migrate', waiting('PodInitializing')),
      born.init(
        'migrate',
        waiting('CrashLoopBackOff', { id: 'a2', rc: 1, last: startError('a2', { rc: 1, to: 4 }) }),
      ),
      born.init(
        'migrate',
        waiting('CrashLoopBackOff', { id: 'a4', rc: 3, last: startError('a4', { rc: 3, to: 44 }) }),
      ),
    ],
    migrate: { total: 4, notExecuted: 4, failed: 0 },
    holds: ['CrashLooping'],
  },
];

/** Words that a reader would not take for the cause of a run within its pod. */
function told(pods: readonly Pod[]): Story {
  const story = new Story().see(0, node('n1'), workload, revision, born);
  pods.forEach((version, index) => story.see(100 + 10 * index, version));
  return story;
}

describe('scenarios of counting', () => {
  for (const { title, pods, migrate, wait, causes, holds, never } of ROWS) {
    describe(title, () => {
      const story = told(pods);
      for (const [container, expected] of Object.entries({ migrate, wait })) {
        if (expected === undefined) continue;
        it(`${container}: ${JSON.stringify(expected)}`, () => {
          expect(story.status(container).runs).to.include(expected);
        });
      }
      if (causes !== undefined) {
        it(`causes: ${JSON.stringify(causes)}`, () => {
          expect(story.attributed()).to.deep.equal(causes);
        });
      }
      if (holds !== undefined) {
        it(`holds: ${String(holds)}`, () => {
          expect(story.conditions()).to.include.members([...holds]);
        });
      }
      if (never !== undefined) {
        it(`never: ${String(never)}`, () => {
          const opened = story.status().conditions.map(({ type }) => type);
          for (const type of never) expect(opened).to.not.include(type);
        });
      }
    });
  }

  it('S26 names no sidecar', () => {
    const story = new Story().see(
      0,
      up.sidecar('proxy', running('s8', { rc: 7 })).init('migrate', T0),
      revision,
    );
    expect(story.findings().map(({ spec }) => spec.container)).to.not.include('proxy');
  });

  it('S6 opens the crash loop at the second failure', () => {
    const story = told([
      born.init('migrate', failed('a1', { to: 1 })),
      born.init('migrate', failed('a2', { rc: 1, from: 2, to: 3 })),
      born.init('migrate', failed('a3', { rc: 2, from: 13, to: 14 })),
    ]);
    const [loop] = story.status().conditions.filter(({ type }) => type === 'CrashLooping');
    expect(loop?.lastTransitionTime).to.equal('2026-01-01T00:00:03Z');
  });
});

describe('scenarios of counting a pod that is met for the first time', () => {
  const rows: readonly Row[] = [
    {
      title: 'S2 one run that came before the initialisation',
      pods: [up.init('migrate', T0)],
      migrate: { total: 1, succeeded: 1 },
    },
    {
      title: 'S61 a run younger than the initialisation: an earlier pass is inferred',
      pods: [up.sandbox(100).init('migrate', succeeded('a2', { from: 101, to: 102 }))],
      migrate: { total: 2, exact: false },
      causes: ['SandboxRecreated'],
    },
    {
      title: 'S62 earlier runs of which nothing is left but their number',
      pods: [up.init('migrate', succeeded('a3', { rc: 2, from: 6, to: 8 }))],
      migrate: { total: 3, succeeded: 1, failed: 2 },
    },
    {
      title: 'C2 an earlier run that went with its sandbox has not failed',
      pods: [up.init('migrate', succeeded('a2', { rc: 1, from: 6, to: 8, last: INVENTED }))],
      migrate: { total: 2, succeeded: 1, failed: 0, unknown: 1 },
    },
    {
      title: 'a younger sandbox in which it has not run yet proves no rerun',
      pods: [
        up
          .sandbox(100)
          .init('migrate', running('a2', { rc: 1, at: 101 }))
          .init('wait', B0),
        up
          .sandbox(100)
          .init('migrate', succeeded('a2', { rc: 1, from: 101, to: 102 }))
          .init('wait', succeeded('b2', { from: 103, to: 104 })),
      ],
      wait: { total: 2 },
    },
    {
      title: 'two ids prove two runs whatever the restart count',
      pods: [
        up
          .sandbox(5)
          .init('migrate', succeeded('a2', { from: 6, to: 6, last: succeeded('a1', { from: 1, to: 1 }) })),
      ],
      migrate: { total: 2, succeeded: 2 },
    },
  ];
  for (const { title, pods, migrate, wait, causes } of rows) {
    it(title, () => {
      const [first, ...rest] = pods;
      const story = new Story({}, [workload, revision, ...(first === undefined ? [] : [first])], 1000);
      rest.forEach((version, index) => story.see(1010 + 10 * index, version));
      if (migrate !== undefined) expect(story.status('migrate').runs).to.include(migrate);
      if (wait !== undefined) expect(story.status('wait').runs).to.include(wait);
      if (causes !== undefined) expect(story.attributed()).to.deep.equal(causes);
    });
  }
});

describe('scenarios of Jobs', () => {
  const work = job('load').init('migrate').restartPolicy('OnFailure');
  const one = pod('load-1').ownedBy(work).restartPolicy('OnFailure').sandbox(0).initialized(4);

  it('S25 a status that is frozen while an init container runs again, but for the new sandbox (V4)', () => {
    const story = new Story()
      .see(0, work, one.init('migrate'))
      .see(10, one.init('migrate', succeeded('a1', { from: 1, to: 3 })))
      .see(100, one.sandbox(90).init('migrate', succeeded('a1', { from: 1, to: 3 })))
      .see(200, one.sandbox(90).init('migrate', succeeded('a2', { rc: 1, from: 91, to: 95 })));
    expect(story.status().runs).to.include({ total: 2, succeeded: 2 });
    expect(story.attributed()).to.deep.equal(['', 'SandboxRecreated']);
    expect(story.status().recentRuns[0]).to.include({
      startedAt: '2026-01-01T00:01:31Z',
      finishedAt: '2026-01-01T00:01:35Z',
    });
  });
});
