import { expect } from 'chai';
import type { Finding, StoredFinding } from '../../src/core/model/finding.ts';
import { expectExact, expectNoFalseFailure, expectNotAbove } from '../timeline/histories/judge.ts';
import { isUndisturbed } from '../timeline/histories/plan.ts';
import { trueRaces } from '../timeline/histories/trueRaces.ts';
import type { TrueRun } from '../timeline/histories/truth.ts';
import type { LivingCluster } from './livingCluster.ts';

/** A cluster and what the operator has written of its workloads. */
export interface Case {
  readonly cluster: LivingCluster;
  readonly findings: readonly Finding[];
}

/** Nobody collects garbage here: what was said of workloads that are gone since is left, and may be old. */
export function caseOf(cluster: LivingCluster, stored: readonly StoredFinding[]): Case {
  const findings = stored
    .filter(({ namespace }) => namespace === cluster.namespace)
    .filter(({ spec }) => !cluster.scribe.removed.has(spec.workloadRef.uid))
    .flatMap((finding) => (finding.status === undefined ? [] : [{ ...finding, status: finding.status }]));
  return { cluster, findings };
}

/** What is wrong in each case; nothing where all is as it should be. */
export function faultsOf(cases: readonly Case[], check: (one: Case) => void): readonly string[] {
  return cases.flatMap((one) => {
    try {
      check(one);
      return [];
    } catch (error) {
      const { namespace, plan } = one.cluster;
      return [`${namespace} ${String(error)} of ${JSON.stringify(plan)}`];
    }
  });
}

/** Never more than there was, and exact only where it is all. */
export function checkModest({ cluster, findings }: Case): void {
  expectNotAbove(cluster, findings);
  for (const finding of findings) {
    const { sure, most } = racesIn(cluster, finding);
    const { total } = finding.status.races;
    expect(total, `races of ${finding.name}, at most ${sure ?? most}`).to.be.at.most(sure ?? most);
  }
}

/** All that there was, where each pod still tells of all its runs. */
export function checkTotals({ cluster, findings }: Case): void {
  expectAllThere({ cluster, findings });
  for (const finding of findings) {
    const { total, fates } = truthOf(cluster, finding);
    expect(finding.status.runs, finding.name).to.include({ total, succeeded: fates.Succeeded });
    const { failed, notExecuted } = finding.status.runs;
    if (isUndisturbed(cluster.plan))
      expect(failed + notExecuted, `failed: ${finding.name}`).to.equal(fates.Failed + fates.NotExecuted);
  }
}

/** All that there was, and sure of it. */
export function checkWhole({ cluster, findings }: Case): void {
  expectAllThere({ cluster, findings });
  expectExact(cluster, findings);
  expectNoFalseFailure(cluster, findings);
  for (const finding of findings) {
    if (finding.spec.workloadRef.kind === 'Node') continue;
    const runs = runsOf(cluster, finding);
    const { reruns, races } = finding.status;
    expect(reruns.total, `reruns of ${finding.name}`).to.be.at.least(sureReruns(runs));
    const { sure } = racesIn(cluster, finding);
    if (sure !== undefined) expect(races.total, `races of ${finding.name}`).to.equal(sure);
  }
}

/** Workloads of these kinds are never taken away here. */
const STAYING = /^(Deployment|StatefulSet|DaemonSet|CronJob)\//;

function expectAllThere({ cluster, findings }: Case): void {
  const there = new Set(findings.map(({ spec }) => keyOf(spec.workloadRef, spec.container)));
  const wanted = cluster.truth.runs
    .filter(({ workload }) => STAYING.test(workload))
    .map(({ workload, container }) => `${workload} ${container}`);
  expect([...new Set(wanted)].filter((key) => !there.has(key))).to.deep.equal([]);
}

function keyOf({ kind, name }: { readonly kind: string; readonly name: string }, container: string): string {
  return `${kind}/${name} ${container}`;
}

function truthOf({ truth }: LivingCluster, { spec }: Finding) {
  return truth.of(`${spec.workloadRef.kind}/${spec.workloadRef.name}`, spec.container);
}

function runsOf({ truth }: LivingCluster, { spec }: Finding): readonly TrueRun[] {
  const key = keyOf(spec.workloadRef, spec.container);
  return truth.runs.filter(({ workload, container }) => `${workload} ${container}` === key);
}

/** Only what changes something races. */
function racesIn(cluster: LivingCluster, finding: Finding): ReturnType<typeof trueRaces> {
  if (!finding.status.sideEffecting) return { sure: 0, most: 0 };
  return trueRaces(runsOf(cluster, finding), cluster.plan);
}

/** Times have whole seconds, and two nodes' clocks may be two apart (R32). */
const UNSURE = 3;

/** Those that began so long after the same work had succeeded that any two nodes tell the order. */
function sureReruns(runs: readonly TrueRun[]): number {
  const isSure = (run: TrueRun) =>
    run.fate !== 'NotExecuted' &&
    runs.some(
      ({ work, fate, endedAt }) =>
        work === run.work &&
        fate === 'Succeeded' &&
        endedAt !== undefined &&
        endedAt + UNSURE <= run.startedAt,
    );
  return runs.filter(isSure).length;
}
