import type { Check } from './checks.ts';
import { crashLoopScene } from './crashLoopScene.ts';
import { chapter, kubectl, type Shown, say } from './narrator.ts';
import type { Prometheus } from './prometheus.ts';
import { prometheusScene } from './prometheusScene.ts';
import { quietScene } from './quietScene.ts';
import { raceScene } from './raceScene.ts';
import { restartScene } from './restartScene.ts';
import type { Stage } from './stage.ts';
import { NAMESPACE } from './workloads.ts';

/** What the story leaves. */
export interface Ending {
  readonly checks: readonly Check[];
  readonly prometheus: Prometheus;
  /** What the picture shows. */
  readonly shown: readonly Shown[];
}

async function finalView({ cluster, signal }: Stage): Promise<readonly Shown[]> {
  chapter('Everything at a glance');
  const pods = await kubectl(cluster, `get pods -n ${NAMESPACE}`, signal);
  say('The pods look as if nothing had happened, but for one. Their init containers confess:');
  const findings = await kubectl(cluster, 'get initfindings -A', signal);
  await kubectl(cluster, 'get initfindings -A -o wide', signal);
  say('And only what races:');
  const racing = `get initfindings -n ${NAMESPACE} --field-selector status.state=Racing -o wide`;
  return [pods, findings, await kubectl(cluster, racing, signal)];
}

/** Tells the whole story. */
export async function tell(stage: Stage): Promise<Ending> {
  const race = await raceScene(stage);
  const crashLoop = await crashLoopScene(stage);
  const quiet = await quietScene(stage);
  const restart = await restartScene(stage, race.workload);
  const shown = await finalView(stage);
  const { prometheus, checks } = await prometheusScene(stage, race.workload);
  return { checks: [...race.checks, ...crashLoop, ...quiet, ...restart, ...checks], prometheus, shown };
}
