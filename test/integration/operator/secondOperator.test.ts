import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { FindingStatus } from '../../../src/core/model/finding.ts';
import { installOperator, operatorKubeconfig } from '../../operator/install.ts';
import { type RunningOperator, startOperator } from '../../operator/operator.ts';
import { untilTrue } from '../../operator/until.ts';
import { cluster } from '../cluster.ts';
import { World } from '../../operator/world.ts';

const WATCHED_SECONDS = 40;
/** Two operators that wrote what they want every ten seconds would write twelve times a minute. */
const MOST_WRITES = 3;

const APPS = ['raced', 'loops', 'ran'] as const;
type App = (typeof APPS)[number];

/** What readers count. */
const countsOf = ({ runs, reruns, races }: FindingStatus) => ({
  total: runs.total,
  succeeded: runs.succeeded,
  failed: runs.failed,
  reruns: reruns.total,
  races: races.total,
});
const TRUTH: Readonly<Record<App, ReturnType<typeof countsOf>>> = {
  raced: { total: 2, succeeded: 1, failed: 1, reruns: 0, races: 1 },
  loops: { total: 5, succeeded: 0, failed: 5, reruns: 0, races: 0 },
  ran: { total: 4, succeeded: 4, failed: 0, reruns: 3, races: 0 },
};

describe('two operators without a lease, the second one started by mistake', () => {
  let world: World;
  let operators: RunningOperator[] = [];
  /** Runs that there have been so far, by what the kubelet told. */
  const told = new Map<string, number>();
  const written = new Map<string, number>();

  const start = async () =>
    startOperator({
      kubeconfig: await operatorKubeconfig(cluster()),
      settings: { 'leaderElection.enabled': 'false' },
    });

  before(async function () {
    this.timeout(120_000);
    await installOperator(cluster());
    world = await World.make(cluster(), 'op-second');
    operators.push(await start());
    for (const app of APPS) {
      const { owner } = await world.deployment(app);
      for (const nth of [1, 2]) await world.pod(`${app}-${nth}`, { owner });
    }
    await ran('ran', 'ran-1', { id: 'n1', from: 0, to: 9 });
    await ran('raced', 'raced-1', { id: 'r1', from: 0, to: 9 });
    await ran('raced', 'raced-2', { id: 'r2', from: 1, to: 8, exitCode: 1 });
    await loop(1);
    await loop(2);
    await world.untilFinding('raced', 'the race', ({ state }) => state === 'Racing');
    await world.untilFinding('loops', 'the loop', ({ state }) => state === 'CrashLooping');
    operators.push(await start());
  });

  after(async () => {
    await Promise.all(operators.map((operator) => operator.end('SIGTERM')));
    await world.end();
  });

  async function ran(app: App, pod: string, run: Parameters<World['tell']>[1]): Promise<void> {
    told.set(app, (told.get(app) ?? 0) + 1);
    await world.tell(pod, run);
  }

  /** The `number`th failure in a row. */
  async function loop(number: number): Promise<void> {
    const run = (nth: number) => ({ id: `l${nth}`, from: 20 * nth, to: 20 * nth + 1, exitCode: 1 });
    const before = number === 1 ? {} : { before: run(number - 1) };
    await ran('loops', 'loops-1', { ...run(number), restarts: number - 1, ...before });
  }

  /** No total falls, and none exceeds the truth. */
  async function look(): Promise<void> {
    for (const { spec, status } of await world.findings()) {
      const { name } = spec.workloadRef;
      const { total = 0 } = status?.runs ?? {};
      expect(total, name).to.be.within(written.get(name) ?? 0, told.get(name) ?? 0);
      written.set(name, total);
    }
  }

  async function lookFor(seconds: number): Promise<void> {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(300)) await look();
  }

  async function counts(): Promise<unknown> {
    const findings = await world.findings();
    return Object.fromEntries(
      findings.map(({ spec, status }) => [spec.workloadRef.name, status && countsOf(status)]),
    );
  }

  async function untilAllIsWritten(): Promise<void> {
    await untilTrue('all is written', async () => {
      await look();
      return APPS.every((app) => written.get(app) === TRUTH[app].total);
    });
  }

  async function writes(): Promise<number> {
    const pages = await Promise.all(operators.map((operator) => operator.metrics()));
    return pages.reduce((sum, page) => sum + page.sum('confessor_writes_total', { result: 'written' }), 0);
  }

  it('count nothing twice, take nothing back, and fight no war', async function () {
    this.timeout(180_000);
    for (const number of [3, 4, 5]) {
      await loop(number);
      const from = 30 * number;
      await ran('ran', 'ran-2', { id: `n${number}`, restarts: number - 3, from, to: from + 3 });
      await lookFor(3);
    }
    await untilAllIsWritten();
    const before = await writes();
    await lookFor(WATCHED_SECONDS);
    expect(await counts()).to.deep.equal(TRUTH);
    expect((await writes()) - before).to.be.at.most(MOST_WRITES * APPS.length);
  });

  it('count nothing again when both are killed and start at once', async function () {
    this.timeout(180_000);
    await Promise.all(operators.map((operator) => operator.end('SIGKILL')));
    operators = await Promise.all([start(), start()]);
    await lookFor(15);
    expect(await counts()).to.deep.equal(TRUTH);
    expect(await writes()).to.be.at.most(MOST_WRITES * APPS.length);
  });
});
