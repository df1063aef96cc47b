"""Whether schools are consulted for a move is read from the schools of its plan"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("phase_transfer") as batch_op:
        batch_op.drop_column("consulted_on")


def downgrade() -> None:
    with op.batch_alter_table("phase_transfer") as batch_op:
        batch_op.add_column(sa.Column("consulted_on", sa.Date(), nullable=True))
