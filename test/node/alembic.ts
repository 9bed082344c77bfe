import type { Tool } from './tool.ts';

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

/** Debian's Alembic, which takes no lock. */
export const ALEMBIC: Tool = {
  files: {
    'alembic.ini': INI,
    'migrations/env.py': ENVIRONMENT,
    'migrations/versions/0001_orders.py': REVISION,
  },
  command: 'alembic --config /app/alembic.ini upgrade head',
};
