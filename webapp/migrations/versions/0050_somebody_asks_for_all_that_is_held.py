"""Somebody asks for all that is held about them"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subject_access",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.String(length=32), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.String(length=32), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_subject_access_begun_by_person")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_subject_access_case_id_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_subject_access_person_id_person")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["person.id"], name=op.f("fk_subject_access_reviewed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_access")),
        sa.UniqueConstraint("reference", name=op.f("uq_subject_access_reference")),
    )
    op.create_index(op.f("ix_subject_access_begun_by"), "subject_access", ["begun_by"], unique=False)
    op.create_index(op.f("ix_subject_access_case_id"), "subject_access", ["case_id"], unique=False)
    op.create_index(op.f("ix_subject_access_person_id"), "subject_access", ["person_id"], unique=False)
    op.create_index(op.f("ix_subject_access_reviewed_by"), "subject_access", ["reviewed_by"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_subject_access_reviewed_by"), table_name="subject_access")
    op.drop_index(op.f("ix_subject_access_person_id"), table_name="subject_access")
    op.drop_index(op.f("ix_subject_access_case_id"), table_name="subject_access")
    op.drop_index(op.f("ix_subject_access_begun_by"), table_name="subject_access")
    op.drop_table("subject_access")
