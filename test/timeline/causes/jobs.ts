import { type Pod, pod } from '../../build/pod.ts';
import { terminated } from '../../build/state.ts';
import { cronJob, job } from '../../build/workload.ts';
import { Story } from '../story.ts';
import { type CauseRow, ran } from './row.ts';

const load = job('load').init('migrate');
const worker = (name: string, createdAt: number): Pod =>
  pod(name).ownedBy(load).restartPolicy('Never').at(createdAt);

function worked(...endings: readonly Pod[]): () => Story {
  return () => {
    const story = new Story().see(0, load).see(10, ran(worker('load-a', 0), 'a1', 1));
    endings.forEach((ending, index) => story.see(90 + index, ending));
    return story.see(110, ran(worker('load-b', 100), 'b1', 102));
  };
}

export const OF_JOBS: readonly CauseRow[] = [
  {
    cause: 'JobRetry',
    evidence: 'the pod before it failed',
    story: worked(
      ran(worker('load-a', 0), 'a1', 1)
        .phase('Failed')
        .main(terminated('m1', 1, { from: 5, to: 9 })),
    ),
  },
  {
    cause: 'JobRetry',
    evidence: 'the pod before it met its deadline, and a taint when it had (C3)',
    story: worked(
      ran(worker('load-a', 0), 'a1', 1).phase('Failed').reason('DeadlineExceeded'),
      ran(worker('load-a', 0), 'a1', 1)
        .phase('Failed')
        .reason('DeadlineExceeded')
        .disrupted('DeletionByTaintManager', 95)
        .deleted(95),
    ),
  },
  {
    cause: 'Taint',
    evidence: 'the pod before it was removed by a taint',
    story: worked(ran(worker('load-a', 0), 'a1', 1).disrupted('DeletionByTaintManager', 90).deleted(90)),
  },
  {
    cause: 'PodDeleted',
    evidence: 'the pod before it was deleted',
    story: worked(ran(worker('load-a', 0), 'a1', 1).deleted(90)),
  },
  { cause: 'Parallelism', evidence: 'a Job runs several at once', story: worked() },
  {
    cause: 'Parallelism',
    evidence: 'a Job runs several, and the one before it succeeded',
    story: worked(ran(worker('load-a', 0), 'a1', 1).phase('Succeeded')),
  },
  {
    cause: 'Schedule',
    evidence: 'the first pod of a CronJob’s next Job',
    story: () => {
      const due = (turn: number) =>
        job(`nightly-${turn}`).ownedBy(cronJob('nightly')).init('migrate').at(turn);
      const of = (turn: number) =>
        pod(`nightly-${turn}-x`).ownedBy(due(turn)).restartPolicy('Never').at(turn);
      return new Story()
        .see(0, due(0))
        .see(10, ran(of(0), 'a1', 1).phase('Succeeded'))
        .see(100, due(100))
        .see(110, ran(of(100), 'b1', 102));
    },
  },
];
