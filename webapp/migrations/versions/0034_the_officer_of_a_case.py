"""The officer whom a family knows by name"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case") as batch_op:
        batch_op.add_column(sa.Column("officer_id", sa.String(length=32), nullable=True))
        batch_op.create_index(batch_op.f("ix_case_officer_id"), ["officer_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_case_officer_id_person"), "person", ["officer_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("case") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_case_officer_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_case_officer_id"))
        batch_op.drop_column("officer_id")
