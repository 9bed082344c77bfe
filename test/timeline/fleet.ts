import { ALEMBIC } from '../build/container.ts';
import { pod, type Pod } from '../build/pod.ts';
import { replicaSet } from '../build/replicaset.ts';
import { failed, succeeded } from '../build/state.ts';
import { daemonSet, deployment } from '../build/workload.ts';
import { Story } from './story.ts';

/** What a large cluster may bring: stories whose findings are as long as they get. */

const FLEET = 5000;
const MESSAGE = 'duplicate key value violates unique constraint "pg_type_typname_nsp_index" '.repeat(20);
const LONG_NAME = `agent-${'x'.repeat(50)}`;

/** A DaemonSet's pods all run at once, and some fail. */
export function racingFleet(): Story {
  const set = daemonSet(LONG_NAME).uid(uidOf(FLEET)).init('migrate', ALEMBIC);
  const story = new Story().see(0, set);
  for (let index = 0; index < FLEET; index += 1) {
    const one = pod(`${LONG_NAME}-${index}`)
      .uid(uidOf(index))
      .ownedBy(set)
      .revision('67b7f8d94')
      .node(`ip-10-0-${index}.${'n'.repeat(40)}`)
      .at(index % 50);
    const id = String(index).padStart(64, '0');
    const state =
      index % 500 === 0
        ? failed(id, { from: 100, to: 200, message: MESSAGE })
        : succeeded(id, { from: 100 + (index % 9), to: 300 });
    story.see(400, one.sandbox(90).init('migrate', state));
  }
  return story;
}

const agents = daemonSet('agent').init('migrate', ALEMBIC);

/**
 * A run of one of 5,000 agents in its `turn`th sandbox. A LEGACY kubelet counts each sandbox from zero, so that no status
 * tells of the runs before: only a row of the ledger does.
 */
export function agentRan(index: number, turn: number): Pod {
  const id = `${String(index).padStart(60, '0')}${turn}`;
  const from = 100 * turn + 10;
  return pod(`agent-${index}`)
    .uid(uidOf(index))
    .ownedBy(agents)
    .revision('67b7f8d94')
    .node(`node-${index}`)
    .at(index % 50)
    .sandbox(100 * turn)
    .init('migrate', succeeded(id, { from, to: from + 5 }));
}

/** All of them have run twice. */
export function agentsWithRows(): Story {
  const story = new Story().see(0, agents);
  for (const turn of [1, 2])
    for (let index = 0; index < FLEET; index += 1) story.see(100 * turn + 50, agentRan(index, turn));
  return story;
}

/** Names as long as Kubernetes allows, in a race. */
export function longNames(): Story {
  const name = (letter: string) => letter.repeat(253);
  const container = 'm'.repeat(63);
  const workload = deployment(name('d')).uid(uidOf(FLEET)).init(container, ALEMBIC).replicas(12);
  const rs = replicaSet(workload, 'h'.repeat(63));
  const story = new Story().see(0, workload, rs);
  for (let index = 0; index < 60; index += 1) {
    const one = pod(`${String(index)}${'p'.repeat(251)}`)
      .uid(`${String(index).padStart(2, '0')}${'u'.repeat(61)}`)
      .ownedBy(rs)
      .node(name('n'));
    const ran = succeeded(`${index}${'i'.repeat(64)}`, { from: 100, to: 300, message: MESSAGE });
    story.see(400, one.init(container, ran, ALEMBIC));
  }
  return story;
}

function uidOf(index: number): string {
  return `c30179d5-1761-43c5-9796-${String(index).padStart(12, '0')}`;
}
