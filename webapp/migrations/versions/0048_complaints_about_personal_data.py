"""Complaints about personal data"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_complaint",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledge_by", sa.Date(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_data_complaint_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_complaint")),
        sa.UniqueConstraint("reference", name=op.f("uq_data_complaint_reference")),
    )
    op.create_index(op.f("ix_data_complaint_answered_at"), "data_complaint", ["answered_at"], unique=False)
    op.create_index(op.f("ix_data_complaint_person_id"), "data_complaint", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_data_complaint_person_id"), table_name="data_complaint")
    op.drop_index(op.f("ix_data_complaint_answered_at"), table_name="data_complaint")
    op.drop_table("data_complaint")
