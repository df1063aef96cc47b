"""Days that a body offers before its advice is late"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

NEW = ("offered_because", "offered_by", "answer")


def upgrade() -> None:
    with op.batch_alter_table("advice_request") as batch_op:
        for name in NEW:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("advice_request") as batch_op:
        for name in NEW:
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("advice_request") as batch_op:
        for name in NEW:
            batch_op.drop_column(name)
