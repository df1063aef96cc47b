"""Timers count what led to them"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("timer") as batch_op:
        batch_op.add_column(sa.Column("hops", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("timer") as batch_op:
        batch_op.alter_column("hops", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("timer") as batch_op:
        batch_op.drop_column("hops")
