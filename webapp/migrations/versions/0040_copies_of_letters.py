"""Copies of letters for bodies outside the family"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letter") as batch_op:
        batch_op.add_column(sa.Column("body", sa.String(length=16), nullable=False, server_default=""))
    with op.batch_alter_table("letter") as batch_op:
        batch_op.alter_column("body", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("letter") as batch_op:
        batch_op.drop_column("body")
