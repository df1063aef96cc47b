"""Rights that pass to a young person, and moves between phases of education"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coming_of_age",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("rights_pass_after", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_coming_of_age_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coming_of_age")),
    )
    op.create_index(op.f("ix_coming_of_age_case_id"), "coming_of_age", ["case_id"], unique=False)
    op.create_table(
        "phase_transfer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("moves_in", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_asked_on", sa.Date(), nullable=True),
        sa.Column("review_held_on", sa.Date(), nullable=True),
        sa.Column("consulted_on", sa.Date(), nullable=True),
        sa.Column("final_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_phase_transfer_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_transfer")),
        sa.UniqueConstraint("case_id", "moves_in", name=op.f("uq_phase_transfer_case_id_moves_in")),
    )
    op.create_index(op.f("ix_phase_transfer_case_id"), "phase_transfer", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_phase_transfer_moves_in_due_on_id"), "phase_transfer", ["moves_in", "due_on", "id"], unique=False
    )
    op.create_table(
        "sharing_wish",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.String(length=32), nullable=False),
        sa.Column("decided", sa.String(), nullable=False),
        sa.Column("decided_because", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_sharing_wish_case_id_case")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_sharing_wish_decided_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sharing_wish_person_id_person")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_sharing_wish_said_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sharing_wish")),
        sa.UniqueConstraint("instance_id", "person_id", name=op.f("uq_sharing_wish_instance_id_person_id")),
    )
    op.create_index(op.f("ix_sharing_wish_case_id"), "sharing_wish", ["case_id"], unique=False)
    op.create_index(op.f("ix_sharing_wish_decided_by"), "sharing_wish", ["decided_by"], unique=False)
    op.create_index(op.f("ix_sharing_wish_person_id"), "sharing_wish", ["person_id"], unique=False)
    op.create_index(op.f("ix_sharing_wish_said_by"), "sharing_wish", ["said_by"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sharing_wish_said_by"), table_name="sharing_wish")
    op.drop_index(op.f("ix_sharing_wish_person_id"), table_name="sharing_wish")
    op.drop_index(op.f("ix_sharing_wish_decided_by"), table_name="sharing_wish")
    op.drop_index(op.f("ix_sharing_wish_case_id"), table_name="sharing_wish")
    op.drop_table("sharing_wish")
    op.drop_index(op.f("ix_phase_transfer_moves_in_due_on_id"), table_name="phase_transfer")
    op.drop_index(op.f("ix_phase_transfer_case_id"), table_name="phase_transfer")
    op.drop_table("phase_transfer")
    op.drop_index(op.f("ix_coming_of_age_case_id"), table_name="coming_of_age")
    op.drop_table("coming_of_age")
