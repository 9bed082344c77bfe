import { ALEMBIC } from '../build/container.ts';
import { pod as podOf } from '../build/pod.ts';
import { node } from '../build/node.ts';
import { crashed, failed, running, startError, succeeded, waiting } from '../build/state.ts';
import { cronJob, daemonSet, job, statefulSet } from '../build/workload.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

const { workload, revision, pod } = web(3);
const one = pod('web-h1-1').sandbox(1);
const two = pod('web-h1-2').sandbox(1);
const begun = (): Story => new Story().see(0, workload, revision);
const ran = (id: string, from: number, to: number) => succeeded(id, { from, to });

const set = statefulSet('db').init('migrate').replicas(2).revision('r1');
const agents = daemonSet('agent').init('migrate', ALEMBIC).replicas(2);
const nightly = cronJob('nightly').init('migrate');
const firstNight = job('nightly-1').init('migrate').ownedBy(nightly);
const dump = 'ERROR: duplicate key value violates unique constraint "pg_type_typname_nsp_index"';

/** Findings that have seen something, by what led there. */
export const STATES: Readonly<Record<string, () => Story>> = {
  'has not run': begun,
  runs: () => begun().see(5, one.init('migrate', running('a1', { at: 2 }))),
  'ran well': () => begun().see(5, one.init('migrate', ran('a1', 1, 3))),
  'failed once, then ran': () =>
    begun()
      .see(5, one.init('migrate', failed('a1', { from: 1, to: 3, message: dump })))
      .see(
        15,
        one.init(
          'migrate',
          succeeded('a2', { rc: 1, from: 10, to: 12, last: failed('a1', { from: 1, to: 3 }) }),
        ),
      ),
  loops: () => begun().see(5, one.init('migrate', crashed(3, { to: 4 }))),
  'looped, until its pod went': () =>
    begun()
      .see(5, one.init('migrate', crashed(3, { to: 4 })))
      .lose(30, one.deleted(20).init('migrate', crashed(3, { to: 4 }))),
  'never starts': () => begun().see(5, one.init('migrate', startError('s3', { rc: 3 }))),
  'is blocked': () => begun().see(5, one.init('migrate', waiting('ImagePullBackOff', { message: 'no' }))),
  'was blocked': () =>
    begun()
      .see(5, one.init('migrate', waiting('ImagePullBackOff')))
      .see(9, one.init('migrate', ran('a1', 6, 8))),
  'ran again in a new sandbox': () =>
    begun()
      .see(5, one.init('migrate', ran('a1', 1, 3)))
      .see(50, one.sandbox(40).init('migrate', succeeded('a2', { rc: 1, from: 41, to: 42 }))),
  'ran again after a reboot': () =>
    begun()
      .see(0, node('n1').boot('b1'))
      .see(5, one.init('migrate', ran('a1', 1, 3)))
      .see(40, node('n1').boot('b2'))
      .see(50, one.sandbox(40).init('migrate', succeeded('a2', { rc: 1, from: 41, to: 42 }))),
  raced: () =>
    begun().see(
      20,
      one.init('migrate', ran('a1', 1, 9)),
      two.init('migrate', failed('b1', { from: 2, to: 8, message: dump })),
    ),
  'raced a while ago': () =>
    begun()
      .see(20, one.init('migrate', ran('a1', 1, 9)), two.init('migrate', ran('b1', 2, 8)))
      .see(2000, one.init('migrate', ran('a1', 1, 9))),
  races: () =>
    begun().see(
      20,
      one.init('migrate', running('a1', { at: 1 })),
      two.init('migrate', running('b1', { at: 2 })),
    ),
  'raced, and one still runs': () =>
    begun().see(
      20,
      one.init('migrate', running('a1', { at: 1 })),
      two.init('migrate', failed('b1', { from: 2, to: 8, message: dump })),
    ),
  'is resolved': () =>
    begun()
      .see(5, one.init('migrate', ran('a1', 1, 3)))
      .see(10, workload.withoutInit('migrate'))
      .lose(20.25, one.deleted(15)),
  'was rolled out': () =>
    begun()
      .see(5, one.init('migrate', ran('a1', 1, 3)))
      .lose(20, one.deleted(15).init('migrate', ran('a1', 1, 3)))
      .see(30, pod('web-h1-9', 25).init('migrate', ran('c1', 26, 27))),
  'is a StatefulSet': () =>
    new Story()
      .see(0, set)
      .see(
        5,
        podOf('db-0')
          .ownedBy(set)
          .revision('r1')
          .init('migrate', ran('a1', 1, 3)),
      )
      .see(
        15,
        podOf('db-1')
          .ownedBy(set)
          .revision('r1')
          .at(8)
          .init('migrate', ran('b1', 9, 12)),
      ),
  'is a DaemonSet': () =>
    new Story()
      .see(0, agents)
      .see(
        5,
        podOf('agent-1')
          .ownedBy(agents)
          .init('migrate', ran('a1', 1, 3)),
      )
      .see(
        15,
        podOf('agent-2')
          .ownedBy(agents)
          .node('n2')
          .at(8)
          .init('migrate', ran('b1', 9, 12)),
      ),
  'is a CronJob whose last pod is gone': () => {
    const first = podOf('nightly-1-a')
      .ownedBy(firstNight)
      .restartPolicy('Never')
      .init('migrate', ran('a1', 1, 3));
    return new Story().see(0, nightly, firstNight).see(5, first).lose(30, first).lose(31, firstNight);
  },
  'is a static pod': () => {
    const home = node('n1');
    return new Story().see(0, home).see(
      5,
      podOf('etcd-n1')
        .mirror(home)
        .init('migrate', ran('a1', 1, 3)),
    );
  },
};
