"""Plans in versions, and what families say about them"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("copied_from_id", sa.String(length=32), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("approver_id", sa.String(length=32), nullable=True),
        sa.Column("sent_back_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_plan_version_approver_id_person")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_plan_version_author_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_plan_version_case_id_case")),
        sa.ForeignKeyConstraint(
            ["copied_from_id"], ["plan_version.id"], name=op.f("fk_plan_version_copied_from_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("case_id", "kind", "number", name=op.f("uq_plan_version_case_id_kind_number")),
    )
    op.create_index(op.f("ix_plan_version_approver_id"), "plan_version", ["approver_id"], unique=False)
    op.create_index(op.f("ix_plan_version_author_id"), "plan_version", ["author_id"], unique=False)
    op.create_index(op.f("ix_plan_version_case_id"), "plan_version", ["case_id"], unique=False)
    op.create_index(op.f("ix_plan_version_instance_id"), "plan_version", ["instance_id"], unique=False)
    op.create_table(
        "plan_comment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("section", sa.String(length=2), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_plan_comment_answered_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_comment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_plan_comment_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_comment")),
    )
    op.create_index(op.f("ix_plan_comment_answered_by"), "plan_comment", ["answered_by"], unique=False)
    op.create_index(op.f("ix_plan_comment_person_id"), "plan_comment", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_plan_comment_version_id_person_id"), "plan_comment", ["version_id", "person_id"], unique=False
    )
    op.create_table(
        "plan_statement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("section", sa.String(length=2), nullable=False),
        sa.Column("follows", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("kept_from", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_plan_statement_changed_by_person")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_plan_statement_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_statement")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_statement_version_id_key")),
    )
    op.create_index(op.f("ix_plan_statement_changed_by"), "plan_statement", ["changed_by"], unique=False)
    op.create_index(
        op.f("ix_plan_statement_version_id_section_position"),
        "plan_statement",
        ["version_id", "section", "position"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_plan_statement_version_id_section_position"), table_name="plan_statement")
    op.drop_index(op.f("ix_plan_statement_changed_by"), table_name="plan_statement")
    op.drop_table("plan_statement")
    op.drop_index(op.f("ix_plan_comment_version_id_person_id"), table_name="plan_comment")
    op.drop_index(op.f("ix_plan_comment_person_id"), table_name="plan_comment")
    op.drop_index(op.f("ix_plan_comment_answered_by"), table_name="plan_comment")
    op.drop_table("plan_comment")
    op.drop_index(op.f("ix_plan_version_instance_id"), table_name="plan_version")
    op.drop_index(op.f("ix_plan_version_case_id"), table_name="plan_version")
    op.drop_index(op.f("ix_plan_version_author_id"), table_name="plan_version")
    op.drop_index(op.f("ix_plan_version_approver_id"), table_name="plan_version")
    op.drop_table("plan_version")
