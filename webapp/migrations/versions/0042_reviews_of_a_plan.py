"""Which limit runs for what a body is asked, and how long before a meeting people are invited"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("advice_request") as batch_op:
        batch_op.add_column(sa.Column("limit_name", sa.String(length=60), nullable=False, server_default="give_advice"))
    with op.batch_alter_table("advice_request") as batch_op:
        batch_op.alter_column("limit_name", server_default=None)
    with op.batch_alter_table("meeting") as batch_op:
        batch_op.add_column(sa.Column("notice", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("meeting") as batch_op:
        batch_op.alter_column("notice", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("meeting") as batch_op:
        batch_op.drop_column("notice")
    with op.batch_alter_table("advice_request") as batch_op:
        batch_op.drop_column("limit_name")
