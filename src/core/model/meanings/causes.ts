import { CAUSES_BY_DESIGN, type Cause } from '../names.ts';
import type { Meaning } from './meaning.ts';

interface CauseWords extends Omit<Meaning, 'means'> {
  /** Completes "because …". */
  readonly because: string;
}

/** Why a run began. */
const WORDS: Readonly<Record<Cause, CauseWords>> = {
  Retry: {
    because: 'an earlier attempt failed',
    detail:
      'In the same pod, or, where the container must not be retried, in the pod that replaced the failed one.',
    matters:
      'The failed attempt may have done a part of the work: what is retried must be safe to begin again.',
    steps: ['Read why the attempt failed: the recent runs of the finding have its exit code.'],
  },
  SandboxRecreated: {
    because: 'the pod sandbox was re-created',
    detail:
      'The pod stayed, its network and containers did not, and its init containers ran again. kubectl hardly shows it.',
    matters: 'It happens at any time, without any release: all that is done at a start is done again.',
    steps: [
      'Look for the event SandboxChanged on the pod, and into the logs of kubelet, runtime and network plugin of that time.',
    ],
  },
  NodeReboot: {
    because: 'the node was rebooted',
    detail: 'All pods of the node got new sandboxes, or were replaced, and ran their init containers again.',
    matters:
      'All replicas on that node begin at once, whatever the workload does at a rollout: that is when they race.',
    steps: ['Drain a node before it is rebooted, and spread replicas over nodes.'],
  },
  RuntimeStateLost: {
    because: 'the container runtime lost its state',
    detail: 'For the kubelet its containers had never run.',
    matters: 'All that is done at a start is done again, often on the whole node at once.',
    steps: ['Find out what wiped the state of the runtime: an upgrade, a full disk, a clean-up of /var/lib.'],
  },
  CompletionRecordLost: {
    because: 'the record of its completion was lost',
    detail:
      'The runtime had forgotten that the init container succeeded when all main containers of the pod were down.',
    matters: 'A crash of the application then repeats the work of its init containers, which it should not.',
    steps: ['Keep prune jobs and garbage collection away from the dead containers of living pods.'],
  },
  RestartAllContainers: {
    because: 'a container rule restarted all containers of the pod',
    detail: 'An exit code met a rule of `restartPolicyRules` with the action RestartAllContainers.',
    matters:
      'Init containers run again with each such exit, and one that is running is killed without grace.',
    steps: ['Restart the one container instead, or make the work safe to repeat.'],
  },
  Rollout: {
    because: 'a new revision was rolled out',
    detail: 'The revision is new, the work of the init container is the same as before.',
    matters: 'Each release repeats it, also one that has nothing to do with it.',
    steps: ['Run the work from the release itself, only when it has changed.'],
  },
  Restart: {
    because: 'the workload was restarted (kubectl rollout restart)',
    detail: 'Nothing but the annotation restartedAt differs.',
    matters: 'A restart is meant to change nothing, and here it does the work again.',
    steps: ['Make the work safe to repeat, or move it into a Job.'],
  },
  Rollback: {
    because: 'the workload was rolled back',
    detail: '',
    matters:
      'The work of an older release ran on what a newer one has left: a migration does not undo itself.',
    steps: ['See that the older release can live with the newer schema.'],
  },
  ScaleUp: {
    because: 'the workload was scaled up',
    detail: 'By hand or by an autoscaler.',
    matters: 'Load decides how often the work is done, and several new pods do it at once.',
    steps: ['Run the work once for each release, in a Job, instead of in each replica.'],
  },
  Replica: {
    because: 'a further replica started',
    detail: 'It is a further pod of the same revision.',
    matters:
      'With several replicas the work is done several times by design; AtRisk says where that is dangerous.',
    steps: ['Run the work once for each release, in a Job, instead of in each replica.'],
  },
  NewNode: {
    because: 'a pod came to a new node',
    detail: 'A DaemonSet has one pod for each node.',
    matters: 'What is done for a node belongs there; what is done for all of them is repeated with each.',
    steps: ['Nothing, where the work is about the node.'],
  },
  Schedule: {
    because: 'the CronJob was due',
    detail: '',
    matters: 'It is what a CronJob is for.',
    steps: ['Nothing, where the work is meant to be done each time.'],
  },
  Parallelism: {
    because: 'the Job runs several pods',
    detail: 'By `parallelism` or `completions`.',
    matters: 'Each of its pods does the work of the init container.',
    steps: ['Do in a Job of its own what is to be done once for all of them.'],
  },
  JobRetry: {
    because: 'the Job retried in a new pod',
    detail: 'The pod before it failed or went.',
    matters: 'What the earlier pod did before it failed is done again.',
    steps: [
      'Read why the pod failed, and make the work safe to repeat: `backoffLimit` says how often it may be.',
    ],
  },
  Drain: {
    because: 'a pod was evicted through the API, as a drain does',
    detail: 'An autoscaler of nodes, a descheduler or an autoscaler that resizes pods does so, too.',
    matters: 'Maintenance of the cluster repeats the work, whenever it suits the cluster.',
    steps: ['Make the work safe to repeat, or move it into a Job.'],
  },
  Preemption: {
    because: 'a pod was preempted',
    detail: 'A pod of higher priority took its place.',
    matters: 'A full cluster repeats the work.',
    steps: ['Give the workload a priority that fits, or the cluster more room.'],
  },
  Taint: {
    because: 'a NoExecute taint removed a pod',
    detail: 'Mostly a node that did not answer for some minutes.',
    matters: 'The pod on the lost node may still be working while its replacement begins.',
    steps: ['Look at the node; a replacement must not rely on the old pod being gone.'],
  },
  NodePressure: {
    because: 'a node under pressure evicted a pod',
    detail: 'For want of memory, disk or process ids, or because a volume exceeded its limit.',
    matters: 'The next node may come under pressure, too: the work is done again with each move.',
    steps: ['Set requests that are true, and look at what fills the node.'],
  },
  PodDeleted: {
    because: 'a pod was deleted',
    detail: 'By somebody or something that left no other trace.',
    matters: 'Deleting a pod is a common way to restart it, and does the work of its init containers again.',
    steps: ['Ask the audit log of the API server who did it.'],
  },
  Unknown: {
    because: 'the cause was not seen',
    detail: 'Nobody watched then, or the signs allow of more than one answer.',
    matters: 'A guess would be worth less.',
    steps: [
      'The recent runs of the finding tell the time and the node: events and the audit log of then may say more.',
    ],
  },
};

const BY_DESIGN = 'It is by design: it counts as a rerun, and does not open Repeating.';

/** Completes "because …". */
export const becauseOf = (cause: Cause): string => WORDS[cause].because;

/** What a cause means, why it matters and what can be done. */
export function causeMeaning(cause: Cause): Meaning {
  const { because, detail, matters, steps } = WORDS[cause];
  const design = CAUSES_BY_DESIGN.has(cause) ? [BY_DESIGN] : [];
  return {
    means: `${because.charAt(0).toUpperCase()}${because.slice(1)}.`,
    detail: [detail, ...design].filter((text) => text !== '').join(' '),
    matters,
    steps,
  };
}
