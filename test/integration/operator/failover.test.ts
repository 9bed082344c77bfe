import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { type AuditEvent, audited, isWrite, succeeded } from '../../operator/audit.ts';
import { installOperator, SERVICE_ACCOUNT } from '../../operator/install.ts';
import { until } from '../../operator/until.ts';
import { findingWrites, statusWrites, turns, twice } from '../../operator/writes.ts';
import { cluster } from '../cluster.ts';
import { Cutter } from '../../operator/cutter.ts';
import { type Life, Lives, untilLeads } from '../../operator/lives.ts';
import { World } from '../../operator/world.ts';

/** How a leader ends, and within how many seconds another one must hold the lease. */
const ENDINGS = {
  released: { within: 2 },
  killed: { within: 17 },
  'killed, found by polling': { within: 20 },
  frozen: { within: 17 },
} as const;
type Ending = keyof typeof ENDINGS;

const times = (count: number, ending: Ending): readonly Ending[] =>
  Array.from({ length: count }, () => ending);
const FAILOVERS: readonly Ending[] = [
  ...times(6, 'released'),
  ...times(3, 'killed'),
  ...times(3, 'frozen'),
  ...times(2, 'killed, found by polling'),
  ...times(6, 'released'),
];

/** The number of an init container's failure, and the one before it, as a kubelet tells them. */
function attempt(number: number) {
  const told = (n: number) => ({ id: `f${n}`, from: 3 * n, to: 3 * n + 1, exitCode: 1 });
  return { ...told(number), restarts: number, ...(number === 0 ? {} : { before: told(number - 1) }) };
}

const roleSchema = z.object({ rules: z.array(z.looseObject({ verbs: z.array(z.string()) })) });

const LEASE = 'coordination.k8s.io';
const FINDINGS = 'initcontainerfindings';

const writesOf = (resource: string, user?: string): readonly AuditEvent[] =>
  audited(cluster(), resource).filter(
    (event) =>
      isWrite(event) &&
      event.requestURI.includes(`/${resource}`) &&
      (user === undefined || event.user.username === user),
  );
const leaseWrites = (user: string): readonly AuditEvent[] => writesOf(`${LEASE}/v1`, user);
const refused = (events: readonly AuditEvent[]): readonly AuditEvent[] =>
  events.filter(({ responseStatus }) => responseStatus?.code === 409);
const holderIn = ({ requestObject }: AuditEvent): string => requestObject?.spec?.holderIdentity ?? '';

/** When this life first held the lease. */
async function heldAt({ user }: Life): Promise<number> {
  const first = await until(`${user} holds the lease`, () => leaseWrites(user).find(succeeded));
  return Date.parse(first.stageTimestamp);
}

describe('operators that stand by', () => {
  const took = new Map<Ending, number[]>();
  let world: World;
  let lives: Lives;
  let leader: Life;
  let standby: Life;
  let failures = 0;

  before(async function () {
    this.timeout(120_000);
    await installOperator(cluster());
    world = await World.make(cluster(), 'op-failover');
    lives = new Lives(cluster(), 'failover');
    const { owner } = await world.deployment('web');
    await world.pod('web-1', { owner });
    leader = await untilLeads(await lives.begin());
    await fail();
    await untilTold();
    standby = await lives.begin();
  });

  after(async () => {
    for (const { operator } of [leader, standby]) await operator.end('SIGTERM');
    await world.end();
    for (const [ending, all] of took)
      process.stdout.write(`      ${ending}: worst ${Math.max(...all)} s of ${all.join(', ')}\n`);
  });

  async function fail(): Promise<void> {
    await world.tell('web-1', attempt(failures));
    failures += 1;
  }

  async function untilTold(): Promise<void> {
    await world.untilFinding('web', `${failures} failures`, ({ runs }) => runs.total === failures, 60);
  }

  /** Ends the leader; since when nobody leads. */
  async function end(ending: Ending): Promise<number> {
    if (ending === 'frozen') {
      leader.operator.signal('SIGSTOP');
      return Date.now();
    }
    if (ending !== 'released') {
      await leader.operator.end('SIGKILL');
      return Date.now();
    }
    expect(await leader.operator.end('SIGTERM')).to.include({ code: 0 });
    const release = leaseWrites(leader.user).findLast(succeeded);
    expect(release && holderIn(release), 'the lease that it left').to.equal('');
    return Date.parse(release?.stageTimestamp ?? '');
  }

  /** The thawed leader ends by itself, and what it tries meets a 409. */
  async function thaw(): Promise<void> {
    const { operator, user } = leader;
    operator.signal('SIGCONT');
    expect(await operator.end()).to.include({ code: 2 });
    expect(operator.output.join('\n')).to.include('no longer the leader: the process stood still');
    expect(refused(leaseWrites(user)), 'its attempt').to.have.length.above(0);
  }

  it('are well, tell nothing of findings and leave the lease alone', async () => {
    const metrics = await standby.operator.metrics();
    expect(metrics.sum('confessor_leader')).to.equal(0);
    expect(metrics.samples.filter(({ name }) => name.startsWith('confessor_init_'))).to.deep.equal([]);
    expect((await leader.operator.metrics()).sum('confessor_init_container_runs_total')).to.be.above(0);
    expect((await standby.operator.health('/readyz')).status).to.equal(200);
    expect(leaseWrites(standby.user)).to.deep.equal([]);
  });

  for (const [index, ending] of FAILOVERS.entries()) {
    const { within } = ENDINGS[ending];
    it(`take over within ${within} s: ${ending} (${index + 1} of ${FAILOVERS.length})`, async function () {
      this.timeout(180_000);
      await polling(ending === 'killed, found by polling', async () => {
        const since = await end(ending);
        await fail();
        const seconds = ((await heldAt(standby)) - since) / 1000;
        took.set(ending, [...(took.get(ending) ?? []), seconds]);
        expect(seconds).to.be.at.most(within);
        await untilLeads(standby);
        await untilTold();
      });
      if (ending === 'frozen') await thaw();
      await fail();
      await untilTold();
      [leader, standby] = [standby, await lives.begin()];
    });
  }

  it('have not written a finding twice from the same version', () => {
    const writes = statusWrites(cluster(), () => true).filter(({ finding }) =>
      finding.startsWith(`${world.namespace}/`),
    );
    expect(writes.length).to.be.above(FAILOVERS.length);
    expect(twice(writes)).to.deep.equal([]);
  });

  it('have written nothing after the first write of their successor', () => {
    const writes = findingWrites(cluster(), (user) => user.includes(':failover-'));
    const users = turns(writes.map(({ user }) => user.username));
    expect(users).to.have.lengthOf(FAILOVERS.length + 1);
    expect(users).to.deep.equal([...new Set(users)]);
  });

  /** Without the right to watch the lease, a standby has to ask for it. */
  async function polling(on: boolean, body: () => Promise<void>): Promise<void> {
    if (!on) return body();
    const role = ['role', SERVICE_ACCOUNT.name, '-n', SERVICE_ACCOUNT.namespace];
    const { rules } = roleSchema.parse(JSON.parse(await cluster().kubectl('get', ...role, '-o', 'json')));
    const patch = (wanted: typeof rules) =>
      cluster().kubectl('patch', ...role, '--type=merge', '-p', JSON.stringify({ rules: wanted }));
    await patch(rules.map((rule) => ({ ...rule, verbs: rule.verbs.filter((verb) => verb !== 'watch') })));
    try {
      await standby.operator.end('SIGTERM');
      standby = await lives.begin();
      await body();
    } finally {
      await patch(rules);
    }
  }
});

describe('a leader whose last write is on the wire when it freezes', () => {
  it('meets a 409: its successor has written by then', async function () {
    this.timeout(180_000);
    await installOperator(cluster());
    const world = await World.make(cluster(), 'op-late-write');
    const lives = new Lives(cluster(), 'late-write');
    const wire = await Cutter.to(cluster().serverUrl);
    const leader = await untilLeads(await lives.begin(wire.url));
    const { owner } = await world.deployment('web');
    await world.pod('web-1', { owner });
    await world.tell('web-1', attempt(0));
    await world.untilFinding('web', 'the first failure', ({ runs }) => runs.total === 1);
    const standby = await lives.begin();

    wire.hold();
    await world.tell('web-1', attempt(1));
    // It has seen that, and sends what follows from it.
    await sleep(3000);
    leader.operator.signal('SIGSTOP');
    await untilLeads(standby);
    const { status } = await world.untilFinding('web', 'the second failure', ({ runs }) => runs.total === 2);
    wire.pass();
    leader.operator.signal('SIGCONT');
    await until('its write is refused', () => refused(writesOf(FINDINGS, leader.user))[0]);
    expect(await leader.operator.end()).to.include({ code: 2 });
    const after = await world.untilFinding('web', 'its finding', () => true);
    expect(after.status).to.deep.equal(status);
    await standby.operator.end('SIGTERM');
    wire.close();
    await world.end();
  });
});
