import type { Postgres } from '../../hack/lab/postgres.ts';
import { type PodSpec, podOf } from './workloads.ts';

const INI = '[alembic]\nscript_location = /app/migrations\n';

/** As `alembic init` writes it: one connection, one transaction, and no lock. */
const ENVIRONMENT = `import os
from alembic import context
from sqlalchemy import create_engine
with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

const REVISION = `import sqlalchemy as sa
from alembic import op
revision = "0001"
down_revision = None
def upgrade():
    op.create_table("orders", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("SELECT pg_sleep(20)")
def downgrade():
    op.drop_table("orders")
`;

/** A real Alembic project, as a ConfigMap holds it. */
export const ALEMBIC_FILES: Readonly<Record<string, string>> = {
  'alembic.ini': INI,
  'env.py': ENVIRONMENT,
  '0001_orders.py': REVISION,
};

const PATHS: Readonly<Record<string, string>> = {
  'alembic.ini': 'alembic.ini',
  'env.py': 'migrations/env.py',
  '0001_orders.py': 'migrations/versions/0001_orders.py',
};

/** What Debian's Alembic needs of the machine, read-only: there is no registry to take an image of it from. */
const HOST = ['/usr', '/lib', '/lib64', '/etc/alternatives'];
const volumeOf = (folder: string) => `host${folder.replaceAll('/', '-')}`;

// The tool itself writes no log: the shell around it does.
const MIGRATE = `echo "$CONTAINER $POD_UID start" >> "$TRUTH"
alembic --config /app/alembic.ini upgrade head
code=$?
echo "$CONTAINER $POD_UID end $code" >> "$TRUTH"
exit $code`;

/** The file in the log folder that lets all replicas go. */
export const GATE = 'gate';

/** Waits for the gate, then migrates the database with Debian's Alembic. */
export function alembicPod({ host, port }: Postgres): PodSpec {
  const wait = `until [ -e /truth/${GATE} ]; do sleep 0.2; done`;
  const volumeMounts = [
    { name: 'truth', mountPath: '/truth' },
    { name: 'project', mountPath: '/app' },
    ...HOST.map((folder) => ({ name: volumeOf(folder), mountPath: folder, readOnly: true })),
  ];
  const pod = podOf({
    'wait-for-gate': { command: ['sh', '-c', wait] },
    migrate: { image: 'lab/busybox:1', command: ['sh', '-c', MIGRATE], rest: { volumeMounts } },
  });
  return (app, folder) => withProject(pod(app, folder), `postgresql://postgres@${host}:${port}/orders`);
}

interface Spec {
  readonly initContainers: readonly { readonly env: readonly object[] }[];
  readonly volumes: readonly object[];
}

function withProject(pod: object, url: string): object {
  const spec = pod as Spec;
  const items = Object.entries(PATHS).map(([key, path]) => ({ key, path }));
  const env = [
    { name: 'DATABASE_URL', value: url },
    { name: 'PYTHONDONTWRITEBYTECODE', value: '1' },
  ];
  return {
    ...spec,
    initContainers: spec.initContainers.map((init) => ({
      ...init,
      env: [...init.env, ...env],
      terminationMessagePolicy: 'FallbackToLogsOnError',
    })),
    volumes: [
      ...spec.volumes,
      { name: 'project', configMap: { name: 'project', items } },
      ...HOST.map((folder) => ({ name: volumeOf(folder), hostPath: { path: folder } })),
    ],
  };
}
