import type { Check } from './checks.ts';
import { chapter, kubectl, say, show } from './narrator.ts';
import type { Stage } from './stage.ts';
import { until, within } from './until.ts';
import { cache, NAMESPACE, REPLICAS, shop } from './workloads.ts';

const TRIES = 4;
const SETTLE_SECONDS = 30;

/** The workload that raced, and what is to be checked about it. */
export interface RaceOutcome {
  readonly workload: string;
  readonly checks: readonly Check[];
}

async function waiting({ cluster }: Stage, workload: string): Promise<true | undefined> {
  const path = 'jsonpath={.items[*].status.initContainerStatuses[0].state.running.startedAt}';
  const answer = await cluster.kubectl('get', 'pods', '-n', NAMESPACE, '-l', `app=${workload}`, '-o', path);
  return answer.split(' ').filter(Boolean).length === REPLICAS ? true : undefined;
}

async function allReady({ cluster }: Stage, workload: string): Promise<true | undefined> {
  const path = 'jsonpath={.status.readyReplicas}';
  const ready = await cluster.kubectl('get', 'deployment', workload, '-n', NAMESPACE, '-o', path);
  return ready === String(REPLICAS) ? true : undefined;
}

/** The replicas wait for the database; then it comes, and they all go at once. */
async function race(stage: Stage, workload: string): Promise<number> {
  const { cluster, postgres, audience, signal } = stage;
  await postgres.sql('CREATE DATABASE shop');
  await cluster.stopComponent(postgres.name);
  say(`The database is down. Deployment "${workload}" starts ${REPLICAS} replicas all the same.`);
  await cluster.apply([shop(workload, postgres)]);
  await until('all replicas wait for the database', signal, 60, () => waiting(stage, workload));
  await kubectl(cluster, `get pods -n ${NAMESPACE}`, signal);
  say(
    'Their init containers wait for it, copy a configuration, and run "alembic upgrade head". Alembic takes no lock. Now the database comes back, and nothing puts the replicas in an order …',
  );
  await cluster.restartComponent(postgres.name);
  await until('all replicas have migrated', signal, 120, () => allReady(stage, workload));
  return audience.failures(workload, 'migrate').length;
}

async function clear({ cluster, postgres }: Stage, workload: string): Promise<void> {
  await cluster.kubectl('delete', 'deployment', workload, '-n', NAMESPACE, '--cascade=foreground');
  await postgres.sql('DROP DATABASE shop WITH (FORCE)');
}

async function raceUntilOneFails(stage: Stage): Promise<string> {
  for (let turn = 1; turn <= TRIES; turn += 1) {
    const workload = turn === 1 ? 'shop' : `shop-${turn}`;
    if ((await race(stage, workload)) > 0) return workload;
    if (turn === TRIES) return workload;
    say('By chance nobody failed: the first was done before the others began. Once more from the start.');
    await clear(stage, workload);
  }
  throw new Error('unreachable');
}

function tellLosers({ audience }: Stage, workload: string): void {
  const losers = audience.failures(workload, 'migrate');
  const lost = new Set(losers.map(({ pod }) => pod)).size;
  say(
    `All ${REPLICAS} replicas are ready, but ${lost} of them failed on the way. A loser passes on its first retry, which is free of back-off, so Init:CrashLoopBackOff tells nobody. What PostgreSQL answered stands in the pod's status as long as the pod lives:`,
  );
  for (const { pod, message } of losers) {
    const error = message.split('\n').find((line) => /Error/.test(line));
    const path = "-o jsonpath='{.status.initContainerStatuses[2].lastState.terminated.message}'";
    show(`kubectl get pod ${pod} -n ${NAMESPACE} ${path} | grep -m1 Error`, error ?? message);
  }
}

function judge({ audience }: Stage, workload: string): readonly Check[] {
  const last = audience.finding(workload, 'migrate')?.status.races.last;
  const [what, wanted] = [
    'the migration raced, and one failed for it',
    'failed, 2 or more pods, overlap > 0 s',
  ];
  if (last === undefined) return [{ what, wanted, measured: 'no race', seen: false }];
  const { level, pods, podCount, overlapSeconds } = last;
  const measured = `${level}, ${podCount} pods named, overlap ${overlapSeconds} s`;
  const seen = level === 'failed' && pods.length >= 2 && podCount >= 2 && overlapSeconds > 0;
  return [{ what, wanted, measured, seen }];
}

/** Three replicas race for one migration. */
export async function raceScene(stage: Stage): Promise<RaceOutcome> {
  const { cluster, audience, signal } = stage;
  chapter('Three replicas, one migration');
  await cluster.apply([cache()]);
  const workload = await raceUntilOneFails(stage);
  tellLosers(stage, workload);
  await kubectl(cluster, `get pods -n ${NAMESPACE}`, signal);
  say(
    'kubectl shows healthy pods. Had a step of the migration been outside of the transaction, the database would now be half migrated. Confessor says what happened:',
  );
  await within('the race in the finding', signal, SETTLE_SECONDS, () => {
    const races = audience.finding(workload, 'migrate')?.status.races;
    return races !== undefined && races.failed > 0 ? races : undefined;
  });
  await kubectl(cluster, 'get initfindings -A', signal);
  const name = audience.finding(workload, 'migrate')?.name;
  if (name !== undefined) {
    say('The whole confession, with every run that took part:');
    await kubectl(cluster, `describe initfinding ${name} -n ${NAMESPACE}`, signal);
  }
  return { workload, checks: judge(stage, workload) };
}
