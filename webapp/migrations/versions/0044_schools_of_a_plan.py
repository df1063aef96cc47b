"""Schools that are consulted about a plan or named in it, and which version of a plan goes with a letter"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

SENT = """
UPDATE letter SET enclosed = (
    SELECT max(plan_version.kind || '-' || plan_version.number)
    FROM plan_release JOIN plan_version ON plan_version.id = plan_release.version_id
    WHERE plan_release.letter_id = letter.id
) WHERE id IN (SELECT letter_id FROM plan_release WHERE letter_id IS NOT NULL)
"""


def upgrade() -> None:
    op.create_table(
        "plan_school",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("asked_by_family", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("invitation_id", sa.String(length=32), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_plan_school_case_id_case")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_plan_school_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_school_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_school")),
        sa.UniqueConstraint("reference", name=op.f("uq_plan_school_reference")),
    )
    op.create_index(op.f("ix_plan_school_case_id"), "plan_school", ["case_id"], unique=False)
    op.create_index(op.f("ix_plan_school_instance_id"), "plan_school", ["instance_id"], unique=False)
    op.create_index(op.f("ix_plan_school_person_id"), "plan_school", ["person_id"], unique=False)
    with op.batch_alter_table("letter") as batch_op:
        batch_op.add_column(sa.Column("enclosed", sa.String(length=32), nullable=False, server_default=""))
    with op.batch_alter_table("letter") as batch_op:
        batch_op.alter_column("enclosed", server_default=None)
    op.execute(SENT)


def downgrade() -> None:
    with op.batch_alter_table("letter") as batch_op:
        batch_op.drop_column("enclosed")
    op.drop_index(op.f("ix_plan_school_person_id"), table_name="plan_school")
    op.drop_index(op.f("ix_plan_school_instance_id"), table_name="plan_school")
    op.drop_index(op.f("ix_plan_school_case_id"), table_name="plan_school")
    op.drop_table("plan_school")
