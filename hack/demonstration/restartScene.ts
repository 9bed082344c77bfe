import type { FindingStatus } from '../../src/core/model/finding.ts';
import type { Check } from './checks.ts';
import { chapter, kubectl, say } from './narrator.ts';
import type { Stage } from './stage.ts';
import { within } from './until.ts';
import { NAMESPACE, REPLICAS } from './workloads.ts';

const SETTLE_SECONDS = 30;

function restarts(status: FindingStatus | undefined): number {
  return status?.reruns.byCause.find(({ cause }) => cause === 'Restart')?.count ?? 0;
}

/** A restart of the pods is a repetition of the migration. */
export async function restartScene(stage: Stage, workload: string): Promise<readonly Check[]> {
  const { cluster, audience, signal } = stage;
  chapter('A restart is a migration');
  say(
    'Somebody restarts the deployment. Nothing in it has changed, but a restart means new pods, and each of them migrates the database again. (A main container that dies does not run its init containers again: only a new pod or a lost sandbox does.) This time there is no race: a rolling update makes one pod after the other.',
  );
  await kubectl(cluster, `rollout restart deployment/${workload} -n ${NAMESPACE}`, signal);
  await kubectl(cluster, `rollout status deployment/${workload} -n ${NAMESPACE} --timeout=120s`, signal);
  const look = () => restarts(audience.finding(workload, 'migrate')?.status);
  await within('the reruns in the finding', signal, SETTLE_SECONDS, () =>
    look() >= REPLICAS ? true : undefined,
  );
  const measured = look();
  return [
    {
      what: 'the rollout restart counts as reruns with cause Restart',
      wanted: `${REPLICAS}`,
      measured: `${measured}`,
      seen: measured === REPLICAS,
    },
  ];
}
