import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Postgres } from '../lab/postgres.ts';

/** Where the story takes place. */
export const NAMESPACE = 'shop';
/** How many replicas race. */
export const REPLICAS = 3;

const IMAGE = 'lab/busybox:1';
const PROJECT = [
  'alembic.ini',
  'migrations/env.py',
  'migrations/versions/0001_orders.py',
  'migrations/versions/0002_totals.py',
];
/** What Debian's Alembic needs of the machine, read-only: there is no registry to take an image of it from. */
const HOST = ['/usr', '/lib', '/lib64', '/etc/alternatives'].filter((folder) => existsSync(folder));

const keyOf = (file: string) => file.replaceAll('/', '.');
const volumeOf = (folder: string) => `host${folder.replaceAll('/', '-')}`;

function object(kind: string, apiVersion: string, name: string, rest: object): object {
  const metadata = kind === 'Namespace' ? { name } : { name, namespace: NAMESPACE };
  return { apiVersion, kind, metadata, ...rest };
}

/** The namespace, the configuration that is copied, and the migration's project. */
export function surroundings(): readonly object[] {
  const read = (file: string) => readFileSync(join(import.meta.dirname, 'alembic', file), 'utf8');
  return [
    object('Namespace', 'v1', NAMESPACE, {}),
    object('ConfigMap', 'v1', 'shop-config', { data: { 'shop.conf': 'currency = EUR\ngreeting = hello\n' } }),
    object('ConfigMap', 'v1', 'shop-migrations', {
      data: Object.fromEntries(PROJECT.map((file) => [keyOf(file), read(file)])),
    }),
  ];
}

function deployment(app: string, replicas: number, pod: object): object {
  return object('Deployment', 'apps/v1', app, {
    spec: {
      replicas,
      selector: { matchLabels: { app } },
      template: {
        metadata: { labels: { app } },
        spec: { terminationGracePeriodSeconds: 1, automountServiceAccountToken: false, ...pod },
      },
    },
  });
}

const container = (name: string, command: readonly string[], rest: object = {}) => ({
  name,
  image: IMAGE,
  imagePullPolicy: 'Never',
  command,
  ...rest,
});

const main = (name: string) =>
  container(name, ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 3600 & wait; done']);

function migrate(url: string): object {
  return container('migrate', ['alembic', '--config', '/app/alembic.ini', 'upgrade', 'head'], {
    env: [
      { name: 'DATABASE_URL', value: url },
      { name: 'PYTHONDONTWRITEBYTECODE', value: '1' },
    ],
    // The kubelet keeps the end of the log as the reason: PostgreSQL's own words.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: 'migrations', mountPath: '/app' },
      ...HOST.map((folder) => ({ name: volumeOf(folder), mountPath: folder, readOnly: true })),
    ],
  });
}

const migrationVolumes = [
  {
    name: 'migrations',
    configMap: {
      name: 'shop-migrations',
      items: PROJECT.map((file) => ({ key: keyOf(file), path: file })),
    },
  },
  ...HOST.map((folder) => ({ name: volumeOf(folder), hostPath: { path: folder } })),
];

const urlOf = ({ host, port }: Postgres, database: string) =>
  `postgresql://postgres@${host}:${port}/${database}`;

/** Three replicas that wait for the database, copy their configuration, and each run the migration. */
export function shop(name: string, postgres: Postgres): object {
  const { host, port } = postgres;
  const wait = `until nc -w 1 ${host} ${port} </dev/null; do echo waiting for the database; sleep 1; done`;
  return deployment(name, REPLICAS, {
    initContainers: [
      container('wait-for-db', ['sh', '-c', wait]),
      container('copy-config', ['cp', '/from/shop.conf', '/etc/shop/shop.conf'], {
        volumeMounts: [
          { name: 'config', mountPath: '/from' },
          { name: 'etc', mountPath: '/etc/shop' },
        ],
      }),
      migrate(urlOf(postgres, 'shop')),
    ],
    containers: [main('shop')],
    volumes: [
      { name: 'config', configMap: { name: 'shop-config' } },
      { name: 'etc', emptyDir: {} },
      ...migrationVolumes,
    ],
  });
}

/** Its migration fails for ever: nobody has created the database. */
export function report(postgres: Postgres): object {
  return deployment('report', 1, {
    initContainers: [migrate(urlOf(postgres, 'reports'))],
    containers: [main('report')],
    volumes: migrationVolumes,
  });
}

/** Harmless: it prepares the pod's own volume and touches nothing else. */
export function cache(): object {
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  return deployment('cache', 1, {
    initContainers: [container('fix-permissions', ['chown', '-R', '999:999', '/data'], { volumeMounts })],
    containers: [main('cache')],
    volumes: [{ name: 'data', emptyDir: {} }],
  });
}
