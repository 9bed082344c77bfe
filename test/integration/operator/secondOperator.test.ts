import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { installOperator, operatorKubeconfig } from '../../operator/install.ts';
import { type RunningOperator, startOperator } from '../../operator/operator.ts';
import { untilTrue } from '../../operator/until.ts';
import { cluster } from '../cluster.ts';
import { World } from './world.ts';

const WATCHED_SECONDS = 60;
/** Two operators that wrote what they want every ten seconds would write twelve times a minute. */
const MOST_WRITES = 3;

describe('a second operator that was started by mistake', () => {
  let world: World;
  const operators: RunningOperator[] = [];
  const apps = ['raced', 'loops', 'ran'] as const;

  before(async function () {
    this.timeout(120_000);
    await installOperator(cluster());
    world = await World.make(cluster(), 'op-second');
    const kubeconfig = await operatorKubeconfig(cluster());
    operators.push(await startOperator({ kubeconfig }));
    for (const app of apps) {
      const { owner } = await world.deployment(app);
      for (const nth of [1, 2]) await world.pod(`${app}-${nth}`, { owner });
    }
    await world.tell('ran-1', { id: 'n1', from: 0, to: 9 });
    await world.tell('raced-1', { id: 'r1', from: 0, to: 9 });
    await world.tell('raced-2', { id: 'r2', from: 1, to: 8, exitCode: 1 });
    await loop('loops-1', 1);
    await loop('loops-1', 2);
    await world.untilFinding('raced', 'the race', ({ state }) => state === 'Racing');
    await world.untilFinding('loops', 'the loop', ({ state }) => state === 'CrashLooping');
    operators.push(await startOperator({ kubeconfig }));
  });

  after(async () => {
    await Promise.all(operators.map((operator) => operator.end('SIGTERM')));
    await world.end();
  });

  /** The `number`th failure in a row. */
  async function loop(pod: string, number: number): Promise<void> {
    const run = (nth: number) => ({ id: `${pod}-${nth}`, from: 20 * nth, to: 20 * nth + 1, exitCode: 1 });
    const before = number === 1 ? {} : { before: run(number - 1) };
    await world.tell(pod, { ...run(number), restarts: number - 1, ...before });
  }

  async function writes(): Promise<number> {
    const pages = await Promise.all(operators.map((operator) => operator.metrics()));
    return pages.reduce((sum, page) => sum + page.sum('confessor_writes_total', { result: 'written' }), 0);
  }

  it('counts nothing twice, takes nothing back, and fights no war', async function () {
    this.timeout(180_000);
    const totals = new Map<string, number>();
    const look = async () => {
      for (const { spec, status } of await world.findings()) {
        const { total = 0 } = status?.runs ?? {};
        expect(total, spec.workloadRef.name).to.be.at.least(totals.get(spec.workloadRef.name) ?? 0);
        totals.set(spec.workloadRef.name, total);
      }
    };
    for (const number of [3, 4, 5]) {
      await loop('loops-1', number);
      await world.tell(`ran-2`, {
        id: `n${number}`,
        restarts: number - 3,
        from: 30 * number,
        to: 30 * number + 3,
      });
      for (let nth = 0; nth < 10; nth += 1) {
        await look();
        await sleep(300);
      }
    }
    await untilTrue('all is written', async () => {
      await look();
      return totals.get('loops') === 5 && totals.get('ran') === 4;
    });
    const before = await writes();
    for (let second = 0; second < WATCHED_SECONDS; second += 2) {
      await look();
      await sleep(2000);
    }
    expect(Object.fromEntries(totals)).to.deep.equal({ raced: 2, loops: 5, ran: 4 });
    expect((await writes()) - before).to.be.at.most(MOST_WRITES * apps.length);
  });
});
