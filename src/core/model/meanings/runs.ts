import type { Outcome, RaceLevel } from '../names.ts';
import type { Meaning } from './meaning.ts';

/** How runs end. */
export const OUTCOME_MEANINGS: Readonly<Record<Outcome, Meaning>> = {
  Running: {
    means: 'Active now.',
    detail: '',
    matters: 'Its pod has not started yet.',
    steps: ['Nothing, unless the finding says Slow or Stuck.'],
  },
  Succeeded: {
    means: 'Ended with exit code 0.',
    detail: 'Whatever the reason says: OOMKilled is also told where only a child of the process was killed.',
    matters: 'From here on, each further run of the same work is a rerun.',
    steps: ['Nothing.'],
  },
  Failed: {
    means: 'Failed by itself.',
    detail: '',
    matters: 'What it did until then stays done where nothing rolled it back.',
    steps: [
      '`kubectl logs POD -c CONTAINER --previous` shows why; `terminationMessagePolicy: FallbackToLogsOnError` lets the finding say it.',
    ],
  },
  Interrupted: {
    means: 'Stopped from outside, for example with its Pod.',
    detail: 'By a deletion, an eviction, a reboot, a lost sandbox or a restart of all containers.',
    matters: 'It did not choose the moment: a migration may be left in the middle, or its lock taken.',
    steps: [
      'Look at what the work leaves when it is killed: the rule of the tool says so where it is known.',
    ],
  },
  NotExecuted: {
    means: 'Created, but its process never started.',
    detail: 'The runtime reports StartError: a command that is not in the image, or a mount that fails.',
    matters: 'It is counted as an attempt, and has changed nothing.',
    steps: ['Read the message of the failed start: `kubectl describe pod POD`.'],
  },
  Unknown: {
    means: 'Counted, but nobody saw its end.',
    detail: 'The runtime lost it, or it ended while nobody watched.',
    matters: 'It may have succeeded, so that it is taken neither for a success nor for a failure.',
    steps: ['Nothing; `exactSince` says since when all has been seen.'],
  },
};

/** How certain and how bad a race was, weakest first. */
export const RACE_LEVEL_MEANINGS: Readonly<Record<RaceLevel, Meaning>> = {
  possible: {
    means: 'The runs may have overlapped, within the error of the clocks.',
    detail: 'On nodes whose clocks are far apart nothing more can be said.',
    matters: 'They may as well have run one after the other; the next time they may not.',
    steps: ['Synchronise the clocks of the nodes; run the work once for each release, in a Job.'],
  },
  observed: {
    means: 'The runs certainly overlapped, and none failed for it.',
    detail: '',
    matters: 'It went well this time, or nobody has noticed yet.',
    steps: ['Run the work once for each release, in a Job.'],
  },
  failed: {
    means:
      'The runs overlapped, and one failed while another did not, or one said in its own error that they met.',
    detail: '',
    matters: 'The work of one was disturbed by that of another; what it left may be neither old nor new.',
    steps: ['Look at the database before the next run.', 'Run the work once for each release, in a Job.'],
  },
};
