import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { FindingStatus } from '../../../src/core/model/finding.ts';
import { type AuditEvent, audited, isWrite } from '../../operator/audit.ts';
import { installOperator, OPERATOR_USER, operatorKubeconfig } from '../../operator/install.ts';
import { type RunningOperator, startOperator } from '../../operator/operator.ts';
import { cluster } from '../cluster.ts';
import { now, World } from '../../operator/world.ts';

const QUIET_SECONDS = 60;
/** What has run for so long is Slow already, and long before Stuck: no deadline falls into the quiet. */
const RUNNING_SECONDS = 100;
/** Longer than what is written within the interval of a finding. */
const SETTLE_SECONDS = 12;

describe('a cluster in which nothing changes', () => {
  let world: World;
  let operator: RunningOperator;

  before(async () => {
    await installOperator(cluster());
    world = await World.make(cluster(), 'op-quiet');
    operator = await startOperator({ kubeconfig: await operatorKubeconfig(cluster()) });
    const { owner } = await world.deployment('web');
    for (const name of ['web-1', 'web-2', 'web-3']) await world.pod(name, { owner });
    const from = now() - RUNNING_SECONDS;
    await world.tell('web-1', { id: 'q1', from, to: from + 9, exitCode: 0 });
    await world.tell('web-3', { id: 'q3', from: from + 2 });
    // What makes it a failed race comes last: it is written at once, and all the rest with it.
    await world.tell('web-2', { id: 'q2', from: from + 1, to: from + 8, exitCode: 1 });
    const isWhole = ({ races, runs }: FindingStatus) => races.last?.level === 'failed' && runs.total === 3;
    await world.untilFinding('web', 'the race of three', isWhole);
  });

  after(async () => {
    await operator.end('SIGTERM');
    await world.end();
  });

  it('is neither written to nor talked about', async function () {
    this.timeout(240_000);
    await settle();
    const before = { lines: operator.output.length, writes: writes() };
    expect(before.writes).to.be.above(0);
    await sleep(QUIET_SECONDS * 1000);
    expect(operator.output.slice(before.lines)).to.deep.equal([]);
    expect(writes()).to.equal(before.writes);
  });

  async function settle(): Promise<void> {
    for (let before = -1; before !== writes(); await sleep(SETTLE_SECONDS * 1000)) before = writes();
  }

  /** What other tests have left elsewhere is written anew by an operator that starts, some of it minutes later. */
  function writes(): number {
    const { length } = audited(cluster(), OPERATOR_USER).filter(isWriteHere);
    return length;
  }

  function isWriteHere(event: AuditEvent): boolean {
    const { user, objectRef } = event;
    return user.username === OPERATOR_USER && objectRef?.namespace === world.namespace && isWrite(event);
  }
});
