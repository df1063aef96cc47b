"""A case may be made from a request for access, and what a limit asks for may never come"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case") as batch_op:
        batch_op.add_column(sa.Column("asked_in", sa.String(length=16), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_case_asked_in"), ["asked_in"])
    op.add_column("deadline", sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("deadline", "dropped_at")
    with op.batch_alter_table("case") as batch_op:
        batch_op.drop_constraint(op.f("uq_case_asked_in"), type_="unique")
        batch_op.drop_column("asked_in")
