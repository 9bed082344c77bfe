import { node } from '../build/node.ts';
import type { Pod } from '../build/pod.ts';
import { crashed, failed, running, succeeded } from '../build/state.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

const { workload, revision, pod } = web(3);
const one = pod('web-h1-1').sandbox(1);
const two = pod('web-h1-2').sandbox(1);
const begun = (): Story => new Story().see(0, node('n1'), workload, revision);

const since = (at: number): Pod => one.init('migrate', running('a1', { at }));
/** It is looked at, as a timer would. */
const looked = (story: Story, ...seconds: readonly number[]): Story => {
  for (const second of seconds) story.findings(second);
  return story;
};

/** Findings whose runs go on for long, or did; the restarts come at 3000 s and shortly after. */
export const SLOW_STATES: Readonly<Record<string, () => Story>> = {
  'is slow': () => looked(begun().see(2900, since(2899)), 2970),
  'is slower than usual': () => {
    const story = begun();
    for (const past of [0, 1, 2]) {
      const ran = succeeded(`p${past}`, { from: 100 * past, to: 100 * past + 40 });
      story.see(100 * past + 41, pod(`past-${past}`, 100 * past).init('migrate', ran));
    }
    return looked(story.see(2850, since(2849)), 2975);
  },
  'is stuck': () => looked(begun().see(2, since(1)), 70, 700),
  'is stuck, and nobody has looked': () => begun().see(2, since(1)),
  'is stuck on a node that has fallen silent': () =>
    looked(begun().see(2, since(1)), 700).see(800, node('n1').ready('Unknown', 790)),
  'was slow': () =>
    looked(begun().see(2, since(1)), 70).see(91, one.init('migrate', succeeded('a1', { from: 1, to: 90 }))),
  'was stuck, and failed': () =>
    looked(begun().see(2, since(1)), 700).see(901, one.init('migrate', failed('a1', { from: 1, to: 900 }))),
  'was stuck, and its pod went': () => looked(begun().see(2, since(1)), 700).lose(901, since(1).deleted(890)),
  'is stuck in one pod and has ended in another': () =>
    looked(begun().see(2, since(1), two.init('migrate', running('b1', { at: 2 }))), 700).see(
      1500,
      two.init('migrate', succeeded('b1', { from: 2, to: 1499 })),
    ),
};

const DIRTY = 'error: Dirty database version 12. Fix and force version.';
const UNNAMED = "Can't take lock to run migrations: Migration table is already locked";
const WAITED = 'ERROR 1205 (HY000): Lock wait timeout exceeded; try restarting transaction';
const lockedBy = (host: string) =>
  `liquibase.exception.LockException: Could not acquire change log lock.  Currently locked by ${host} (10.0.0.4) since 1/1/26 1:00 PM`;

const saying = (message: string, end = 20): Pod =>
  one.init('migrate', failed('a1', { from: 10, to: end, message }));
const said = (message: string): Story => begun().see(21, saying(message));
const healed = (story: Story): Story =>
  story.see(41, two.init('migrate', succeeded('b1', { from: 30, to: 40 })));

/** Findings about what runs said when they failed: a database half migrated, a lock that nobody alive holds. */
export const SAID_STATES: Readonly<Record<string, () => Story>> = {
  'is half applied': () => said(DIRTY),
  'is half applied, and its pod waits to fail again': () =>
    said(DIRTY).see(60, one.init('migrate', crashed(3, { to: 50 }))),
  'is half applied, and its pod has gone': () => said(DIRTY).lose(60, saying(DIRTY).deleted(50)),
  'is half applied, and another pod has ended well that began before': () =>
    said(DIRTY).see(41, two.init('migrate', succeeded('b1', { from: 5, to: 40 }))),
  'was half applied': () => healed(said(DIRTY)),
  'has a lock of a pod that is gone': () => said(lockedBy('web-dead')),
  'has a lock of a pod that is gone, and its own pod has gone': () =>
    said(lockedBy('web-dead')).lose(60, saying(lockedBy('web-dead')).deleted(50)),
  'has a lock that an earlier run has left': () => said(lockedBy('web-h1-1')),
  'has a lock that nobody was seen to hold': () => said(UNNAMED),
  'has been finding a lock taken for long': () =>
    said(WAITED).see(640, one.init('migrate', failed('a2', { rc: 1, from: 610, to: 639, message: WAITED }))),
  'has not found a lock taken for long': () =>
    said(WAITED).see(500, one.init('migrate', failed('a2', { rc: 1, from: 480, to: 499, message: WAITED }))),
  'waits for the lock of a living pod': () =>
    begun().see(21, two.init('migrate', running('b1', { at: 2900 })), saying(lockedBy('web-h1-2'))),
  'waited for the lock of a pod that has gone since': () =>
    begun()
      .see(21, two.init('migrate', running('b1', { at: 5 })), saying(lockedBy('web-h1-2')))
      .lose(60, two.init('migrate', running('b1', { at: 5 })).deleted(50)),
  'had a stuck lock': () => healed(said(lockedBy('web-dead'))),
};
