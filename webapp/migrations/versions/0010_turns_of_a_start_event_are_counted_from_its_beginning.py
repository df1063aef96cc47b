"""Turns of a start event are counted from its beginning"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("start_event") as batch_op:
        batch_op.add_column(sa.Column("began_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE start_event SET began_at = due_at")


def downgrade() -> None:
    with op.batch_alter_table("start_event") as batch_op:
        batch_op.drop_column("began_at")
