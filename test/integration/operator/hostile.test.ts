import { expect } from 'chai';
import { installOperator, operatorKubeconfig } from '../../operator/install.ts';
import { type RunningOperator, startOperator } from '../../operator/operator.ts';
import { untilTrue } from '../../operator/until.ts';
import { cluster } from '../cluster.ts';
import { at, initStatus, World } from '../../operator/world.ts';

const ID = { containerID: 'containerd://x1' };
const done = { ...ID, exitCode: 0, reason: 'Completed', startedAt: at(1), finishedAt: at(2) };
const named = (rest: object) => ({ ...initStatus('migrate', { id: 'x1', from: 1 }), ...rest });
const statuses = (...list: readonly unknown[]) => ({ phase: 'Pending', initContainerStatuses: list });

/** Statuses that the API server takes from anybody who may write them; `strange` ones hold what no kubelet could mean. */
const TABLE: readonly { readonly what: string; readonly status: object; readonly strange?: true }[] = [
  { what: 'no list of statuses', status: { initContainerStatuses: null, containerStatuses: null } },
  { what: 'nothing but an invented phase', status: { phase: 'Dreaming', message: null, reason: null } },
  { what: 'a status without a name', status: statuses(named({ name: '' })) },
  { what: 'a status of a container that is not there', status: statuses(named({ name: 'nobody' })) },
  { what: 'two statuses with one name', status: statuses(named({}), named({ restartCount: 7 })) },
  {
    what: '400 statuses',
    status: statuses(...Array.from({ length: 400 }, (_, n) => named({ name: `c${n}` }))),
  },
  { what: 'a restartCount below zero', status: statuses(named({ restartCount: -5 })), strange: true },
  { what: 'the greatest restartCount there is', status: statuses(named({ restartCount: 2_147_483_647 })) },
  {
    what: 'running, waiting and ended at once',
    status: statuses(
      named({ state: { running: { startedAt: at(1) }, waiting: { reason: 'Why' }, terminated: done } }),
    ),
    strange: true,
  },
  {
    what: 'an end without id and times',
    status: statuses(named({ state: { terminated: { exitCode: 1 } } })),
  },
  {
    what: 'an end before its start',
    status: statuses(named({ state: { terminated: { ...done, startedAt: at(50), finishedAt: at(1) } } })),
  },
  {
    what: 'a run in the year 9999',
    status: statuses(named({ state: { running: { startedAt: '9999-12-31T23:59:59Z' } } })),
  },
  {
    what: 'a run since 1970',
    status: statuses(named({ state: { terminated: { ...done, startedAt: '1970-01-01T00:00:00Z' } } })),
  },
  {
    what: 'an exit code no program has',
    status: statuses(named({ state: { terminated: { ...done, exitCode: -2_147_483_648 } } })),
  },
  { what: 'an id of 8 KiB', status: statuses(named({ containerID: `://${'i'.repeat(8192)}` })) },
  { what: 'an id that is no id', status: statuses(named({ containerID: '\u001B[31m\u0000\n' })) },
  {
    what: 'a message of 1 MB',
    status: statuses(
      named({ state: { terminated: { ...done, exitCode: 1, message: 'M'.repeat(1_000_000) } } }),
    ),
  },
  {
    what: 'terminal escapes in reason and message',
    status: statuses(
      named({
        state: {
          terminated: {
            ...done,
            exitCode: 1,
            reason: '\u001B[2J\u0007',
            message: '\u001B]0;x\u0007\r\nline\u0000\u202E',
          },
        },
      }),
    ),
  },
  { what: 'neither state nor id', status: statuses(named({ state: {}, lastState: null, containerID: '' })) },
  {
    what: 'a last state that comes after the state',
    status: statuses(
      named({
        state: { terminated: done },
        lastState: {
          terminated: { ...done, containerID: 'containerd://x9', startedAt: at(80), finishedAt: at(90) },
        },
      }),
    ),
  },
  {
    what: 'a condition that is neither true nor false',
    status: {
      ...statuses(named({})),
      conditions: [{ type: 'Initialized', status: 'Maybe', lastTransitionTime: null }],
    },
    strange: true,
  },
  { what: 'success and a running init container', status: { ...statuses(named({})), phase: 'Succeeded' } },
];

describe('statuses that no kubelet would write', () => {
  let world: World;
  let operator: RunningOperator;

  before(async function () {
    this.timeout(120_000);
    await installOperator(cluster());
    world = await World.make(cluster(), 'op-hostile');
    operator = await startOperator({ kubeconfig: await operatorKubeconfig(cluster()) });
    for (const [index, { status }] of TABLE.entries()) {
      const { owner } = await world.deployment(`w${index}`);
      await world.pod(`w${index}-pod`, { owner });
      await world.status(`w${index}-pod`, status);
      // The same once more: what is strange about an object is told once.
      await world.status(`w${index}-pod`, { ...status, hostIP: '10.0.0.1', hostIPs: [{ ip: '10.0.0.1' }] });
    }
    const { owner } = await world.deployment('sane');
    await world.pod('sane-pod', { owner });
    await world.tell('sane-pod', { id: 'good', from: 1, to: 2 });
  });

  after(async () => {
    await operator.end('SIGTERM');
    await world.end();
  });

  it('do not keep the operator from its work', async () => {
    await world.untilFinding('sane', 'the finding of a sane pod', ({ runs }) => runs.total === 1);
    expect(operator.ended).to.equal(false);
    expect((await operator.health('/livez')).status).to.equal(200);
    expect((await operator.health('/readyz')).status).to.equal(200);
  });

  it('become findings that the API server takes', async () => {
    await untilTrue('a finding for each', async () => {
      const findings = (await world.findings()).filter(({ status }) => status !== undefined);
      return findings.length === TABLE.length + 1;
    });
    const metrics = await operator.metrics();
    expect(metrics.sum('confessor_writes_total', { result: 'failed' })).to.equal(0);
    expect(metrics.duplicates).to.deep.equal([]);
  });

  for (const [index, { what, strange }] of TABLE.entries()) {
    it(`${what}: ${strange === true ? 'is logged once' : 'is taken as it stands'}`, () => {
      const lines = operator.log.filter((line) => line['name'] === `w${index}-pod`);
      expect(lines).to.have.length(strange === true ? 1 : 0);
    });
  }

  it('are counted', async () => {
    const strange = TABLE.filter((row) => row.strange === true).length;
    const counted = (await operator.metrics()).sum('confessor_strange_parts_total', { kind: 'Pod' });
    expect(counted).to.be.at.least(strange);
  });

  it('leave no control characters in findings, metrics or log', async () => {
    const findings = JSON.stringify(await world.findings());
    const page = JSON.stringify((await operator.metrics()).samples);
    for (const text of [findings, page, ...operator.output])
      expect(text).to.not.match(/\p{Cc}|\\u00(?:0[0-7]|1b)|\u202E/iu);
  });
});
