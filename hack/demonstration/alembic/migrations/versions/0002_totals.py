"""total of each order, filled in batches with a breath between them"""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BATCH = 2000


def upgrade():
    op.add_column("orders", sa.Column("total", sa.Integer))
    for first in range(0, 20000, BATCH):
        op.execute(
            f"UPDATE orders SET total = pieces * price WHERE id > {first} AND id <= {first + BATCH}"
        )
        op.execute("SELECT pg_sleep(0.4)")


def downgrade():
    op.drop_column("orders", "total")
