import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../hack/lab/ports.ts';
import type { Postgres } from '../../hack/lab/postgres.ts';
import { untilTrue } from '../operator/until.ts';
import type { Place } from './scenario.ts';
import { type Init, type PodSpec, podOf } from './workloads.ts';

/** A real migration tool of the machine, and a project for it whose only migration makes the table `orders` and takes its time. */
export interface Tool {
  /** The project's files by their paths below /app. */
  readonly files: Readonly<Record<string, string>>;
  /** Migrates $DATABASE_URL. */
  readonly command: string;
  /** Further files of the machine that it needs, by their paths in the container. */
  readonly programs?: Readonly<Record<string, string>>;
}

/** What the system's Python and its tools need of the machine, read-only: there is no registry to take an image from. */
const HOST = ['/usr', '/lib', '/lib64', '/etc/alternatives'];

interface Mount {
  readonly volume: object;
  readonly mount: object;
}

function hostMount(from: string, to: string): Mount {
  const name = `host${to.replaceAll(/[^a-z0-9]/g, '-')}`;
  return {
    volume: { name, hostPath: { path: from } },
    mount: { name, mountPath: to, readOnly: true },
  };
}

function mountsOf({ programs = {} }: Tool): readonly Mount[] {
  const folders = Object.keys(programs).length === 0 ? HOST.map((folder) => hostMount(folder, folder)) : [];
  return [...folders, ...Object.entries(programs).map(([to, from]) => hostMount(from, to))];
}

// A key of a ConfigMap has no slash.
const keyOf = (path: string) => path.replaceAll('/', '--');

/** The tool's project as the ConfigMap `project`. */
function projectOf({ files }: Tool): object {
  const data = Object.fromEntries(Object.entries(files).map(([path, text]) => [keyOf(path), text]));
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'project' }, data };
}

// The tool itself writes no log: the shell around it does.
const witnessed = (command: string) => `echo "$CONTAINER $POD_UID start" >> "$TRUTH"
${command}
code=$?
echo "$CONTAINER $POD_UID end $code" >> "$TRUTH"
exit $code`;

/** The file in the log folder that lets all replicas go. */
const GATE = 'gate';
/** The init container that waits for it. */
const WAITING = {
  'wait-for-gate': { command: ['sh', '-c', `until [ -e /truth/${GATE} ]; do sleep 0.2; done`] },
};

/** A pod that migrates the database `orders` with the tool; `before` are init containers that run first. */
export function toolPod(
  tool: Tool,
  { host, port }: Pick<Postgres, 'host' | 'port'>,
  before: Readonly<Record<string, Init>> = {},
): PodSpec {
  const mounts = mountsOf(tool);
  const items = Object.keys(tool.files).map((path) => ({ key: keyOf(path), path }));
  const migrate = {
    image: 'lab/busybox:1',
    command: ['sh', '-c', witnessed(tool.command)],
    env: {
      DATABASE_URL: `postgresql://postgres@${host}:${port}/orders?sslmode=disable`,
      PYTHONDONTWRITEBYTECODE: '1',
    },
    mounts: [{ name: 'project', mountPath: '/app' }, ...mounts.map(({ mount }) => mount)],
    rest: { terminationMessagePolicy: 'FallbackToLogsOnError' },
  };
  return podOf(
    { ...before, migrate },
    {},
    {
      volumes: [
        { name: 'project', configMap: { name: 'project', items } },
        ...mounts.map(({ volume }) => volume),
      ],
    },
  );
}

/** A new database `orders` of the scenario's own, and the tool's project for its pods. */
export async function databaseOf(place: Place, tool: Tool): Promise<Postgres> {
  const postgres = await place.cluster.startPostgres(`${place.namespace}-db`);
  await postgres.sql('CREATE DATABASE orders');
  await place.apply(projectOf(tool));
  return postgres;
}

function statuses(place: Place, index: number, field: string): Promise<string> {
  const path = `jsonpath={.items[*].status.initContainerStatuses[${index}].${field}}`;
  return place.kubectl('get', 'pods', '-o', path);
}

/** Lets so many pods begin at once, when all of them wait. */
async function openGate(place: Place, pods: number): Promise<void> {
  const waiting = async () =>
    (await statuses(place, 0, 'state.running.startedAt')).split(' ').filter(Boolean);
  await untilTrue('all replicas wait', async () => (await waiting()).length === pods, 120);
  writeFileSync(join(place.truth.folder, GATE), '');
}

/** Replicas of a new workload `orders` run the tool at once against a database that is not there, twice each at least. */
export async function refusedOf(place: Place, tool: Tool, replicas: number): Promise<void> {
  await place.apply(projectOf(tool));
  const nowhere = { host: place.cluster.hostAddress, port: await freePort() };
  await place.deploy('orders', replicas, toolPod(tool, nowhere, WAITING));
  await openGate(place, replicas);
  const failures = () =>
    place.truth.runs('orders', 'migrate').filter(({ exitCode }) => exitCode !== undefined).length;
  await untilTrue('each has failed twice', () => failures() >= 2 * replicas, 120);
  // Before the third attempts: none is to be cut off.
  await place.end('orders');
}

/** What there is to know of replicas that migrated one database at once, beside the truth that they wrote. */
export interface ToolRace {
  readonly pods: readonly string[];
  /** How many tables `orders` there are: one, when the migration was made. */
  readonly tables: string;
  /** What the kubelet kept of the runs that failed, for the message of a failed test. */
  readonly words: string;
}

/**
 * Replicas of a new workload `orders` migrate a new database with the tool; all begin at once.
 * @param others further workloads that do the same, with the number of their replicas
 */
export async function raceOf(
  place: Place,
  tool: Tool,
  replicas: number,
  others: Readonly<Record<string, number>> = {},
): Promise<ToolRace> {
  const workloads = Object.entries({ orders: replicas, ...others });
  const all = workloads.reduce((sum, [, count]) => sum + count, 0);
  const postgres = await databaseOf(place, tool);
  const pod = toolPod(tool, postgres, WAITING);
  for (const [app, count] of workloads) await place.deploy(app, count, pod);
  await openGate(place, all);
  for (const [app] of workloads) await place.deployed(app);
  const pods = await place.kubectl('get', 'pods', '-o', 'jsonpath={.items[*].metadata.name}');
  const tables = await postgres.sql("SELECT count(*) FROM pg_tables WHERE tablename = 'orders'", 'orders');
  return { pods: pods.split(' '), tables, words: await statuses(place, 1, 'lastState.terminated') };
}
