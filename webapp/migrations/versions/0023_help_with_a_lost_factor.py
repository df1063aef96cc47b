"""Help with a lost second factor"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lost_factor",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("telephones", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lost_factor_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lost_factor")),
        sa.UniqueConstraint("reference", name=op.f("uq_lost_factor_reference")),
    )
    op.create_index(op.f("ix_lost_factor_person_id"), "lost_factor", ["person_id"])
    op.create_index(op.f("ix_lost_factor_asked_at"), "lost_factor", ["asked_at"])


def downgrade() -> None:
    op.drop_table("lost_factor")
