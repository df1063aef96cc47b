"""What a school that was consulted says"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("plan_school") as batch_op:
        batch_op.add_column(sa.Column("said", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("plan_school") as batch_op:
        batch_op.alter_column("said", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("plan_school") as batch_op:
        batch_op.drop_column("said")
