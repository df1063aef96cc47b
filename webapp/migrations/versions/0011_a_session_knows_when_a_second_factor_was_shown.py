"""A session knows when a second factor was shown"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("web_session") as batch_op:
        batch_op.add_column(sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE web_session SET proved_at = created_at")
    with op.batch_alter_table("web_session") as batch_op:
        batch_op.alter_column("proved_at", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("web_session") as batch_op:
        batch_op.drop_column("proved_at")
