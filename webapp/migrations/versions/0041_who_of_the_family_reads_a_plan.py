"""Who of the family reads which version of a plan"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_release",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("letter_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_plan_release_by_id_person")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_plan_release_letter_id_letter")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_release_person_id_person")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_plan_release_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_release")),
        sa.UniqueConstraint("version_id", "person_id", name=op.f("uq_plan_release_version_id_person_id")),
    )
    op.create_index(op.f("ix_plan_release_by_id"), "plan_release", ["by_id"], unique=False)
    op.create_index(op.f("ix_plan_release_person_id"), "plan_release", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_plan_release_person_id"), table_name="plan_release")
    op.drop_index(op.f("ix_plan_release_by_id"), table_name="plan_release")
    op.drop_table("plan_release")
