"""orders"""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("pieces", sa.Integer, nullable=False),
        sa.Column("price", sa.Integer, nullable=False),
    )
    op.execute("INSERT INTO orders (pieces, price) SELECT i % 9 + 1, i % 100 FROM generate_series(1, 20000) i")


def downgrade():
    op.drop_table("orders")
