"""Owners close their account"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("closed_as", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_person_closed_at"), "person", ["closed_at"], unique=False)
    op.create_index(op.f("ix_person_closed_as"), "person", ["closed_as"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_closed_as"))
        batch_op.drop_index(batch_op.f("ix_person_closed_at"))
        batch_op.drop_column("closed_as")
        batch_op.drop_column("closed_at")
