import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Finding } from '../../src/core/model/finding.ts';
import { RECORDINGS, replayRecording } from './replayRecording.ts';

/*
 * The first truth: eighteen incidents of a real kubelet, and what the containers themselves wrote (test/recordings/*.truth.json).
 */

interface TrueRun {
  readonly pod: string;
  readonly start: string;
  readonly outcome: string;
  readonly cause: string;
  readonly rerun: boolean;
}

interface TrueContainer {
  readonly name: string;
  readonly runs: readonly TrueRun[];
  readonly sidecar?: boolean;
  readonly reruns: { readonly byCause: Readonly<Record<string, number>> };
  readonly rerunsAnyRevision: { readonly byCause: Readonly<Record<string, number>> };
  readonly totals: Readonly<Record<'total' | 'succeeded' | 'failed' | 'interrupted', number>>;
}

interface Truth {
  readonly description: string;
  readonly workloads: readonly {
    readonly kind: string;
    readonly name: string;
    readonly containers: readonly TrueContainer[];
  }[];
}

const FOLDER = new URL('../recordings/', import.meta.url);
function truthOf(name: string): Truth {
  return JSON.parse(readFileSync(new URL(`${name}.truth.json`, FOLDER), 'utf8')) as Truth;
}

function findingOf(
  findings: readonly Finding[],
  kind: string,
  name: string,
  container: string,
): Finding | undefined {
  return findings.find(
    ({ spec }) =>
      spec.workloadRef.kind === kind && spec.workloadRef.name === name && spec.container === container,
  );
}

/** The witness names causes freely's words. */
const CAUSE_NAMES: Readonly<Record<string, string>> = {
  retry: 'Retry',
  'sandbox-recreated': 'SandboxRecreated',
  'node-restart': 'NodeReboot',
  rollout: 'Rollout',
  rollback: 'Rollback',
  'scale-up': 'ScaleUp',
  'job-retry': 'JobRetry',
  'restart-all-containers': 'RestartAllContainers',
  'pod-deleted': 'PodDeleted',
  'eviction/drain': 'Drain',
  initial: 'Replica',
};

/**
 * The witness counts reruns by template (`reruns`) and over all revisions (`rerunsAnyRevision`); by work they lie between:
 * where a rollout changed the command of this container, the new command is new work.
 */
const CHANGED_WORK: ReadonlySet<string> = new Set([
  '06-rollout-rollback/migrate',
  '18-image-and-config-errors/migrate',
  '29-bad-rollout-then-rollback/migrate',
]);

function expectedCauses(recording: string, container: TrueContainer): Readonly<Record<string, number>> {
  const changed = CHANGED_WORK.has(`${recording}/${container.name}`);
  const { byCause } = changed ? container.reruns : container.rerunsAnyRevision;
  return Object.fromEntries(
    Object.entries(byCause).map(([cause, count]) => [CAUSE_NAMES[cause] ?? cause, count]),
  );
}

function causesOf(found: Finding | undefined): Readonly<Record<string, number>> {
  return Object.fromEntries((found?.status.reruns.byCause ?? []).map(({ cause, count }) => [cause, count]));
}

/** In the pull failure's replacement `migrate` runs for the first time, but its pod came by the rollout. */
const FIRST_BY_ROLLOUT = '18-image-and-config-errors/pull/migrate';

/** What began and how it ended, pod by pod in the order of its runs: runs of one second in two pods have no order. */
function trueRuns(place: string, { runs }: TrueContainer): Readonly<Record<string, readonly string[]>> {
  const ordered = [...runs].sort((a, b) => (a.start < b.start ? -1 : 1));
  return byPod(
    ordered.map(({ pod, outcome, cause, rerun }) => {
      const first = place === FIRST_BY_ROLLOUT ? 'Rollout' : '';
      const why = cause === 'initial' && !rerun ? first : (CAUSE_NAMES[cause] ?? cause);
      return { pod, told: `${outcome} ${why}` };
    }),
  );
}

function foundRuns(found: Finding | undefined): Readonly<Record<string, readonly string[]>> {
  const executed = (found?.status.recentRuns ?? []).filter(({ outcome }) => outcome !== 'NotExecuted');
  return byPod(
    executed
      .toReversed()
      .map(({ pod, outcome, cause }) => ({ pod, told: `${outcome.toLowerCase()} ${cause ?? ''}` })),
  );
}

function byPod(
  runs: readonly { readonly pod: string; readonly told: string }[],
): Readonly<Record<string, readonly string[]>> {
  const pods = new Map<string, readonly string[]>();
  for (const { pod, told } of runs) pods.set(pod, [...(pods.get(pod) ?? []), told]);
  return Object.fromEntries(pods);
}

function executions({ status }: Finding): number {
  return status.runs.total - status.runs.notExecuted;
}

describe('recordings of a real kubelet', () => {
  it('there are eighteen', () => {
    expect(RECORDINGS).to.have.length(18);
  });

  for (const name of RECORDINGS) {
    const truth = truthOf(name);
    describe(`${name}: ${truth.description}`, () => {
      const findings = replayRecording(name);
      for (const workload of truth.workloads) {
        for (const container of workload.containers) {
          const title = `${workload.kind}/${workload.name} ${container.name}`;
          const found = findingOf(findings, workload.kind, workload.name, container.name);
          if (container.sidecar === true) {
            it(`${title}: a sidecar is not counted`, () => {
              expect(found).to.equal(undefined);
            });
            continue;
          }
          it(`${title}: ${container.totals.total} executions, as the container itself wrote`, () => {
            expect(found === undefined ? 0 : executions(found)).to.equal(container.totals.total);
          });
          it(`${title}: exact only where the total is the truth`, () => {
            expect(found?.status.runs.exact).to.equal(true);
          });
          it(`${title}: reruns have the causes of what was done to the cluster`, () => {
            expect(causesOf(found)).to.deep.equal(expectedCauses(name, container));
          });
          it(`${title}: each run has its outcome, and the cause of what was done to the cluster`, () => {
            const place = `${name}/${workload.name}/${container.name}`;
            expect(foundRuns(found)).to.deep.equal(trueRuns(place, container));
          });
          it(`${title}: outcomes are the container's own`, () => {
            const { succeeded, failed, interrupted } = container.totals;
            const runs = found?.status.runs;
            expect({
              succeeded: runs?.succeeded ?? 0,
              failed: runs?.failed ?? 0,
              interrupted: runs?.interrupted ?? 0,
            }).to.deep.equal({ succeeded, failed, interrupted });
          });
        }
      }
    });
  }
});

describe('races in recordings', () => {
  const RACES = [
    { name: '01-clean-start', workload: 'web', expected: { total: 0 } },
    { name: '02-crash-loop-then-ok', workload: 'web', expected: { total: 0 } },
    { name: '14a-alembic-race', workload: 'app', expected: { total: 1, failed: 1 } },
    { name: '14b-alembic-advisory-lock', workload: 'app', expected: { total: 1, observed: 1 } },
    { name: '14i-knex-lock', workload: 'app', expected: { total: 1, failed: 1 } },
  ];
  for (const { name, workload, expected } of RACES) {
    it(`${name} ends with ${JSON.stringify(expected)}`, () => {
      const finding = findingOf(replayRecording(name), 'Deployment', workload, 'migrate');
      expect(finding?.status.races).to.include(expected);
    });
  }

  it('the race of 14a names its pods, its overlap and the message of PostgreSQL', () => {
    const finding = findingOf(replayRecording('14a-alembic-race'), 'Deployment', 'app', 'migrate');
    const last = finding?.status.races.last;
    expect(last?.pods).to.deep.equal([
      'app-84ccf86bff-ftxl8',
      'app-84ccf86bff-fw98b',
      'app-84ccf86bff-htdvv',
    ]);
    expect(last?.overlapSeconds).to.equal(6);
    expect(finding?.status.message).to.match(/pg_type_typname_nsp_index|alembic_version/);
  });
});

describe('evaluation', () => {
  it('at other moments changes no byte of what a recording leaves', () => {
    for (const name of RECORDINGS) {
      let turn = 0;
      const seldom = replayRecording(name);
      const often = replayRecording(name, {
        onLine: (engine, changed, at) => {
          turn += 1;
          for (const key of changed) if (turn % 3 !== 0) engine.evaluate(key, at);
        },
      });
      expect(often, name).to.deep.equal(seldom);
    }
  });
});
