import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before } from 'mocha';
import type { Cluster } from '../../hack/lab/cluster.ts';
import { startCluster } from '../../hack/lab/lifecycle.ts';
import type { StoredFinding } from '../../src/core/model/finding.ts';
import { findingsOf } from '../operator/findings.ts';
import { installOperator, operatorKubeconfig } from '../operator/install.ts';
import { type Ending, endOperators, type RunningOperator, startOperator } from '../operator/operator.ts';
import { endRecorders, Recorder, type ReplayedFinding } from '../operator/recorder.ts';
import { images } from './images.ts';
import { keepFixtures } from './keep.ts';
import { lateStarts } from './lateStarts.ts';
import { KUBELETS } from './nodes.ts';
import { Place, Scenario } from './scenario.ts';

/** Where a cluster's name begins, so that hack/test finds what a killed run leaves. */
const PREFIX = process.env['CONFESSOR_CLUSTER_PREFIX'] ?? 'node';
/** Whether the recordings for rings without a cluster are made again. */
const KEPT = process.env['CONFESSOR_LAB_FIXTURES'] === '1';
const LOGS = join(import.meta.dirname, '../../config/logs');
const NAME = `${PREFIX}-n${process.pid}`;
const START_MS = 20 * 60_000;
/** Two cores cannot start everything at once; the crash loop, whose times are judged, comes first. */
const STAGGER_MS = 3000;

const QUIET_SECONDS = 4;

/** What all scenarios have left when the operator was told to end. */
interface Settled {
  readonly findings: readonly StoredFinding[];
  readonly replayed: readonly ReplayedFinding[];
  /** By a recording that can be given away. */
  readonly replayedWithoutNames: readonly ReplayedFinding[];
  readonly ending: Ending;
  /** Uids of pods of whose counts nobody can be sure, because their node was too slow. */
  readonly late: ReadonlySet<string>;
}

let running: Cluster | undefined;
let watching: RunningOperator | undefined;
let settledState: Settled | undefined;
const scenarios: Scenario<unknown>[] = [];

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('this is there only while tests run');
  return value;
}

/** The ring's one cluster. */
export const cluster = (): Cluster => there(running);
/** The operator that watches all scenarios while they are played. */
export const operator = (): RunningOperator => there(watching);
export const settled = (): Settled => there(settledState);

/**
 * Enlists a scenario; its namespace is its name. All scenarios are played side by side before the first test runs; then the
 * operator is told to end and so writes all it knows.
 */
export function scenario<T>(namespace: string, act: (place: Place) => Promise<T>): Scenario<T> {
  const made = new Scenario(namespace, act, () => settled().findings);
  scenarios.push(made);
  return made;
}

async function play(): Promise<void> {
  const kubeconfig = await operatorKubeconfig(cluster());
  const recorder = await Recorder.start(kubeconfig, cluster().folder);
  const shared = await Recorder.start(kubeconfig, cluster().folder, 'shared');
  watching = await startOperator({ kubeconfig, settings: { logs: 'previous' } });
  const places = scenarios.map(({ namespace }) => new Place(cluster(), operator(), namespace));
  await cluster().apply(places.map(({ manifest }) => manifest));
  await Promise.all(
    scenarios.map(async (scenario, index) => {
      await sleep(index * STAGGER_MS);
      await scenario.play(there(places[index]));
    }),
  );
  // The recordings end where the operator's knowledge ends.
  await recorder.quiet(QUIET_SECONDS);
  const ending = await operator().end('SIGTERM');
  const findings = await findingsOf(cluster());
  const replayed = await recorder.replay();
  const late = lateStarts(recorder.file);
  settledState = { findings, ending, late, replayed, replayedWithoutNames: await shared.replay() };
  if (KEPT) keepFixtures({ own: recorder.file, shared: shared.file }, places);
}

before('a cluster with a node, and all scenarios', async function () {
  this.timeout(START_MS);
  running = await startCluster({
    name: NAME,
    nodes: Object.keys(KUBELETS).length,
    kubelets: KUBELETS,
    report: () => undefined,
  });
  for (const image of await images()) await cluster().importImage(image);
  await installOperator(cluster());
  await cluster().kubectl('apply', '-k', LOGS);
  await play();
});

after('its end', async function () {
  this.timeout(120_000);
  await endOperators();
  await endRecorders();
  await running?.stop();
  running = undefined;
});
