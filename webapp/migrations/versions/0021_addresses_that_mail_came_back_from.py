"""Addresses that mail came back from"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unreachable_address",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unreachable_address")),
        sa.UniqueConstraint("email", name=op.f("uq_unreachable_address_email")),
    )


def downgrade() -> None:
    op.drop_table("unreachable_address")
