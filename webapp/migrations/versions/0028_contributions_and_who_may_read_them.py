"""Advice is asked for, contributions are kept, and who may read them; a reader with a ticket sends documents"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "advice_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("candidate_group", sa.String(length=60), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.JSON(), nullable=False),
        sa.Column("late_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("existing", sa.String(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_advice_request_asked_by_person")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_advice_request_case_id_case")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_advice_request_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_advice_request_reference")),
    )
    with op.batch_alter_table("advice_request") as batch_op:
        batch_op.create_index(batch_op.f("ix_advice_request_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_advice_request_case_id"), ["case_id"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("advice_request_id", sa.String(length=32), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=True),
        sa.Column("recorded_how", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["advice_request_id"], ["advice_request.id"], name=op.f("fk_contribution_advice_request_id_advice_request")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_contribution_case_id_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contribution_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_contribution_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_contribution_submission_id")),
    )
    with op.batch_alter_table("contribution") as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_actor"), ["actor"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_advice_request_id"), ["advice_request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_recorded_by"), ["recorded_by"], unique=False)

    op.create_table(
        "contribution_share",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("contribution_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_contribution_share_by_id_person")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_contribution_share_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contribution_share_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_share")),
        sa.UniqueConstraint(
            "contribution_id", "person_id", name=op.f("uq_contribution_share_contribution_id_person_id")
        ),
    )
    with op.batch_alter_table("contribution_share") as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_share_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_share_contribution_id"), ["contribution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_share_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("document") as batch_op:
        batch_op.add_column(sa.Column("holder", sa.String(length=100), nullable=False, server_default=""))
        batch_op.alter_column("owner_id", existing_type=sa.String(length=32), nullable=True)
        batch_op.create_index(batch_op.f("ix_document_holder"), ["holder"], unique=False)
    with op.batch_alter_table("document") as batch_op:
        batch_op.alter_column("holder", existing_type=sa.String(length=100), server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM document WHERE owner_id IS NULL")  # what readers with a ticket sent has no place before
    with op.batch_alter_table("document") as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_holder"))
        batch_op.alter_column("owner_id", existing_type=sa.String(length=32), nullable=False)
        batch_op.drop_column("holder")

    with op.batch_alter_table("contribution_share") as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_share_person_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_share_contribution_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_share_by_id"))

    op.drop_table("contribution_share")
    with op.batch_alter_table("contribution") as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_recorded_by"))
        batch_op.drop_index(batch_op.f("ix_contribution_person_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_case_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_advice_request_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_actor"))

    op.drop_table("contribution")
    with op.batch_alter_table("advice_request") as batch_op:
        batch_op.drop_index(batch_op.f("ix_advice_request_case_id"))
        batch_op.drop_index(batch_op.f("ix_advice_request_asked_by"))

    op.drop_table("advice_request")
