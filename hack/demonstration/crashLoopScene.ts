import type { Check } from './checks.ts';
import { chapter, kubectl, say } from './narrator.ts';
import type { Stage } from './stage.ts';
import { until, within } from './until.ts';
import { NAMESPACE, report } from './workloads.ts';

const WANTED_SECONDS = 5;
const WORKLOAD = 'report';

/** A migration that fails for ever. */
export async function crashLoopScene(stage: Stage): Promise<readonly Check[]> {
  const { cluster, postgres, audience, signal } = stage;
  chapter('A migration that cannot work');
  say('Deployment "report" migrates a database that nobody has created. It fails, and fails again.');
  await cluster.apply([report(postgres)]);
  const second = await until('the second failure', signal, 60, () =>
    audience.failures(WORKLOAD, 'migrate').find(({ number }) => number === 2),
  );
  const found = await within('CrashLooping in the finding', signal, 30, () =>
    audience.finding(WORKLOAD, 'migrate')?.conditionsAt.get('CrashLooping'),
  );
  await kubectl(cluster, `get pods -n ${NAMESPACE} -l app=${WORKLOAD}`, signal);
  say(
    'Two failures in a row are a crash loop, whatever kubectl calls it: nearly all the time it prints Init:Error, and alerts that wait for CrashLoopBackOff see little.',
  );
  await kubectl(cluster, 'get initfindings -A --field-selector status.state=CrashLooping', signal);
  // The kubelet cuts finishedAt to whole seconds, so the true delay is at most what is measured.
  const seconds = found === undefined ? undefined : (found - Date.parse(second.finishedAt)) / 1000;
  return [
    {
      what: 'the crash loop is found after the second failure',
      wanted: `within ${WANTED_SECONDS} s`,
      measured: seconds === undefined ? 'never' : `${seconds.toFixed(1)} s`,
      seen: seconds !== undefined && seconds <= WANTED_SECONDS,
    },
  ];
}
