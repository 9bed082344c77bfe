import { expect } from 'chai';
import type { FindingStatus } from '../../src/core/model/finding.ts';
import { findingsOf } from '../operator/findings.ts';
import { operatorKubeconfig } from '../operator/install.ts';
import { type RunningOperator, startOperator } from '../operator/operator.ts';
import { untilTrue } from '../operator/until.ts';
import { HOMES } from './nodes.ts';
import { Place } from './scenario.ts';
import { cluster, settled } from './stage.ts';
import { podOf } from './workloads.ts';

const NAMESPACE = 'killed';
const REPLICAS = 3;
const APPS = HOMES.flatMap(({ suffix }) => [`looping${suffix}`, `racing${suffix}`]);

const counts = ({ runs, reruns, races }: FindingStatus) => ({
  runs: { ...runs, exact: undefined, exactSince: undefined },
  reruns: reruns.byCause,
  races: [races.total, races.possible, races.observed, races.failed],
});

describe('an operator that is killed in the middle of an incident', () => {
  let place: Place;
  let operator: RunningOperator;
  let findings: Awaited<ReturnType<typeof findingsOf>>;
  const start = async () => startOperator({ kubeconfig: await operatorKubeconfig(cluster()) });

  before(async function () {
    this.timeout(300_000);
    operator = await start();
    place = new Place(cluster(), operator, NAMESPACE);
    await cluster().apply([place.manifest]);
    for (const { node, suffix } of HOMES) {
      await place.deploy(`looping${suffix}`, 1, podOf({ migrate: { failures: 3 } }, {}, { node }));
      const racing = podOf({ migrate: { seconds: 4, failures: 1 } }, {}, { node });
      await place.deploy(`racing${suffix}`, REPLICAS, racing);
      await place.untilRuns(`racing${suffix}`, 'migrate', REPLICAS);
    }
    await untilTrue(
      'something is on record',
      async () => (await place.finding('racing', 'migrate')) !== undefined,
    );
    await operator.end('SIGKILL');
    // Runs go on while nobody looks.
    for (const { suffix } of HOMES) {
      await place.untilRuns(`racing${suffix}`, 'migrate', 2 * REPLICAS);
      await place.untilRuns(`looping${suffix}`, 'migrate', 3);
    }
    operator = await start();
    await operator.end('SIGKILL');
    operator = await start();
    for (const app of APPS) await place.deployed(app);
    await operator.end('SIGTERM');
    findings = await findingsOf(cluster());
  });

  for (const app of APPS) {
    it(`counts every run of "${app}" once`, () => {
      const truth = place.truth.runs(app, 'migrate');
      const finding = findings.find(
        ({ namespace, spec }) => namespace === NAMESPACE && spec.workloadRef.name === app,
      );
      expect(finding?.status?.runs).to.include({
        total: truth.length,
        succeeded: truth.filter(({ exitCode }) => exitCode === 0).length,
        failed: truth.filter(({ exitCode }) => exitCode !== 0).length,
      });
    });
  }

  it('counts nothing again of what was on record before', () => {
    const now = new Map(findings.map(({ uid, status }) => [uid, status && counts(status)]));
    for (const { uid, name, status } of settled().findings)
      expect(now.get(uid), name).to.deep.equal(status && counts(status));
  });

  it('exports the same numbers as the findings after the next start', async () => {
    operator = await start();
    const metrics = await operator.metrics();
    expect(metrics.duplicates).to.deep.equal([]);
    for (const { namespace, spec, status } of findings) {
      if (spec.workloadRef.kind === 'Job') continue;
      const labels = { namespace, workload: spec.workloadRef.name, container: spec.container };
      const name = `${namespace}/${spec.workloadRef.name}/${spec.container}`;
      expect(metrics.sum('confessor_init_container_runs_total', labels), name).to.equal(status?.runs.total);
      expect(metrics.sum('confessor_init_container_races_total', labels), name).to.equal(status?.races.total);
    }
  });

  it('lets findings and series go with their workload', async () => {
    await place.kubectl('delete', 'deployment', 'racing', '--wait=false');
    await untilTrue(
      'the finding is gone',
      async () => (await place.finding('racing', 'migrate')) === undefined,
    );
    await untilTrue('its series are gone', async () => {
      const { samples } = await operator.metrics();
      return !samples.some(
        ({ labels }) => labels['namespace'] === NAMESPACE && labels['workload'] === 'racing',
      );
    });
    expect((await operator.metrics()).duplicates).to.deep.equal([]);
    expect((await place.finding('looping', 'migrate'))?.status.runs.total).to.equal(4);
  });
});
