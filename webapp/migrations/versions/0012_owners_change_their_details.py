"""Owners change their details, and no import undoes it"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("telephones_changed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("service_used", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("service_used") as batch_op:
        batch_op.drop_column("removed_at")
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("telephones_changed_at")
