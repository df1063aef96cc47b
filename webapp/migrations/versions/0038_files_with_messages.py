"""Files that come with a message"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversation_message") as batch_op:
        batch_op.add_column(sa.Column("documents", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("conversation_message") as batch_op:
        batch_op.alter_column("documents", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("conversation_message") as batch_op:
        batch_op.drop_column("documents")
